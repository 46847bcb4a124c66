"""INEI's real boundaries, as republished: the files' known faults, each refused or reported."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pyproj
import pytest
import shapely
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from layers import registry, versions
from layers.models import BoundaryImport, BoundaryImportRow
from territory.boundaries import rules
from territory.models import AdminUnit, BoundarySource, CommitmentTerritory
from territory.queries import units_at
from tests.territory import shapes

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

DISTRICTS = shapes.SHARED_DATA / "boundaries" / "peru_distrital_simple.geojson"
PROVINCES = shapes.SHARED_DATA / "boundaries" / "peru_provincial_simple.geojson"
DEPARTMENTS = shapes.SHARED_DATA / "boundaries" / "peru_departamental_simple.geojson"
PROVINCES_2021 = shapes.SHARED_DATA / "official" / "boundaries" / "LIM_PROVINCIAL_PERU_MIN.json"
BY_NAMES = shapes.SHARED_DATA / "official" / "boundaries" / "nan_peru.gpkg"
ANSWER_KEY = shapes.SHARED_DATA / "official" / "boundaries" / "ubigeo_por_fid_DERIVADO.csv"
RENIEC = shapes.SHARED_DATA / "official" / "boundaries" / "ubigeo_distrito.csv"

# Told in the files' own description.
WITHOUT_GEOMETRY = {
    "210103",
    "010204",
    "070105",
    "150137",
    "190203",
    "020602",
    "010523",
    "200602",
}
NOT_IN_2025 = {"160109", "160114"}
LIMA = (-77.04, -12.05)

Outcome = BoundaryImportRow.Outcome


def run(path: Path, *options: str) -> BoundaryImport:
    if not path.exists():
        pytest.skip(f"INEI's boundaries are not at {path}")
    call_command(
        "import_boundaries",
        str(path),
        "--source=INEI, de prueba",
        "--cutoff=2015-12-31",
        *options,
        stdout=StringIO(),
        stderr=StringIO(),
    )
    return BoundaryImport.objects.latest("pk")


def features(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["features"]
    return found


def test_the_1834_districts() -> None:
    before = versions.current()
    report = run(DISTRICTS)
    counts = (report.new, report.changed, report.equal, report.missing, report.refused)
    assert counts == (1824, 0, 0, 59, 10)
    refused = {row.ubigeo or row.value: row for row in report.rows.filter(outcome=Outcome.REFUSED)}
    assert set(refused) == WITHOUT_GEOMETRY | NOT_IN_2025
    assert all("No tiene geometría" in refused[u].remark for u in WITHOUT_GEOMETRY)
    assert all("no tiene un distrito" in refused[u].remark for u in NOT_IN_2025)
    listed = {feature["properties"]["IDDIST"] for feature in features(DISTRICTS)}
    present = set(AdminUnit.objects.filter(level="district").values_list("pk", flat=True))
    missing = report.rows.filter(outcome=Outcome.MISSING)
    assert set(missing.values_list("ubigeo", flat=True)) == present - listed
    assert all(versions.of(layer.name) > before[layer.name] for layer in registry.LAYERS)


def test_the_stored_polygons_are_the_files() -> None:
    run(DISTRICTS)
    stored = shapes.stored("district")
    for feature in features(DISTRICTS):
        code, geometry = feature["properties"]["IDDIST"], feature["geometry"]
        if geometry is not None and code not in NOT_IN_2025:
            assert stored[code].equals(shapely.geometry.shape(geometry)), code
        else:
            assert code not in stored
    units = AdminUnit.objects.filter(pk__in=stored)
    assert set(units.values_list("boundary_source", "boundary_origin")) == {
        ("inei", "INEI, de prueba")
    }
    lost = AdminUnit.objects.get(pk="130112")  # made out of others since
    assert lost.geom is None
    assert lost.boundary_source == ""
    assert lost.capital_point is not None


def test_positions_name_districts_then() -> None:
    run(DISTRICTS)
    assert rules.official_levels() == (AdminUnit.Level.DISTRICT,)
    assert [unit.pk for unit in units_at(*LIMA)] == ["15", "1501", "150101"]


def test_a_polygon_that_lost_a_district_since_names_none() -> None:
    """Alto Trujillo was made in 2023 out of El Porvenir, whose old polygon holds it."""
    run(DISTRICTS)
    capital = shapes.capitals()["130112"]
    holder = [u for u, polygon in shapes.stored("district").items() if polygon.contains(capital)]
    assert len(holder) == 1
    assert [unit.pk for unit in units_at(capital.x, capital.y)] == ["13"]
    polygon = shapes.stored("district")[holder[0]]
    inside = polygon.representative_point()
    assert [unit.pk for unit in units_at(inside.x, inside.y)] == ["13"]


def test_nothing_but_a_department_in_a_gap() -> None:
    run(DISTRICTS)
    gaps = [
        u
        for u, point in shapes.capitals().items()
        if u in WITHOUT_GEOMETRY
        and not any(p.covers(point) for p in shapes.stored("district").values())
    ]
    assert gaps
    for ubigeo in gaps:
        point = shapes.capitals()[ubigeo]
        assert [unit.pk for unit in units_at(point.x, point.y)] == [ubigeo[:2]]


def test_layers_and_pages_follow(client: Client) -> None:
    run(DISTRICTS)
    titles = {layer.name: info.title for layer, info in registry.describe_all(AnonymousUser())}
    assert titles["districts"] == "Distritos"
    assert titles["provinces"].endswith("(límites aproximados, no oficiales)")
    found = client.get("/buscar/", {"q": f"{LIMA[1]},{LIMA[0]}"}).content.decode()
    assert 'href="/t/150101/"' in found
    sheet = client.get("/t/150101/").content.decode()
    assert "Límite aproximado" not in sheet
    assert "Fuente: INEI, de prueba; corte: 31 de diciembre de 2015." in " ".join(sheet.split())
    # On the ellipsoid, by pyproj.
    polygon = shapes.stored("district")["150101"]
    km2 = abs(pyproj.Geod(ellps="WGS84").geometry_area_perimeter(polygon)[0]) / 1e6
    assert f"{km2:.2f}".replace(".", ",") in sheet
    lost = client.get("/t/130112/").content.decode()
    assert "Los límites oficiales cargados no incluyen esta unidad" in lost


def test_the_1874_without_codes_against_their_answer_key() -> None:
    report = run(BY_NAMES)
    assert (report.new, report.refused) == (1874, 0)
    with ANSWER_KEY.open(encoding="utf-8", newline="") as file:
        expected = {int(row["fid"]): row["ubigeo"] for row in csv.DictReader(file)}
    rows = report.rows.filter(row__isnull=False)
    assert dict(rows.values_list("row", "ubigeo")) == expected
    # Their San Francisco de Ravacayco is known by that name too: none is taken by likeness.
    assert not rows.filter(remark__contains="se escribe casi igual").exists()


def test_provinces_of_2021() -> None:
    report = run(PROVINCES_2021)
    assert (report.new, report.missing, report.refused, report.repaired) == (196, 0, 0, 2)
    polygons = shapes.stored("province")
    assert len(polygons) == 196
    assert all(polygon.is_valid for polygon in polygons.values())
    invalid = {
        number
        for number, feature in enumerate(features(PROVINCES_2021), start=1)
        if not shapely.is_valid(shapely.geometry.shape(feature["geometry"]))
    }
    repaired = report.rows.filter(repaired=True)
    assert set(repaired.values_list("row", flat=True)) == invalid
    assert all("Geometría reparada" in row.remark for row in repaired)


def test_two_provinces_in_two_rows_each() -> None:
    """197 rows: a misspelt name split Piura and Víctor Fajardo; Putumayo is missing."""
    report = run(PROVINCES)
    assert (report.new, report.missing, report.refused) == (195, 1, 0)
    parts = [
        shapely.geometry.shape(feature["geometry"])
        for feature in features(PROVINCES)
        if feature["properties"]["FIRST_IDPR"] == "2001"
    ]
    assert len(parts) == 2
    piura = shapes.stored("province")["2001"]
    assert piura.symmetric_difference(shapely.union_all(parts)).area < 1e-12
    assert not AdminUnit.objects.get(pk="1608").boundary_source


def test_departments_make_better_cells_and_territories() -> None:
    report = run(DEPARTMENTS)
    assert (report.new, report.missing, report.refused) == (25, 0, 0)
    whole = shapely.union_all(list(shapes.stored("department").values()))
    cells = shapely.union_all(list(shapes.stored("district").values()))
    assert whole.symmetric_difference(cells).area < 1e-6
    assert not AdminUnit.objects.filter(geom__isnull=True).exists()
    place = CommitmentTerritory.objects.filter(unit="13").first()
    assert place is not None
    assert place.geom is not None
    territory = shapely.from_wkb(bytes(place.geom.wkb))
    assert territory.equals(shapes.stored("department")["13"])


def test_dissolved_parents_are_the_unions() -> None:
    report = run(BY_NAMES, "--dissolve")
    districts = shapes.stored("district")
    provinces = AdminUnit.objects.filter(level="province", boundary_dissolved=True)
    assert report.dissolved > 190
    stored = shapes.stored("province")
    for ubigeo in provinces.values_list("pk", flat=True):
        union = shapely.union_all([d for u, d in districts.items() if u.startswith(ubigeo)])
        assert stored[ubigeo].symmetric_difference(union).area < 1e-9, ubigeo
    assert not AdminUnit.objects.filter(boundary_source=BoundarySource.APPROXIMATE).exists()
    assert report.rows.filter(outcome=Outcome.UNDISSOLVED, ubigeo="2210").exists()


def test_an_own_boundary_of_a_parent_stays_beside_unions() -> None:
    run(PROVINCES_2021)
    own = shapes.stored("province")
    run(BY_NAMES, "--dissolve")
    assert all(polygon.equals(own[u]) for u, polygon in shapes.stored("province").items())
    assert AdminUnit.objects.filter(level="department", boundary_dissolved=True).count() == 25


def test_again_changes_nothing_and_another_edition_replaces() -> None:
    run(BY_NAMES)
    again = run(BY_NAMES)
    assert (again.new, again.changed, again.equal, again.removed) == (0, 0, 1874, 0)
    older = run(DISTRICTS)
    assert older.new + older.changed + older.equal == 1824
    # What the older edition covers by the polygons from which they were made goes.
    assert not AdminUnit.objects.get(pk="050412").boundary_source
    polygons = shapes.stored("district")
    tree = shapely.STRtree(list(polygons.values()))
    first, second = tree.query(list(polygons.values()), predicate="overlaps")
    geoms = tree.geometries
    for a, b in zip(first, second, strict=True):
        if a < b:
            shared = geoms[a].intersection(geoms[b]).area
            assert shared < 0.11 * min(geoms[a].area, geoms[b].area)


def test_back_to_approximate() -> None:
    before = {level: shapes.stored(level) for level in ("department", "province", "district")}
    run(DEPARTMENTS)
    run(BY_NAMES, "--dissolve")
    call_command("import_boundaries", "--restore-approximate", stdout=StringIO())
    for level, polygons in before.items():
        stored = shapes.stored(level)
        assert set(stored) == set(polygons)
        assert all(stored[u].equals(polygon) for u, polygon in polygons.items())
    assert rules.levels_named_by_position() == (AdminUnit.Level.DEPARTMENT,)
    assert not AdminUnit.objects.filter(boundary_source=BoundarySource.INEI).exists()


@pytest.fixture
def reniec_file() -> dict[str, Any]:
    """The 1,834 districts as RENIEC would number them."""
    if not RENIEC.exists():
        pytest.skip(f"RENIEC's codes are not at {RENIEC}")
    with RENIEC.open(encoding="utf-8", newline="") as file:
        codes = {row["inei"]: row["reniec"] for row in csv.DictReader(file)}
    content: dict[str, Any] = json.loads(DISTRICTS.read_text(encoding="utf-8"))
    content["features"] = [
        {
            "type": "Feature",
            "geometry": feature["geometry"],
            "properties": {
                "UBIGEO": codes[feature["properties"]["IDDIST"]],
                **{n: feature["properties"][n] for n in ("NOMBDEP", "NOMBPROV", "NOMBDIST")},
            },
        }
        for feature in content["features"]
        if codes.get(feature["properties"]["IDDIST"], "NA") != "NA"
    ]
    return content


def test_reniecs_codes_are_recognised_by_the_names(
    reniec_file: dict[str, Any], tmp_path: Path
) -> None:
    path = tmp_path / "reniec.geojson"
    path.write_text(json.dumps(reniec_file))
    with pytest.raises(CommandError, match="son de RENIEC"):
        run(path)
    with pytest.raises(CommandError, match="son de RENIEC"):
        run(path, "--scheme=inei")
    report = run(path, "--scheme=reniec")
    stored = shapes.stored("district")
    for feature in features(DISTRICTS):
        code = feature["properties"]["IDDIST"]
        if code in stored:
            assert stored[code].equals(shapely.geometry.shape(feature["geometry"])), code
    # Without codes to lean on, a name that INEI writes otherwise is refused.
    assert report.new > 1800


def test_or_by_the_places_where_there_are_no_names(
    reniec_file: dict[str, Any], tmp_path: Path
) -> None:
    for feature in reniec_file["features"]:
        feature["properties"] = {"UBIGEO": feature["properties"]["UBIGEO"]}
    path = tmp_path / "reniec.geojson"
    path.write_text(json.dumps(reniec_file))
    with pytest.raises(CommandError, match="no son los del INEI"):
        run(path)
    with pytest.raises(CommandError, match="junto a los nombres"):
        run(path, "--scheme=reniec")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM layers_boundaryimport")
        assert cursor.fetchone() == (0,)
