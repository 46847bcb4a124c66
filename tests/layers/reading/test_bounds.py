"""Files that lay claim to more than they are: refused before the memory is asked for."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from layers.reading import bounds, delimited, extent
from layers.reading.dbf import read_dbf
from layers.reading.records import read_records
from layers.reading.results import SourceError
from layers.reading.tabular import read_csv, read_table
from layers.reading.workbook import read_workbook
from layers.themes.transit.gtfs.dataset import read_dataset
from tests.feeds import FEED
from tests.old_workbooks import xls
from tests.workbooks import xlsx

# What is refused may take so much of Python's memory, whatever it says of itself.
MOST_BYTES = 60_000_000
SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def refusal(read: Callable[[], Any]) -> str:
    """The reason for which it is refused; the memory that it took is held against the bound."""
    tracemalloc.start()
    try:
        with pytest.raises(SourceError) as refused:
            read()
        assert tracemalloc.get_traced_memory()[1] < MOST_BYTES
    finally:
        tracemalloc.stop()
    return str(refused.value)


def with_part(data: bytes, name: str, content: str) -> bytes:
    """The zip with one of its parts replaced."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", 8) as new:
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
    return target.getvalue()


def sheet(cells: str) -> bytes:
    rows = f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>'
    return with_part(xlsx([["ubigeo"], ["08"]]), SHEET, rows)


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        "<row r='1'><c s='1' r = 'A1'><v>1</v></c></row>"
        "<row r='1048576'><c t='n' r\n=\n'ZZ1048576'><v>1</v></c></row>",
        '<row r="9"><c r="XFD9"><v>1</v></c></row>'
        '<row r="900000"><c r="A900000"><v>1</v></c></row>',
    ],
    ids=["last corner", "other quotes", "two edges"],
)
def test_a_stray_cell_far_from_the_table(cells: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """ECMA-376 Part 1, 18.3.1.4: a sheet ends at XFD1048576, 17,179,869,184 cells away."""
    assert "celda suelta" in refusal(lambda: read_table(sheet(cells), ("ubigeo",)))


def test_cells_without_places_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extent, "MAX_CELLS", 1_000)
    cells = "<row>" + "<c><v>1</v></c>" * 1_001 + "</row>"
    assert "celda suelta" in refusal(lambda: read_table(sheet(cells), ("ubigeo",)))


def test_a_table_far_down_a_sheet_is_read() -> None:
    data = xlsx([["ubigeo"], ["08"]], first_row=9_000)
    assert read_table(data, ("ubigeo",)).frame["ubigeo"].tolist() == ["08"]


def test_entities_of_a_sheet_are_not_expanded() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    rows = (
        f'<!DOCTYPE x [<!ENTITY l0 "ja">{laughs}]><worksheet xmlns="{MAIN}"><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>&l9;</t></is></c></row>'
        "</sheetData></worksheet>"
    )
    data = with_part(xlsx([["ubigeo"], ["08"]]), SHEET, rows)
    assert refusal(lambda: read_table(data, ("ubigeo",)))


def ods(rows: int, columns: int) -> bytes:
    """A sheet of one cell that stands for a whole rectangle (OpenDocument 1.3, 19.675, 19.676)."""
    names = "urn:oasis:names:tc:opendocument:xmlns"
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    content = (
        f'<office:document-content xmlns:office="{names}:office:1.0" xmlns:text="{names}:text:1.0" '
        f'xmlns:table="{names}:table:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="a"><table:table-row table:number-rows-repeated="{rows}">'
        f'<table:table-cell table:number-columns-repeated="{columns}" office:value-type="float" '
        'office:value="1"><text:p>1</text:p></table:table-cell></table:table-row></table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        f'<manifest:manifest xmlns:manifest="{names}:manifest:1.0"><manifest:file-entry '
        f'manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)
    return target.getvalue()


def test_a_rectangle_of_one_cell_is_counted_before_it_is_written_out() -> None:
    assert list(read_workbook(ods(2, 3)).rows) == [["1"] * 3] * 2
    reason = refusal(lambda: list(read_workbook(ods(1_000_000, 31)).rows))
    assert "abarca 1000000 filas y 31 columnas" in reason


def test_another_kind_of_workbook_is_tried_in_a_process_of_its_own() -> None:
    assert list(read_workbook(xls([["a", "b"], ["1", "2"]])).rows) == [["a", "b"], ["1", "2"]]
    # The last corner of a sheet of Excel 97.
    corner = xls([["a"], *[[]] * 65_534, [None] * 255 + [1.0]])
    reason = refusal(lambda: read_workbook(corner))
    assert "más celdas de las que caben" in reason


def packed(name: str, size: int, start: bytes = b"", fill: bytes = b" ") -> bytes:
    target = io.BytesIO()
    block = fill * (1 << 20)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for other, text in FEED.items():
            if other != name:
                archive.writestr(other, text)
        with archive.open(name, "w") as member:
            member.write(start)
            for _ in range(size // len(block)):
                member.write(block)
    return target.getvalue()


def dbf_start(records: int, length: int = 11) -> bytes:
    header = struct.pack("<BBBBIHH20x", 3, 124, 1, 1, records, 65, length)
    return (
        header
        + b"UBIGEO".ljust(11, b"\0")
        + b"C\0\0\0\0"
        + bytes([length - 1])
        + b"\0" * 15
        + b"\r"
    )


@pytest.mark.slow
def test_a_bomb_of_a_feed() -> None:
    data = packed("stop_times.txt", 300_000_000, FEED["stop_times.txt"].encode())
    assert len(data) < 1_000_000
    assert "se expande" in refusal(lambda: read_dataset(data))


def test_a_feed_of_too_many_rows() -> None:
    """Within bounds of bytes and ratio, more rows than any feed has are counted before they are."""
    data = packed("stop_times.txt", 45_000_000, FEED["stop_times.txt"].encode(), b",,\n\n")
    assert "filas" in refusal(lambda: read_dataset(data))


@pytest.mark.slow
def test_a_bomb_of_a_dbase_table() -> None:
    data = packed("Padron.dbf", 400_000_000, dbf_start(400_000_000 // 11))
    assert len(data) < 1_000_000
    assert "se expande" in refusal(lambda: read_records(data, ("ubigeo",), (), {}))


def test_a_dbase_table_that_announces_rows_that_it_has_not() -> None:
    data = dbf_start(4_000_000_000) + b" " * 110
    assert "trae 10" in refusal(lambda: read_dbf(data, ("ubigeo",), (), {}))


def test_a_dbase_table_of_too_many_rows() -> None:
    rows = bounds.MAX_ROWS + 1
    data = dbf_start(rows, 2) + b" " * (2 * rows)
    assert "el máximo es" in refusal(lambda: read_dbf(data, ("ubigeo",), (), {}))


@pytest.mark.parametrize("text", ["ubigeo;x\n", 'ubigeo;x\n1;"'], ids=["no end", "open quote"])
def test_a_line_without_end(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = text.encode() + b"a" * 40_000_000
    assert refusal(lambda: read_csv(data, ("ubigeo",)))


@pytest.mark.slow
def test_an_open_quote_takes_in_no_more_than_a_cell_may() -> None:
    data = b'ubigeo;x\n1;"' + b"a\n" * (2 * delimited.MAX_CHARACTERS)
    assert "comillas" in refusal(lambda: read_csv(data, ("ubigeo",)))


def test_a_table_of_too_many_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MAX_ROWS", 9_000)
    data = b"ubigeo\n" + b"08\n" * 10_000
    assert "el máximo es 9 000" in refusal(lambda: read_csv(data, ("ubigeo",)))


def test_a_header_of_too_many_columns() -> None:
    data = (";".join(f"c{n}" for n in range(20_000)) + "\n").encode()
    assert "columnas" in refusal(lambda: read_csv(data, ("ubigeo",)))


def test_a_member_that_hides_its_size_is_stopped_while_it_is_unpacked() -> None:
    """APPNOTE 4.4.9: the directory's size is what the writer says it is."""
    data = packed("Padron.csv", 60_000_000)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        member = archive.getinfo("Padron.csv")
        with pytest.raises(SourceError, match="más de lo que"):
            bounds.copy_member(archive, member, io.BytesIO(), 50_000_000)
