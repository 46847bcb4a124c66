"""The report of an import of boundaries: its remarks, and all of it as CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import TextIO

from layers.models import BoundaryImportRow
from layers.reading.results import harmless
from territory.models import BoundarySource

HEADER = ("fila", "ubigeo", "nombre", "resultado", "columna", "valor", "motivo")


def write_report(rows: Iterable[BoundaryImportRow], file: TextIO) -> None:
    """Every row by its fate, for a spreadsheet, which must run none of it as a formula."""
    writer = csv.writer(file, delimiter=";")
    writer.writerow(HEADER)
    for row in rows:
        number = "" if row.row is None else str(row.row)
        cells = (
            number,
            row.ubigeo,
            row.name,
            str(row.get_outcome_display()),
            row.column,
            row.value,
            row.remark,
        )
        writer.writerow(harmless(text) for text in cells)


_LOSSES = {
    BoundarySource.APPROXIMATE: "Pierde el límite aproximado, que se superpondría a los oficiales",
    BoundarySource.INEI: "Pierde el límite de una importación anterior, que el archivo cubre",
}


def describe_loss(source: str | None) -> str:
    """What a unit without a new boundary lost, by the source of the one that it had."""
    if source is None:
        return "Queda sin límite y conserva el punto de su capital."
    return f"{_LOSSES[BoundarySource(source)]}; conserva el punto de su capital."


def joined(*remarks: str) -> str:
    """Several remarks as one; empty ones don't count."""
    return " ".join(filter(None, remarks))
