"""Rights of several units: counted in each and once in the total, the same on every way out.

Areas by hand: the boundaries are rectangles, each share a ratio of widths.
"""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.db import connection
from django.test import Client

from layers.loading import importing, parts
from layers.themes.extractive_sites.named_units import named_units
from layers.themes.extractive_sites.source import EXTRACTIVES
from territory.boundaries import refresh_spanned
from territory.models import AdminUnit, BoundarySource, ExtractiveSite, RightUnit
from territory.within import within
from tests.figures import figures_of, tables_of
from tests.layers.reading.test_official_names import inei
from tests.layers.themes.extractive_sites.cadastre_files import geojson, read, sites
from tests.layers.themes.extractive_sites.test_source import publish

pytestmark = pytest.mark.django_db

QUIRUVILCA, CALAMARCA, CASA_GRANDE, GUZMANGO = "131006", "130502", "130208", "060504"
BOTH = {
    "CODIGOU": "1",
    "DEPA": "LA LIBERTAD",
    "PROVI": "JULCAN / SANTIAGO DE CHUCO",
    "DISTRI": "QUIRUVILCA / CALAMARCA",
    "FEC_DENU": 1451883600000,
}
ACROSS = {
    "CODIGOU": "2",
    "DEPA": "LA LIBERTAD / CAJAMARCA",
    "PROVI": "ASCOPE / CONTUMAZA",
    "DISTRI": "CASA GRANDE / GUZMANGO",
}
ALONE = {"CODIGOU": "3", "DEPA": "LA LIBERTAD", "PROVI": "ASCOPE", "DISTRI": "CASA GRANDE"}


def right(row: dict[str, Any], west: float) -> dict[str, Any]:
    """A right of 0.1 by 0.1 degrees, drawn in degrees."""
    ring = Polygon.from_bbox((west, -8.1, west + 0.1, -8.0)).coords
    return row | {"square": {"type": "Polygon", "coordinates": ring}}


ROWS = (right(BOTH, -78.3), right(ACROSS, -78.8), right(ALONE, -78.75))


def put(path: Path, *rows: dict[str, Any]) -> None:
    publish(path / "rights.geojson", geojson(*(rows or ROWS), epsg=None))


def linked(code: str) -> dict[str, Decimal | None]:
    rows = RightUnit.objects.filter(record__code=code, record__is_sample=False)
    return dict(rows.values_list("unit_id", "share"))


@pytest.mark.parametrize(
    ("names", "ubigeos", "unknown"),
    [
        (
            ("LA LIBERTAD", "JULCAN / SANTIAGO DE CHUCO", "QUIRUVILCA / CALAMARCA"),
            (CALAMARCA, QUIRUVILCA),
            (),
        ),
        # Any separator; "Y", "E" and hyphens only between names that are known.
        (("AREQUIPA", "AREQUIPA", "JOSE LUIS BUSTAMANTE Y RIVERO"), ("040129",), ()),
        (
            ("AREQUIPA", "AREQUIPA", "SACHACA Y JOSE LUIS BUSTAMANTE Y RIVERO"),
            ("040117", "040129"),
            (),
        ),
        (("AREQUIPA", "AREQUIPA", "SACHACA, TIABAYA"), ("040117", "040123"), ()),
        (
            ("LA LIBERTAD", "JULCAN - SANTIAGO DE CHUCO", "QUIRUVILCA-CALAMARCA"),
            (CALAMARCA, QUIRUVILCA),
            (),
        ),
        # Of two departments; a province without a district of its own stays a province.
        (
            ("LA LIBERTAD / CAJAMARCA", "ASCOPE / CONTUMAZA", "CASA GRANDE / CASCAS"),
            ("0605", "130208"),
            ("CASCAS",),
        ),
        # Laraos is in both provinces: the one that has no other name, or neither.
        (("LIMA", "HUAROCHIRI / YAUYOS", "LARAOS / YAUYOS"), ("150712", "151001"), ()),
        (("LIMA", "HUAROCHIRI / YAUYOS", "LARAOS"), ("1507", "1510"), ()),
        (("CUSCO", "OTRA", "CUSCO"), ("08",), ("OTRA", "CUSCO")),
        (("", "", ""), (), ()),
    ],
)
def test_the_units_that_a_row_names(
    names: tuple[str, str, str], ubigeos: tuple[str, ...], unknown: tuple[str, ...]
) -> None:
    found = named_units(inei(), *names)
    assert (found.ubigeos, found.unknown) == (ubigeos, unknown)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        # ArcGIS: milliseconds in UTC, of midnight in Lima or in Greenwich.
        (1451883600000, dt.date(2016, 1, 4)),
        ("1451865600000", dt.date(2016, 1, 4)),
        ("1451883600000.0", dt.date(2016, 1, 4)),
        (-631134000000, dt.date(1950, 1, 1)),
        ("04/01/2016", dt.date(2016, 1, 4)),
    ],
)
def test_a_date_in_epoch_milliseconds_is_read(cell: object, day: dt.date) -> None:
    reading = read(geojson({"FEC_DENU": cell}))
    assert reading.notices == ()
    assert sites(reading).loc[2]["filed_on"] == day


def test_without_official_boundaries_a_right_is_of_the_units_that_it_names(tmp_path: Path) -> None:
    put(tmp_path)
    assert linked("1") == {CALAMARCA: None, QUIRUVILCA: None}
    assert linked("2") == {CASA_GRANDE: None, GUZMANGO: None}
    declared = dict(
        ExtractiveSite.objects.filter(is_sample=False).values_list("code", "declared_unit_id")
    )
    assert declared == {"1": "13", "2": None, "3": CASA_GRANDE}


def test_figures_count_a_right_in_each_of_its_units_and_once_in_the_total(tmp_path: Path) -> None:
    put(tmp_path)

    def titled(unit: str) -> Any:
        return {f.name: f.value for f in figures_of(unit, 4)}.get("titled")

    counted = {unit: titled(unit) for unit in ("1305", CALAMARCA, CASA_GRANDE, "1302", "13", "06")}
    assert counted == {"1305": 1, CALAMARCA: 1, CASA_GRANDE: 2, "1302": 2, "13": 3, "06": 1}
    (table,) = tables_of(4)
    assert {f.name: f.value for f in table.total}["titled"] == 3
    by_department = {row.unit.pk: row.values[0] for row in table.rows if row.unit}
    assert by_department == {"06": 1, "13": 3}


def test_every_way_out_finds_it_in_each_of_its_units(tmp_path: Path, client: Client) -> None:
    put(tmp_path)
    name = ExtractiveSite.objects.get(code="1", is_sample=False).name
    for unit in (CALAMARCA, "1305", "13"):
        address = f"/api/v1/layers/extractive_sites/features/?unit={unit}"
        features = client.get(address).json()["features"]
        found = {feature["properties"]["code"] for feature in features}
        assert "1" in found, unit
        assert ("3" in found) == (unit == "13")
    page = client.get(
        "/ogc/collections/extractive_sites/items",
        {"f": "json", "filter": f"ubigeos LIKE '{CALAMARCA}%' OR ubigeos LIKE '% {CALAMARCA}%'"},
    )
    body = json.loads(b"".join(page) if page.streaming else page.content)
    (feature,) = body["features"]
    assert feature["properties"]["code"] == "1"
    assert feature["properties"]["units"].startswith(f"Calamarca ({CALAMARCA}); Quiruvilca (")
    sheet = client.get(f"/t/{CALAMARCA}/").content.decode()
    assert name in sheet
    commitment = client.get("/compromisos/4/").content.decode()
    assert f"/t/{CALAMARCA}/" in commitment
    hits = client.get("/api/v1/search/?q=SAN JOSE N 2").json()
    assert "Calamarca" in json.dumps(hits, ensure_ascii=False)


def lay_boundaries() -> None:
    """Calamarca up to −78.275, Quiruvilca east of it; official, and the only ones."""
    AdminUnit.objects.filter(level="district").update(
        geom=None, boundary_source=None, capital_point=None
    )
    for ubigeo, west, east in ((CALAMARCA, -79.0, -78.275), (QUIRUVILCA, -78.275, -78.0)):
        box = MultiPolygon(Polygon.from_bbox((west, -9.0, east, -7.0)), srid=4326)
        AdminUnit.objects.filter(pk=ubigeo).update(geom=box, boundary_source=BoundarySource.INEI)


def test_official_boundaries_decide_with_the_share_in_each(tmp_path: Path) -> None:
    put(tmp_path, *ROWS, right({**ALONE, "CODIGOU": "4"}, -78.3749))
    lay_boundaries()
    refresh_spanned([ExtractiveSite])
    assert linked("1") == {CALAMARCA: Decimal("0.25"), QUIRUVILCA: Decimal("0.75")}
    # Named districts without a polygon aren't contradicted by that of another.
    assert linked("2") == {CALAMARCA: Decimal(1), CASA_GRANDE: None, GUZMANGO: None}
    # A sliver of 0.1% beyond the border is no unit of it.
    assert QUIRUVILCA not in linked("4")
    text = ExtractiveSite.objects.get(code="1", is_sample=False).units
    assert text == f"Calamarca ({CALAMARCA}) 25 %; Quiruvilca ({QUIRUVILCA}) 75 %"
    again = RightUnit.objects.order_by("pk").values_list("pk", flat=True)
    before = list(again)
    refresh_spanned([ExtractiveSite])
    assert list(again) == before  # nothing is written twice


def test_a_border_of_many_corners_changes_no_share(tmp_path: Path) -> None:
    """Such a unit is cut into pieces, whose shares add up; a whole share stays 1, not 0.9999."""
    put(tmp_path)
    lay_boundaries()
    for ubigeo in (CALAMARCA, QUIRUVILCA):
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE territory_adminunit SET geom = ST_Segmentize(geom, 0.003) "
                "WHERE ubigeo = %s RETURNING ST_NPoints(geom)",
                [ubigeo],
            )
            assert cursor.fetchone()[0] > 1000
    refresh_spanned([ExtractiveSite])
    assert linked("1") == {CALAMARCA: Decimal("0.25"), QUIRUVILCA: Decimal("0.75")}
    assert linked("3")[CALAMARCA] == Decimal(1)


def test_a_publication_computes_the_rows_that_it_writes(tmp_path: Path) -> None:
    """What didn't change keeps its units: a national file isn't compared with all borders again."""
    lay_boundaries()
    put(tmp_path)
    assert linked("1") == {CALAMARCA: Decimal("0.25"), QUIRUVILCA: Decimal("0.75")}
    before = linked("3")
    RightUnit.objects.filter(record__code="3", record__is_sample=False).update(share=Decimal("0.5"))
    put(tmp_path, right(BOTH, -78.35), *ROWS[1:])
    assert linked("1") == {CALAMARCA: Decimal("0.75"), QUIRUVILCA: Decimal("0.25")}
    assert linked("3") == dict.fromkeys(before, Decimal("0.5"))


def test_a_withdrawn_right_leaves_no_unit_behind(tmp_path: Path) -> None:
    put(tmp_path)
    importing.withdraw(EXTRACTIVES)
    assert not RightUnit.objects.filter(record__is_sample=False).exists()
    # A forest's title names no unit.
    samples = ExtractiveSite.objects.filter(is_sample=True, feed="ingemmet")
    assert samples.filter(within(ExtractiveSite, "13")).exists()
    assert not samples.filter(unit_shares=None).exists()


def test_a_departments_file_covers_it_though_a_right_crosses_its_border(tmp_path: Path) -> None:
    publish(tmp_path / "r.geojson", geojson(*ROWS, epsg=None))
    (part,) = parts.current(EXTRACTIVES)
    assert part.covers == ["13"]
