"""The report of an import of boundaries as CSV, for the command line and the administration."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import TextIO

from layers.models import BoundaryImportRow
from layers.sources.results import harmless

HEADER = ("fila", "ubigeo", "nombre", "resultado", "columna", "valor", "motivo")


def write_report(rows: Iterable[BoundaryImportRow], file: TextIO) -> None:
    """Every row by its fate, for a spreadsheet, which must run none of it as a formula."""
    writer = csv.writer(file, delimiter=";")
    writer.writerow(HEADER)
    for row in rows:
        number = "" if row.row is None else str(row.row)
        cells = (number, row.ubigeo, row.name, str(row.get_outcome_display()), row.column,
                 row.value, row.remark)  # fmt: skip
        writer.writerow(harmless(text) for text in cells)
