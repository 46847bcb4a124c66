"""Where the cadastre's polygons are: zones, datums and outlines."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely

from layers.reading import utm
from layers.reading.utm import Datum, epsg_of
from layers.themes.extractive_sites import outlines
from tests.layers.themes.extractive_sites.cadastre_files import (
    SQUARE,
    corners,
    geojson,
    read,
    sites,
    vertices,
)


def by_hand(x: float, y: float, zone: int, datum: Datum) -> tuple[float, float]:
    """UTM to WGS 84 written out.

    Snyder's series (USGS Professional Paper 1395, 8), and the shift between geocentric
    coordinates (EPSG guidance note 7-2, 2.4.3.1).
    """
    a, f = (6378388.0, 1 / 297) if datum is Datum.PSAD56 else (6378137.0, 1 / 298.257223563)
    e2 = f * (2 - f)
    ep2, e1 = e2 / (1 - e2), (1 - (1 - e2) ** 0.5) / (1 + (1 - e2) ** 0.5)
    mu = ((y - 1e7) / 0.9996) / (a * (1 - e2 / 4 - 3 * e2**2 / 64 - 5 * e2**3 / 256))
    phi = (
        mu
        + (3 * e1 / 2 - 27 * e1**3 / 32) * np.sin(2 * mu)
        + (21 * e1**2 / 16 - 55 * e1**4 / 32) * np.sin(4 * mu)
        + (151 * e1**3 / 96) * np.sin(6 * mu)
    )
    c, t = ep2 * np.cos(phi) ** 2, np.tan(phi) ** 2
    w = (1 - e2 * np.sin(phi) ** 2) ** 0.5
    n, r = a / w, a * (1 - e2) / w**3
    d = (x - 500_000) / (n * 0.9996)
    lat = phi - (n * np.tan(phi) / r) * (
        d**2 / 2
        - (5 + 3 * t + 10 * c - 4 * c**2 - 9 * ep2) * d**4 / 24
        + (61 + 90 * t + 298 * c + 45 * t**2 - 252 * ep2 - 3 * c**2) * d**6 / 720
    )
    away = d - (1 + 2 * t + c) * d**3 / 6
    away += (5 - 2 * c + 28 * t - 3 * c**2 + 8 * ep2 + 24 * t**2) * d**5 / 120
    lon = np.radians(zone * 6 - 183) + away / np.cos(phi)
    if datum is Datum.PSAD56:
        n = a / (1 - e2 * np.sin(lat) ** 2) ** 0.5
        gx = n * np.cos(lat) * np.cos(lon) - 279
        gy = n * np.cos(lat) * np.sin(lon) + 175
        gz = n * (1 - e2) * np.sin(lat) - 379
        a, f = 6378137.0, 1 / 298.257223563
        e2, p = f * (2 - f), np.hypot(gx, gy)
        lon, lat = np.arctan2(gy, gx), np.arctan2(gz, p * (1 - e2))
        for _ in range(5):
            n = a / (1 - e2 * np.sin(lat) ** 2) ** 0.5
            lat = np.arctan2(gz + e2 * n * np.sin(lat), p)
    return float(np.degrees(lon)), float(np.degrees(lat))


@pytest.mark.parametrize("datum", list(Datum))
@pytest.mark.parametrize(
    ("zone", "square", "place"),
    [
        (17, [(700000, 9100000), (700000, 9101000), (701000, 9101000)], "LA LIBERTAD"),
        (18, [(819000, 8497000), (819000, 8498000), (820000, 8498000)], "CUSCO"),
        (19, SQUARE, "CUSCO"),
    ],
)
def test_positions_against_the_formulas(zone: int, square: Any, place: str, datum: Datum) -> None:
    row = {"ZONA": str(zone), "DEPA": place, "PROVI": "", "DISTRI": ""}
    expected = [by_hand(x, y, zone, datum) for x, y in square]
    by_file = read(geojson(row, epsg=epsg_of(zone, datum), square=square))
    by_row = read(vertices(row, datum=datum.value, square=square))
    for reading in (by_file, by_row):
        assert reading.errors == ()
        # 1e-8 degrees are a millimetre.
        found, formulas = shapely.Polygon(corners(reading)), shapely.Polygon(expected)
        assert shapely.equals_exact(found, formulas, 2e-8, normalize=True)
        site = sites(reading).loc[2]
        assert site["datum"] == datum
        assert site["position_accuracy_m"] == (16 if datum is Datum.PSAD56 else None)


def test_the_datums_lie_hundreds_of_metres_apart() -> None:
    one, other = (corners(read(vertices({}, datum=datum)))[0] for datum in ("WGS84", "psad-56"))
    metres = np.hypot(*((one - other) * 111_000 * np.array([np.cos(np.radians(14.9)), 1])))
    assert 350 < metres < 500


def test_degrees_stay_as_they_are() -> None:
    square = [(-71.2, -14.8), (-71.2, -14.79), (-71.19, -14.79), (-71.19, -14.8)]
    for epsg in (None, 4326, 4674):
        reading = read(geojson({}, epsg=epsg, square=square))
        assert reading.errors == ()
        # Outlines go round as simple features want it, whichever way the file draws them.
        found = shapely.Polygon(corners(reading))
        assert shapely.equals_exact(found, shapely.Polygon(square), 0, normalize=True)


def polygon(ring: list[tuple[float, float]]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


@pytest.mark.parametrize("at_once", [1, 2, 3, 1_000])
def test_each_row_keeps_its_outline_however_many_are_written_at_once(
    monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(outlines, "_AT_ONCE", at_once)
    west, wests = 263_000, range(0, 50_000, 10_000)
    rows: list[dict[str, Any]] = [
        {"CODIGOU": str(shift + 1), "square": polygon([(x + shift, y) for x, y in SQUARE])}
        for shift in wests
    ]
    rows[2]["square"] = polygon([(x + 5_000_000, y) for x, y in SQUARE])  # no place at all
    reading = read(geojson(*rows))
    assert [error.row for error in reading.errors] == [4]
    found = sites(reading)
    assert list(found.index) == [2, 3, 5, 6]
    for row, shift in ((2, 0), (3, 10_000), (5, 30_000), (6, 40_000)):
        outline = shapely.from_wkb(found.loc[row, "geom"])
        expected = by_hand(west + shift, 8354000, 19, Datum.WGS84)
        assert np.allclose(shapely.get_coordinates(outline).min(axis=0), expected, atol=2e-3)


def test_metres_in_a_file_that_means_degrees_go_by_the_row() -> None:
    reading = read(geojson({"DATUM": "WGS84"}, {"CODIGOU": "2"}, epsg=None))
    assert list(sites(reading).index) == [2]
    assert np.allclose(corners(reading)[0], by_hand(263000, 8354000, 19, Datum.WGS84))
    (error,) = reading.errors
    assert (error.row, error.column) == (3, "datum")


def test_a_datum_written_in_hasdatum_is_understood() -> None:
    data = vertices({"HASDATUM": "PSAD 56", "HECTAGIS": ""}, datum="")
    row = sites(read(data)).loc[2]
    assert (row["datum"], row["area_ha"]) == ("PSAD56", None)


def test_a_right_may_be_drawn_in_the_zone_beside_its_own() -> None:
    reading = read(geojson({"ZONA": "18"}))
    assert reading.errors == ()
    assert sites(reading).loc[2]["utm_zone"] == 18
    assert np.allclose(corners(reading)[0], by_hand(263000, 8354000, 19, Datum.WGS84))


def test_vertices_are_joined_by_their_numbers() -> None:
    lines = vertices({}, {"CODIGOU": "2"}).decode("utf-8-sig").splitlines()
    shuffled = "\n".join((lines[0], lines[3], lines[5], lines[1], lines[4], *lines[6:], lines[2]))
    found = sites(read(shuffled.encode()))
    shapes = [shapely.from_wkb(geom) for geom in found["geom"]]
    assert [shape.is_valid for shape in shapes] == [True, True]
    assert shapes[0].equals(shapes[1])


def test_a_vertex_whose_number_is_none_is_reported_and_the_order_is_the_files() -> None:
    header, first, *others = vertices({}).decode("utf-8-sig").splitlines()
    at = header.split(";").index("VERTICE")
    cells = first.split(";")
    cells[at] = "uno"
    reading = read("\n".join((header, ";".join(cells), *others)).encode())
    (notice,) = reading.notices
    assert (notice.row, notice.column, notice.value) == (2, "vertice", "uno")
    assert shapely.is_valid(shapely.from_wkb(sites(reading).loc[2]["geom"]))


def test_a_part_without_an_inside_costs_an_outline_nothing_else() -> None:
    whole, flat = [*SQUARE, SQUARE[0]], [SQUARE[0], SQUARE[2], SQUARE[0], SQUARE[0]]
    parts = {"type": "MultiPolygon", "coordinates": [[whole], [flat]]}
    reading = read(geojson({"square": parts}, {"CODIGOU": "2"}))
    shape, alone = map(shapely.from_wkb, sites(reading)["geom"])
    assert shape.is_valid
    assert shape.equals(alone)
    assert [(n.row, n.reason) for n in reading.notices] == [
        (2, "Su polígono se cruzaba y se reparó.")
    ]


def test_an_outline_without_an_inside_is_refused() -> None:
    flat = [SQUARE[0], SQUARE[2], SQUARE[0], SQUARE[2]]
    reading = read(geojson({"square": {"type": "Polygon", "coordinates": [flat + flat[:1]]}}))
    assert [error.reason for error in reading.errors] == ["Su polígono no encierra nada."]
    assert sites(reading).empty


def test_an_outline_that_crosses_itself_is_repaired_and_that_is_reported() -> None:
    bow = [SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3]]
    reading = read(geojson({}, square=bow))
    assert [n.reason for n in reading.notices] == ["Su polígono se cruzaba y se reparó."]
    assert shapely.is_valid(shapely.from_wkb(sites(reading).loc[2]["geom"]))


@pytest.mark.parametrize("geometry", [None, {"type": "Point", "coordinates": SQUARE[0]}])
def test_what_is_no_polygon_is_refused(geometry: Any) -> None:
    reading = read(geojson({}, {"CODIGOU": "2", "square": geometry}))
    assert [(e.row, e.reason) for e in reading.errors] == [(3, "No tiene un polígono.")]


@pytest.mark.parametrize("zone", ["17S", "17 sur", "UTM 17L", "Zona 17", "17.0"])
def test_a_zone_by_its_other_names(zone: str) -> None:
    assert list(sites(read(geojson({"ZONA": zone})))["utm_zone"]) == [17]


def test_degrees_in_the_wrong_order_are_called_so() -> None:
    turned = [(y, x) for x, y in [(-71.0, -14.0), (-70.9, -14.0), (-70.9, -13.9)]]
    (error,) = read(geojson({}, epsg=None, square=turned)).errors
    assert error.reason == "La latitud y la longitud están intercambiadas."


def test_each_misplaced_outline_has_its_own_reason() -> None:
    """UTM's easting and northing repeat in every zone (EPSG 9807): only the place tells them."""
    far = [(x, y - 300_000) for x, y in SQUARE]
    rows: list[dict[str, Any]] = [
        {"CODIGOU": "1"},
        {"CODIGOU": "2", "ZONA": "18"},
        {"CODIGOU": "3", "ZONA": "17", "DATUM": "PSAD56"},
        {"CODIGOU": "4", "square": far},
        {"CODIGOU": "5"},
    ]
    reading = read(vertices(*rows))
    assert {error.value: error.reason for error in reading.errors} == {
        "18": "Queda lejos del departamento que declara; sería la zona 19, no la 18.",
        "17": "Queda fuera del Perú; sería la zona 19, no la 17.",
        "19": "Queda lejos del departamento que declara.",
    }
    assert list(sites(reading)["code"]) == ["1", "5"]


def test_misplaced_outlines_are_tried_in_other_zones_all_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A whole file with a wrong zone takes as many changes of coordinates as one row of it."""
    calls: list[int] = []
    to_degrees = utm.to_degrees

    def counted(shapes: Any, zone: int, datum: Datum) -> Any:
        calls.append(len(shapes))
        return to_degrees(shapes, zone, datum)

    monkeypatch.setattr(utm, "to_degrees", counted)
    numbers = []
    for size in (2, 40):
        calls.clear()
        reading = read(vertices(*({"CODIGOU": str(n), "ZONA": "18"} for n in range(size))))
        assert len(reading.errors) == size
        numbers.append(len(calls))
    assert numbers[0] == numbers[1]


@pytest.mark.parametrize(
    "bounds",
    [
        (263000, 8354000, 264000, 8355000),
        (8354000, 263000, 8355000, 264000),
        (-71.0, -14.0, -70.9, -13.9),
        (99_999, 8354000, 264000, 8355000),
        (263000, 7_899_999, 264000, 8355000),
        (263000, 8354000, 900_001, 8355000),
        (263000, 8354000, 264000, 10_030_001),
        (np.nan, 8354000, 264000, 8355000),
        (263000, 8354000, np.inf, 8355000),
    ],
)
def test_what_is_plausible_has_no_fault(bounds: tuple[float, ...]) -> None:
    rows = np.array([bounds])
    assert bool(utm.are_plausible(rows)[0]) == (utm.fault(rows[0]) == "")
