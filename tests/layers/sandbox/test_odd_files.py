"""Every file that is merely odd, by every way in: the right value."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import shapely

from layers import sandbox
from layers.loading.packing import ROWS
from layers.loading.rows import from_file, packed_rows
from layers.sandbox import Usage
from tests import bad_files as bad
from tests.layers.sandbox.ways import (
    DESCRIBE,
    LIMITS,
    POSITION,
    READ,
    TABLE,
    features,
    notices,
    read,
)
from tests.old_workbooks import ods
from tests.workbooks import xlsx

pytestmark = pytest.mark.slow

# What is merely odd → the right value, whatever the way.
ODD: dict[str, Callable[[], bytes]] = {
    "semicolon": bad.csv(),
    "comma-with-quotes": lambda: (
        bad.text("\t")
        .replace("\t", ",")
        .replace("-71,97", '"-71,97"')
        .replace("-13,52", '"-13,52"')
        .replace("-70,02", '"-70,02"')
        .replace("-15,84", '"-15,84"')
        .encode()
    ),
    "tab": bad.csv(separator="\t"),
    "sep=": bad.csv(before="sep=;\r\n"),
    "utf-16": bad.csv("utf-16"),
    "utf-16-le-without-mark": bad.csv("utf-16-le"),
    "utf-8-mark": bad.csv("utf-8-sig"),
    "cp1252": bad.csv("cp1252"),
    "cp850": bad.csv("cp850"),
    "cp437": bad.csv("cp437"),
    "old-mac-lines": lambda: bad.text().replace("\n", "\r").encode(),
    "title-above": bad.csv(before="Comisiones Ambientales\n\n"),
    "merged-title": lambda: xlsx(bad.sheet(["Comisiones Ambientales Regionales"], [])),
    "ods": lambda: ods(bad.sheet(), tail=1_048_000),
    "macro-workbook": bad.macro_workbook,
}


@pytest.mark.parametrize("name", ODD)
def test_what_is_merely_odd_is_read_right(name: str, tmp_path: Path) -> None:
    file = tmp_path / "archivo"
    file.write_bytes(ODD[name]())
    used: list[Usage] = []
    summary = read(TABLE, file, tmp_path, used)
    assert (summary["number_of_rows"], summary["refused_rows"]) == (2, 0)
    (rows,) = packed_rows(from_file(tmp_path / ROWS)).values()
    assert next(iter(rows))["name"] == bad.NAME
    result = sandbox.run(READ, {"file": file}, POSITION, tmp_path, LIMITS, None, used.append)
    (first, _second) = features(tmp_path)
    assert first["values"][3] == bad.NAME
    point = shapely.from_wkb(first["geometry"])
    assert (point.x, point.y) == bad.POINT
    names = [column["name"] for column in result["columns"]]
    assert names == list(bad.HEADER)
    types = {column["name"]: column["type"] for column in result["columns"]}
    assert (types["ubigeo"], types["fecha_corte"], types["longitud"]) == ("text", "date", "number")
    assert all(each.peak_bytes <= LIMITS.memory_bytes for each in used)


KINDS: dict[str, Callable[[], bytes]] = {
    "GeoPackage": bad.geopackage,
    "shapefile": lambda: bad.written("ESRI Shapefile", ".shp"),
    "GeoJSON": bad.geojson,
    "GeoJSON por líneas": lambda: bad.written("GeoJSONSeq", ".geojsonl"),
    "FlatGeobuf": lambda: bad.written("FlatGeobuf", ".fgb"),
    "KML": bad.kml,
    "KMZ": lambda: bad.members({"doc.kml": bad.kml(), "icono.png": b"\x89PNG"}),
    "GPX": lambda: bad.written("GPX", ".gpx").replace(b"nombre", b"name"),
    "DXF": lambda: bad.written("DXF", ".dxf"),
}


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in ("GPX", "DXF")])
def test_every_kind_by_its_content_and_not_by_its_name(kind: str, tmp_path: Path) -> None:
    file = tmp_path / "archivo.xlsx"
    file.write_bytes(KINDS[kind]())
    described = sandbox.run(DESCRIBE, {"file": file}, {}, tmp_path, LIMITS)
    assert described["kind"] == ("KML" if kind == "KMZ" else kind)
    assert described["layers"][0]["crs"]["code"] == "EPSG:4326"
    result = sandbox.run(READ, {"file": file}, {}, tmp_path, LIMITS)
    assert result["types"] == {"Point": result["features"]}
    # FlatGeobuf has its features in the order of its index.
    (found,) = (line for line in features(tmp_path) if bad.NAME in line["values"])
    point = shapely.from_wkb(found["geometry"])
    assert (point.x, point.y) == pytest.approx(bad.POINT)


def test_triggers_never_run(tmp_path: Path) -> None:
    hostile = bad.geopackage(
        "CREATE TRIGGER malo AFTER INSERT ON capa BEGIN DELETE FROM capa; END",
        "CREATE TRIGGER peor AFTER UPDATE ON gpkg_contents BEGIN DELETE FROM capa; END",
    )
    file = tmp_path / "archivo"
    file.write_bytes(hostile)
    result = sandbox.run(READ, {"file": file}, {}, tmp_path, LIMITS)
    assert result["features"] == 2
    assert file.read_bytes() == hostile


def test_a_formula_stays_the_text_that_it_is(tmp_path: Path) -> None:
    formula = '=HYPERLINK("http://malo.pe","clic")'
    file = tmp_path / "a.csv"
    file.write_text(f"nombre;hogares\n{formula};1\n@SUM(1);2\n")
    sandbox.run(READ, {"file": file}, {}, tmp_path, LIMITS)
    assert [line["values"][0] for line in features(tmp_path)] == [formula, "@SUM(1)"]


def test_a_huge_cell_costs_itself_and_not_the_file(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(f"nombre;hogares\n{'x' * 1_000_000};1\nCusco;2\n")
    result = sandbox.run(READ, {"file": file}, {}, tmp_path, LIMITS)
    assert [line["values"] for line in features(tmp_path)] == [[None, 1], ["Cusco", 2]]
    assert result["notices"] == 1
    assert "más de 100000 caracteres" in notices(tmp_path)[0][3]


def test_encodings_that_are_mixed_are_mended_where_that_is_certain(tmp_path: Path) -> None:
    """Most of it is UTF-8; one line came from Windows."""
    file = tmp_path / "a.csv"
    lines = [b"nombre;hogares\n", "Áncash;1\n".encode() * 20, "Ñaña;2\n".encode("cp1252")]
    file.write_bytes(b"".join(lines))
    sandbox.run(READ, {"file": file}, {}, tmp_path, LIMITS)
    read_as = [line["values"][0] for line in features(tmp_path)]
    assert read_as == ["Áncash"] * 20 + ["Ñaña"]


@pytest.mark.parametrize("build", [bad.xlsx_errors, bad.xls_errors, bad.ods_errors])
def test_errors_and_formulas_without_a_value_are_reported(
    build: Callable[[], bytes], tmp_path: Path
) -> None:
    """ECMA-376 18.17.3, [MS-XLS] 2.5.10 and OpenDocument 1.3: in whatever program it was made."""
    file = tmp_path / "archivo"
    file.write_bytes(build())
    result = sandbox.run(READ, {"file": file}, POSITION, tmp_path, LIMITS)
    assert [line["values"][3] for line in features(tmp_path)] == [None, None, 12]
    said = {(row, column): reason for row, column, _value, reason, *_rest in notices(tmp_path)}
    assert "da un error (#DIV/0!)" in said[2, "hogares"]
    assert "fórmula cuyo resultado no está" in said[3, "hogares"]
    described = sandbox.run(DESCRIBE, {"file": file}, {}, tmp_path, LIMITS)
    assert len(described["sheets"][0]["notices"]) == result["notices"] == 2


def test_a_code_that_lost_its_zeros_has_them_back_and_is_reported(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("ubigeo;hogares\n080101;1\n80102;2\n150101;3\n")
    sandbox.run(READ, {"file": file}, {}, tmp_path, LIMITS)
    assert [line["values"][0] for line in features(tmp_path)] == ["080101", "080102", "150101"]
    ((row, column, value, reason, *_rest),) = notices(tmp_path)
    assert (row, column, value) == (3, "ubigeo", "80102")
    assert "perdió sus ceros" in reason
