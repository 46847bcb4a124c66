"""Any table becomes a layer: by degrees, metres, units' codes, or without any place."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.layers.datasets.files import POINTS, asked, frame, rows_of, shapes_of, table, taken

# Each reads its file in a process of its own, as the site does.
pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_a_table_with_degrees(tmp_path: Path, name: str) -> None:
    rows = {
        "Nombre": ["Uno", "Dos", "Tres"],
        "Latitud": ["-13,5", "-13,6", ""],
        "Longitud": ["-71,9", "-71,8", ""],
        "Código": ["007", "012", "100"],
        "Monto": ["1.234,50", "10,00", "0,25"],
    }
    path = table(tmp_path, rows, name)
    made = taken(path, x="Longitud", y="Latitud")
    assert made.geometry_type == "Point"
    assert [s and s.coords[0] for s in shapes_of(made)] == [(-71.9, -13.5), (-71.8, -13.6), None]
    assert [row[3:] for row in rows_of(made)] == [("007", 1234.5), ("012", 10.0), ("100", 0.25)]


def test_a_table_with_metres(tmp_path: Path) -> None:
    """UTM 18S of pyproj: EPSG:32718."""
    moved = frame(POINTS, 32718).geometry
    rows = {"n": [1, 2, 3], "este": list(moved.x), "norte": list(moved.y)}
    path = table(tmp_path, rows)
    made = taken(path, x="este", y="norte", zone=18, datum="WGS84")
    got = [shape.coords[0] for shape in shapes_of(made)]
    assert got == [pytest.approx(point.coords[0], abs=1e-7) for point in POINTS]


def test_a_table_of_units_gets_their_shapes(tmp_path: Path) -> None:
    rows = {"UBIGEO": [80101, 150101, 999999], "casos": [1, 2, 3]}
    path = table(tmp_path, rows)
    made = taken(path, ubigeo="UBIGEO")
    assert made.geometry_type == "MultiPolygon"
    assert [row[0] for row in rows_of(made)] == ["080101", "150101", "999999"]
    assert [shape is not None for shape in shapes_of(made)] == [True, True, False]
    assert made.report["units_not_found"] == 1


def test_a_table_has_to_say_where_it_is(tmp_path: Path) -> None:
    path = table(tmp_path, {"a": [1, 2], "b": ["x", "y"]})
    assert asked(path)["offers"] == ["a", "b"]
    assert taken(path, without_geometry=True).geometry_type == ""
