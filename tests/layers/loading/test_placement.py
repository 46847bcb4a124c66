"""Positions held against the units that they are said to be in, the same for every source.

The cities' positions are as any atlas has them; Guayaquil, 2.19° S, 79.89° W, is in Ecuador, and
within the rectangle around Peru.
"""

from __future__ import annotations

import datetime as dt
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from layers.loading import importing
from layers.loading.checking import Handed
from layers.loading.sources import find
from layers.reading.results import Provenance
from territory.boundaries import elsewhere
from territory.models import AdminUnit, BoundarySource, RuralSchool, SanitationProject, TransitStop
from tests import feeds

pytestmark = pytest.mark.django_db

SAID = ("--origin", "Prueba", "--cutoff", "2026-01-01")
GUAYAQUIL, TRUJILLO, CUSCO = (-79.89, -2.19), (-79.03, -8.11), (-71.98, -13.52)
CALLAO, LIMA = (-77.14, -12.06), (-77.03, -12.05)


def feed(path: Path, *places: tuple[float, float]) -> Path:
    """The feed of tests with as many stops, a minute of arc apart, at those places."""
    rows = [
        f"P{n},Paradero {n},{lat + n / 1000:.5f},{lon + n / 1000:.5f}"
        for n, (lon, lat) in enumerate(places)
    ]
    stops = "\n".join(("stop_id,stop_name,stop_lat,stop_lon", *rows))
    times = "\n".join(
        (
            "trip_id,arrival_time,departure_time,stop_id,stop_sequence",
            *(f"T1,06:{n:02}:00,06:{n:02}:00,P{n},{n + 1}" for n in range(len(places))),
        )
    )
    path.write_bytes(feeds.feed({"stops.txt": stops, "stop_times.txt": times}))
    return path


def publish(source: str, path: Path, *options: str) -> str:
    out = StringIO()
    call_command("import_source", source, str(path), *SAID, *options, stdout=out, stderr=StringIO())
    return out.getvalue()


@pytest.mark.parametrize(
    ("place", "unit", "where"),
    [
        (GUAYAQUIL, "1301", r"fuera de Trujillo \(La Libertad\) \(1301\).*fuera del Perú \(10\)"),
        (GUAYAQUIL, "13", "fuera del Perú"),
        (GUAYAQUIL, "24", "fuera del Perú"),
        (
            TRUJILLO,
            "0801",
            r"fuera de Cusco \(Cusco\) \(0801\).*en Trujillo \(La Libertad\) \(10\)",
        ),
        (TRUJILLO, "1308", r"en Trujillo \(La Libertad\)"),
        (CUSCO, "07", "en Cusco"),
    ],
)
def test_a_feed_of_elsewhere_is_refused_and_its_place_named(
    tmp_path: Path, place: tuple[float, float], unit: str, where: str
) -> None:
    path = feed(tmp_path / "feed.zip", *[place] * 10)
    with pytest.raises(CommandError, match=where) as caught:
        publish("transport", path, "--feed", "prueba", "--unit", unit)
    assert "10 de 10 posiciones (100 %)" in str(caught.value)
    assert "límites aproximados" in str(caught.value)
    assert not TransitStop.objects.filter(feed="prueba").exists()


@pytest.mark.parametrize(
    ("place", "unit"),
    [(TRUJILLO, "1301"), (TRUJILLO, "130101"), (TRUJILLO, "13"), (CALLAO, "07"), (LIMA, "1501")],
)
def test_a_feed_of_its_unit_is_taken(tmp_path: Path, place: tuple[float, float], unit: str) -> None:
    path = feed(tmp_path / "feed.zip", *[place] * 10)
    assert "quedan fuera" not in publish("transport", path, "--feed", "prueba", "--unit", unit)
    assert TransitStop.objects.filter(feed="prueba").count() == 10


def test_routes_that_leave_the_unit_are_taken_and_reported(tmp_path: Path) -> None:
    """Half of the stops elsewhere is still the unit's feed; one more is not."""
    path = feed(tmp_path / "feed.zip", *[TRUJILLO] * 5, *[CUSCO] * 5)
    said = publish("transport", path, "--feed", "prueba", "--unit", "1301")
    assert "5 de 10 posiciones quedan fuera: en Cusco (Cusco) (5)" in said
    path = feed(tmp_path / "feed.zip", *[TRUJILLO] * 4, *[CUSCO] * 6)
    with pytest.raises(CommandError, match=r"6 de 10 posiciones \(60 %\)"):
        publish("transport", path, "--feed", "prueba", "--unit", "1301")


def investments(path: Path, *places: tuple[float, float]) -> Path:
    header = (
        "CODIGO_UNICO,NOMBRE_INVERSION,FUNCION,DEPARTAMENTO,PROVINCIA,DISTRITO,UBIGEO,LATITUD,"
        "LONGITUD"
    )
    rows = [
        f"21{n:05},AGUA POTABLE {n},SANEAMIENTO,LA LIBERTAD,TRUJILLO,TRUJILLO,130101,{lat},{lon}"
        for n, (lon, lat) in enumerate(places)
    ]
    path.write_text("\n".join((header, *rows)), "utf-8")
    return path


def test_a_position_in_another_department_is_left_out_of_its_row(tmp_path: Path) -> None:
    path = investments(tmp_path / "mef.csv", *[TRUJILLO] * 8, *[CUSCO] * 4)
    rejected = tmp_path / "rejected.csv"
    publish("sanitation", path, "--errors", str(rejected))
    facts = SanitationProject.objects.filter(is_sample=False)
    assert (facts.count(), facts.filter(geom__isnull=True).count()) == (12, 4)
    assert rejected.read_text("utf-8-sig").count("La posición queda en Cusco (Cusco)") == 4


def test_what_is_left_out_costs_no_queries_of_its_own(tmp_path: Path) -> None:
    said = Provenance("Prueba", "", dt.date(2026, 1, 1))

    def queries(number: int) -> int:
        path = investments(tmp_path / "mef.csv", *[TRUJILLO] * 12, *[CUSCO] * number)
        with CaptureQueriesContext(connection) as captured:
            reading = importing.check(find("sanitation"), path, Handed(said))
        assert len(reading.notices) == number
        return len(captured)

    assert queries(1) == queries(9)


def test_a_file_whose_positions_are_anothers_is_refused(tmp_path: Path) -> None:
    path = investments(tmp_path / "mef.csv", *[TRUJILLO] * 4, *[CUSCO] * 8)
    with pytest.raises(CommandError, match=r"8 de 12 posiciones \(67 %\).*en Cusco"):
        publish("sanitation", path)


def test_a_few_rows_say_nothing_of_a_file(tmp_path: Path) -> None:
    path = investments(tmp_path / "mef.csv", CUSCO, CUSCO)
    publish("sanitation", path)
    facts = SanitationProject.objects.filter(is_sample=False)
    assert [project.geom for project in facts] == [None, None]


def test_schools_are_held_as_well(tmp_path: Path) -> None:
    header = "COD_MOD,ANEXO,CEN_EDU,D_DPTO,D_PROV,D_DIST,CODGEO,NLAT_IE,NLONG_IE,ESTADO,AREA_CENSO"
    rows = [
        f"01{n:05},0,ESCUELA {n},LA LIBERTAD,TRUJILLO,TRUJILLO,130101,{lat},{lon},1,2"
        for n, (lon, lat) in enumerate([TRUJILLO] * 3 + [GUAYAQUIL] * 9)
    ]
    path = tmp_path / "escale.csv"
    path.write_text("\n".join((header, *rows)), "utf-8")
    with pytest.raises(CommandError, match=r"9 de 12 posiciones.*fuera del Perú \(9\)"):
        publish("education", path)
    assert not RuralSchool.objects.filter(is_sample=False).exists()


def test_official_boundaries_decide_within_two_kilometres() -> None:
    box = MultiPolygon(Polygon.from_bbox((-79.2, -8.2, -79.0, -8.0)), srid=4326)
    AdminUnit.objects.filter(level="department").update(
        geom=None, boundary_source=None, capital_point=None
    )
    AdminUnit.objects.filter(pk="13").update(geom=box, boundary_source=BoundarySource.INEI)

    def found(*places: str) -> list[Any]:
        geoms = [f"SRID=4326;POINT({place})" for place in places]
        return [one.at for one in elsewhere(["13"] * len(places), geoms, 2)]

    assert found("-79.1 -8.1", "-78.985 -8.1", "-78.97 -8.1", "-78.5 -8.1") == [2, 3]


def test_positions_are_known_in_every_form_that_readers_write() -> None:
    """EWKT, and EWKB in hexadecimal digits as PostGIS writes it; an outline by a point within."""
    around = [Polygon.from_bbox((x, y, x + 0.01, y + 0.01)) for x, y in (TRUJILLO, CUSCO)]
    for shape in around:
        shape.srid = 4326
    geoms = [shape.hexewkb.decode() for shape in around] + [shape.ewkt for shape in around]
    assert [one.at for one in elsewhere(["13"] * 4, geoms, 2)] == [1, 3]


def test_without_any_capital_a_position_lies_in_its_department() -> None:
    AdminUnit.objects.filter(level="district").update(capital_point=None)
    (found,) = elsewhere(["15"], ["SRID=4326;POINT(-71.97 -13.52)"], 2)
    assert (found.at, found.unit) == (0, "08")
