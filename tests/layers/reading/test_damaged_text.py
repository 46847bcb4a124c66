"""One damaged character costs its cell at most, in every format that is read."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely

from layers.reading import features
from layers.reading.cells import CellError, parse_text
from layers.reading.columns import Columns
from layers.reading.dbf import read_dbf
from layers.reading.results import SourceError
from layers.reading.tabular import read_csv
from layers.reading.vector import read_shapes
from layers.themes.transit.gtfs.table import read_table as read_feed_table
from tests.layers.reading.dbf_file import dbf

HEAD = "codigo;nombre;nota\n"
POINTS = shapely.to_wkb(np.array([shapely.Point(-71.9, -13.5), shapely.Point(-71.8, -13.4)]))


def names(data: bytes) -> list[str]:
    return list(Columns(read_csv(data, ("codigo", "nombre")).frame).frame["nombre"])


def test_a_byte_that_is_no_utf8_leaves_the_other_rows_alone() -> None:
    good = (HEAD + "1;Ñaña;\n2;Áncash;\n").encode()
    assert names(good + b"3;Jun\xff;\n4;x;\n") == [
        "Ñaña",
        "Áncash",
        "Jun\ufffd",
        "x",
    ]


def test_rows_of_two_encodings_in_one_file() -> None:
    """As two exports joined: whichever is the most, the other's letters are put back."""
    mostly_utf8 = (HEAD + "1;Ñaña;\n2;Áncash;\n").encode() + "3;NIÑOS;\n".encode("cp1252")
    assert names(mostly_utf8) == ["Ñaña", "Áncash", "NIÑOS"]
    mostly_windows = (HEAD + "1;Ñaña;\n2;Áncash;\n").encode("cp1252") + "3;NIÑOS;\n".encode()
    assert names(mostly_windows) == ["Ñaña", "Áncash", "NIÑOS"]


def test_a_nul_in_a_column_that_nobody_reads() -> None:
    table = read_csv((HEAD + "1;a;x\0y\n2;b;\n").encode(), ("codigo", "nombre"))
    assert table.frame["nombre"].tolist() == ["a", "b"]
    assert table.errors == ()


def test_a_nul_in_one_that_is_read_costs_that_value() -> None:
    table = Columns(read_csv((HEAD + "1;a\0b;\n2;b\0;\n").encode(), ("codigo", "nombre")).frame)
    values = table.read_if_possible("nombre", lambda raw: parse_text(raw, 20))
    assert list(values) == [None, "b"]  # at the end it is padding
    assert [(n.row, n.column, n.reason) for n in table.notices] == [
        (2, "nombre", "Contiene un carácter ilegible (U+0000).")
    ]


def test_a_long_field_is_no_open_quote() -> None:
    """Python's csv stops at 131,072 characters unless it is told otherwise."""
    long = "x" * 200_000
    table = read_csv(f'{HEAD}1;a;"{long}"\n'.encode(), ("codigo", "nombre", "nota"))
    assert table.frame["nota"].tolist() == [long]
    with pytest.raises(CellError, match="200000 caracteres"):
        parse_text(long, 10_000)


def test_a_quote_within_a_cell_is_a_character_of_it() -> None:
    data = (HEAD + '1;"LOSA "DEPORTIVA"";x\n2;b;y\n').encode()
    table = read_csv(data, ("codigo", "nombre", "nota"))
    assert table.frame["codigo"].tolist() == ["1", "2"]
    assert table.frame["nota"].tolist() == ["x", "y"]


def test_a_feed_with_a_damaged_name_keeps_its_row() -> None:
    data = "stop_id,stop_name\nA,Jun\ufffdn\nB,x\n".encode()
    table = read_feed_table("stops.txt", data, ("stop_id",), ("stop_name",))
    table.read("stop_id", str)
    table.read_name("stop_name", str)
    assert table.good["stop_name"].tolist() == ["(nombre ilegible en la fuente)", "x"]
    assert [(n.file, n.row, n.column) for n in table.notices] == [("stops.txt", 2, "stop_name")]


def test_a_dbase_cell_cut_within_a_letter() -> None:
    """A field of 254 bytes ends where its width does, also between two bytes of a letter."""
    rows = [{"NOMBRE": "AÑO Ñ"}, {"NOMBRE": "ÁÉ x"}]
    data = dbf([("NOMBRE", "C", 6)], rows, encoding="utf-8")
    table = read_dbf(data, ("nombre",), (), {})
    assert table.frame["nombre"].tolist() == ["AÑO", "ÁÉ x"]


def shapefile(folder: Path, *, cpg: str | None, texts: list[bytes]) -> Path:
    path = folder / "a.shp"
    padded = np.array(["X" * 12] * len(texts), dtype=object)
    pyogrio.raw.write(
        path, POINTS, [padded], ["NOMBRE"], geometry_type="Point", crs="EPSG:4326", encoding="UTF-8"
    )
    table = path.with_suffix(".dbf").read_bytes()
    for text in texts:
        table = table.replace(b"X" * 12, text.ljust(12), 1)
    path.with_suffix(".dbf").write_bytes(table)
    path.with_suffix(".cpg").unlink()
    if cpg is not None:
        path.with_suffix(".cpg").write_text(cpg)
    target = folder / "a.zip"
    with zipfile.ZipFile(target, "w") as archive:
        for part in folder.glob("a.*"):
            if part != target:
                archive.write(part, part.name)
    return target


@pytest.mark.parametrize("cpg", [None, "UTF-8", "1252", "ISO-8859-1", "nada"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_a_shapefile_is_read_by_its_bytes_whatever_it_says(
    tmp_path: Path, cpg: str | None, encoding: str
) -> None:
    path = shapefile(tmp_path, cpg=cpg, texts=["Ñaña".encode(encoding), "Áncash".encode(encoding)])
    assert read_shapes(path).frame["NOMBRE"].tolist() == ["Ñaña", "Áncash"]


def test_a_bad_byte_in_a_shapefile(tmp_path: Path) -> None:
    path = shapefile(tmp_path, cpg="UTF-8", texts=[b"Jun\xffn", "Áncash".encode()])
    assert read_shapes(path).frame["NOMBRE"].tolist() == ["Jun\ufffdn", "Áncash"]


def geojson(*properties: dict[str, object]) -> bytes:
    point = {"type": "Point", "coordinates": [-71, -13]}
    features = [{"type": "Feature", "geometry": point, "properties": texts} for texts in properties]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def test_geojson_keeps_what_stands_after_a_nul(tmp_path: Path) -> None:
    """RFC 8259 allows it in a string; GDAL would cut the text there."""
    path = tmp_path / "a.geojson"
    path.write_bytes(geojson({"n": "F\0TIMA", "x": r"C:\u0000"}))
    row = read_shapes(path).frame.loc[1]
    assert row["n"] == "F\ufffdTIMA"
    assert row["x"] == r"C:\u0000"  # a backslash of the text's own


@pytest.mark.parametrize("block", [1, 3, 6, 64, 1 << 20])
def test_a_nul_is_found_wherever_the_blocks_of_a_file_are_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    monkeypatch.setattr(features, "BLOCK", block)
    path = tmp_path / "a.geojson"
    path.write_bytes(geojson({"n": "F\0TIMA"}))
    assert read_shapes(path).frame.loc[1, "n"] == "F\ufffdTIMA"
    path.write_bytes(geojson({"n": "FATIMA"}))
    assert read_shapes(path).frame.loc[1, "n"] == "FATIMA"


def test_geojson_in_windows_1252(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    data = geojson({"n": "@"}, {"n": "x"})
    path.write_bytes(data.replace(b"@", "ÑAÑA".encode("cp1252")))
    assert read_shapes(path).frame["n"].tolist() == ["ÑAÑA", "x"]


def test_a_geopackage_with_bad_bytes_and_a_nul(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    columns = [np.array(["uno", "dos"], dtype=object)]
    pyogrio.raw.write(path, POINTS, columns, ["n"], geometry_type="Point", crs="EPSG:4326")
    with sqlite3.connect(path) as database:
        triggers = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in triggers.fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        database.execute("UPDATE a SET n = CAST(x'46FF41' AS text) WHERE fid = 1")
        database.execute("UPDATE a SET n = CAST(x'46004142' AS text) WHERE fid = 2")
    database.close()
    assert read_shapes(path).frame["n"].tolist() == ["F\ufffdA", "F\0AB"]


def test_what_was_mended_is_reported_once_a_column() -> None:
    frame = pd.DataFrame({"codigo": ["7", "8", "9"], "nombre": ["NIÃ‘OS", "x", "AÃ±o"]}, [2, 3, 4])
    table = Columns(frame, "codigo")
    assert table.frame["nombre"].tolist() == ["NIÑOS", "x", "Año"]
    (notice,) = table.notices
    assert notice.is_mended
    assert str(notice) == (
        "fila 2, nombre: Se leyó «NIÑOS»: sus letras estaban mal codificadas, y 1 "
        "celdas más. («NIÃ‘OS», CODIGO 7)"
    )


def test_a_name_in_ruins_is_replaced_and_reported() -> None:
    table = Columns(pd.DataFrame({"nombre": ["S\x90OR", "x"]}, [2, 3]))
    table.replace_unreadable("nombre", "(ilegible)")
    assert table.frame["nombre"].tolist() == ["(ilegible)", "x"]
    assert [(n.row, n.column) for n in table.notices] == [(2, "nombre")]


def test_the_header_is_mended_too() -> None:
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerow(["CÃ³digo", "Nom\u00adbre\u200b"])
    csv.writer(buffer).writerow(["1", "x"])
    assert read_csv(buffer.getvalue().encode(), ("codigo", "nombre")).frame.shape == (1, 2)


@pytest.mark.parametrize("part", [".shp", ".dbf"])
def test_a_shapefile_whose_copy_stopped(tmp_path: Path, part: str) -> None:
    """GDAL reads what there is; the headers say how long the parts are (ESRI 1998, dBase III)."""
    path = shapefile(tmp_path, cpg=None, texts=[b"uno", b"dos"])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[f"a{part}"] = parts[f"a{part}"][:-10]
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    with pytest.raises(SourceError, match=rf"El {part} está cortado: anuncia \d+ bytes"):
        read_shapes(path)


def test_a_cut_geojson_names_no_path_of_ours(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    path.write_bytes(geojson({"n": "x"})[:-20])
    with pytest.raises(
        SourceError, match="dañado o incompleto: no se puede leer como GeoJSON"
    ) as e:
        read_shapes(path)
    assert "/" not in str(e.value)
