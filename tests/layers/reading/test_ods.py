"""The rows of an OpenDocument spreadsheet (OpenDocument 1.3, part 3), streamed."""

from __future__ import annotations

import io
import zipfile

import pytest

from layers.reading.ods_rows import is_ods, sheets_of
from layers.reading.results import SourceError
from layers.reading.tabular import read_table
from layers.reading.workbook import read_workbook
from tests.old_workbooks import SheetError, Uncalculated, ods
from tests.workbooks import xlsx


def rows(content: str) -> list[list[str]]:
    """The rows of a sheet whose table's XML is given."""
    archive = zipfile.ZipFile(io.BytesIO(ods([["x"]])))
    parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["content.xml"].decode()
    start, end = sheet.index("<table:table-row>"), sheet.index("</table:table>")
    parts["content.xml"] = (sheet[:start] + content + sheet[end:]).encode()
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as written:
        for name, data in parts.items():
            written.writestr(name, data)
    return list(read_workbook(target.getvalue()).rows)


def row(*cells: str) -> str:
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def cell(kind: str, value: str = "", text: str = "") -> str:
    attribute = {"float": "value", "percentage": "value", "currency": "value"}.get(
        kind, f"{kind}-value"
    )
    return (
        f'<table:table-cell office:value-type="{kind}" office:{attribute}="{value}">'
        f"<text:p>{text}</text:p></table:table-cell>"
    )


def test_values_are_what_the_file_stores_and_not_what_it_shows() -> None:
    line = row(
        cell("float", "1234.5", "1.234,50"),
        cell("currency", "10", "S/ 10,00"),
        cell("date", "2020-12-31", "31/12/20"),
        cell("date", "2020-12-31T00:00:00", "31/12/20"),
        cell("boolean", "true", "VERDADERO"),
        cell("float", "80101", "080101"),
    )
    assert rows(line) == [["1234.5", "10", "2020-12-31", "2020-12-31", "True", "80101"]]


def test_a_text_has_its_spaces_lines_and_no_note() -> None:
    text = (
        '<table:table-cell office:value-type="string"><office:annotation><text:p>nota</text:p>'
        '</office:annotation><text:p>a<text:s text:c="2"/>b<text:tab/>c<text:span>ñ</text:span>d'
        "</text:p><text:p>e</text:p></table:table-cell>"
    )
    assert rows(row(text)) == [["a  b\tcñd\ne"]]


def test_what_is_repeated_is_written_out_and_what_follows_the_last_is_not() -> None:
    blank = '<table:table-cell table:number-columns-repeated="{}"/>'
    one = cell("float", "1", "1")
    lines = row(one, blank.format(2), one, blank.format(16_000))
    lines += f'<table:table-row table:number-rows-repeated="2">{blank.format(3)}</table:table-row>'
    lines += f'<table:table-row table:number-rows-repeated="2">{one}</table:table-row>'
    lines += (
        f'<table:table-row table:number-rows-repeated="1048000">{blank.format(9)}</table:table-row>'
    )
    assert rows(lines) == [["1", "", "", "1"], [], [], ["1"], ["1"]]


def test_cells_below_a_merged_one_keep_the_others_in_their_columns() -> None:
    covered = "<table:covered-table-cell/>"
    merged = cell("string", "título", "título").replace(
        "<table:table-cell ", '<table:table-cell table:number-columns-spanned="2" '
    )
    assert rows(row(merged, covered, cell("float", "1", "1"))) == [["título", "", "1"]]


def test_header_rows_and_groups_are_rows_like_others() -> None:
    inner = row(cell("float", "1", "1"))
    lines = f"<table:table-header-rows>{row(cell('string', 'a', 'a'))}</table:table-header-rows>"
    lines += f"<table:table-row-group>{inner}{inner}</table:table-row-group>"
    assert rows(lines) == [["a"], ["1"], ["1"]]


def test_each_sheet_by_its_name() -> None:
    data = ods([["ubigeo"], ["080101"]], [["ubigeo"], ["150101"]])
    assert is_ods(data)
    assert not is_ods(xlsx([["a"]]))
    assert list(sheets_of(data)) == ["Hoja1", "Hoja2"]
    assert read_table(data, ("ubigeo",), sheet="Hoja2").frame["ubigeo"].tolist() == ["150101"]


def test_no_value_is_never_nothing() -> None:
    data = ods([["a", "b"], [SheetError("Err:502"), Uncalculated("A1")]])
    assert list(read_workbook(data).rows)[1] == ["Err:502", "#¡SIN CALCULAR!"]


def test_a_password_and_declarations_are_refused() -> None:
    with pytest.raises(SourceError, match="contraseña"):
        read_workbook(ods([["a"]], encrypted=True))
    archive = zipfile.ZipFile(io.BytesIO(ods([["a"]])))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as written:
        for name in archive.namelist():
            data = archive.read(name)
            if name == "content.xml":
                data = data.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY y "z">]>', 1)
            written.writestr(name, data)
    with pytest.raises(SourceError, match="tipo de documento"):
        read_workbook(target.getvalue())
