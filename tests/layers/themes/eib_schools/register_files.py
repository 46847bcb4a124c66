"""Files as the register of EIB schools has them: a title above the header."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import openpyxl

from layers.reading.context import Context
from layers.reading.results import Reading
from layers.themes.eib_schools.reader import read_eib_schools
from tests.layers.themes.rural_schools.register_files import context

__all__ = ["GOOD", "HEADER", "context", "csv_file", "read", "workbook"]

TITLE = "REGISTRO NACIONAL DE INSTITUCIONES EDUCATIVAS QUE BRINDAN EIB"
GOOD = {
    "DRE": "DRE AMAZONAS",
    "UGEL": "UGEL CONDORCANQUI",
    "CÓDIGO MODULAR": "0257048",
    "ANEXO": "0",
    "CÓDIGO DE LOCAL": "000019",
    "NIVEL": "Primaria",
    "FORMA DE ATENCIÓN": "EIB de fortalecimiento",
    "LENGUA ORIGINARIA 1": "AWAJÚN",
    "LENGUA ORIGINARIA 2": "",
    "LENGUA ORIGINARIA 3": "",
}
HEADER = tuple(GOOD)


def lines(
    rows: Sequence[dict[str, str]], renamed: dict[str, str], without: Sequence[str]
) -> list[list[str]]:
    names = [name for name in HEADER if name not in without]
    title = [TITLE, *[""] * (len(names) - 1)]
    header = [renamed.get(name, name) for name in names]
    return [title, header, *[[(GOOD | row)[name] for name in names] for row in rows]]


def csv_file(
    *rows: dict[str, str], renamed: dict[str, str] | None = None, without: Sequence[str] = ()
) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(lines(rows, renamed or {}, without))
    return out.getvalue().encode()


def workbook(*rows: dict[str, str]) -> bytes:
    """Codes are numbers, as spreadsheets make them."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in lines(rows, {}, ()):
        sheet.append([int(cell) if cell.isdigit() else cell or None for cell in line])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(
    *rows: dict[str, str],
    renamed: dict[str, str] | None = None,
    without: Sequence[str] = (),
    asked: Context | None = None,
) -> Reading:
    data = csv_file(*rows, renamed=renamed, without=without)
    return read_eib_schools(data, asked or context())
