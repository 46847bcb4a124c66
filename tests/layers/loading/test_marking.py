"""The workbook that an agency gets back, with the refused cells marked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from layers.loading.marking import MOST_MARKS, mark_file

HEADER = ["CODIGO_UNICO", "NOMBRE_INVERSION", "MONTO_VIABLE"]
ROWS = [["2100001", "AGUA POTABLE", 5], ["x", "=1+1", 6]]


def marked(tmp_path: Path, file: Path, *cells: list[Any]) -> Any:
    lines = tmp_path / "cells"
    lines.write_text("".join(f"{json.dumps(cell)}\n" for cell in cells), "utf-8")
    target = tmp_path / "marked.xlsx"
    number = mark_file(file, lines, "sanitation", target)
    assert number == min(len(cells), MOST_MARKS)
    return openpyxl.load_workbook(target)


def comments(book: Any) -> dict[str, str]:
    return {
        f"{sheet.title}!{cell.coordinate}": cell.comment.text
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    }


def test_a_workbook_keeps_its_sheets_and_looks(tmp_path: Path) -> None:
    """Below a title, in the sheet that has the column; names as messages call them."""
    book = openpyxl.Workbook()
    book.active.title = "Notas"
    book.active["A1"] = "=1+1"
    sheet = book.create_sheet("Inversiones")
    for line in (["Inversiones de 2025"], HEADER, *ROWS):
        sheet.append(line)
    sheet["A3"].font = openpyxl.styles.Font(bold=True)
    path = tmp_path / "a.xlsx"
    book.save(path)
    again = marked(
        tmp_path,
        path,
        ["refused", "", 4, "codigo_unico", "No es un código."],
        ["left_out", "", 3, "monto_viable", "No puede ser."],
    )
    assert again.sheetnames == ["Notas", "Inversiones"]
    assert again["Notas"]["A1"].value == "=1+1"
    assert again["Inversiones"]["A3"].font.bold
    assert comments(again) == {
        "Inversiones!A4": "Fila rechazada: No es un código.",
        "Inversiones!C3": "Dato omitido: No puede ser.",
    }
    fills = [again["Inversiones"][place].fill.fgColor.rgb for place in ("A4", "C3", "B3")]
    assert fills == ["00F4B6AE", "00FBE3A6", "00000000"]


def test_a_text_becomes_a_workbook_without_formulas(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    lines: list[list[Any]] = [HEADER, *ROWS, ["2100003", "NUL \x07 y más", "7"]]
    text = "\n".join(";".join(str(cell) for cell in line) for line in lines)
    path.write_text(text, "utf-8")
    book = marked(tmp_path, path, ["refused", "", 3, "codigo_unico", "No es un código."])
    (sheet,) = book
    assert comments(book) == {"Datos!A3": "Fila rechazada: No es un código."}
    assert sheet["B3"].value == "'=1+1"
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}


@pytest.mark.parametrize("column", ["", "otra"])
def test_what_has_no_column_is_marked_at_the_rows_start(tmp_path: Path, column: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text("CODIGO_UNICO;NOMBRE_INVERSION\n1;a\n2;b\n", "utf-8")
    book = marked(tmp_path, path, ["refused", "", 3, column, "La fila está mal."])
    assert list(comments(book)) == ["Datos!A3"]
