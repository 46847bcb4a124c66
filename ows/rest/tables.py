"""Tables as CSV and XLSX, which spreadsheets open as they are, with the same cells."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpResponse

from layers.exports.export import SAMPLE_MARK
from layers.exports.tables import workbook_of
from layers.exports.workbook import MEDIA_TYPE as XLSX
from layers.reading.results import harmless

# By it Excel knows the text for UTF-8; those who read "utf-8-sig" never see it.
_BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True)
class Table:
    """A table's cells; ``name`` becomes the file's, marked where there are samples in it.

    The columns ``source_column`` and ``cutoff_date`` say whose each row is.
    """

    name: str
    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[Any]]
    is_sample: bool
    source_column: str = "source"

    def origins(self) -> list[tuple[str, str]]:
        """Each source with its latest cut-off date, for the sheet beside."""
        source, cutoff = self.header.index(self.source_column), self.header.index("cutoff_date")
        found: dict[str, str] = {}
        for row in self.rows:
            if row[source]:
                name, day = str(row[source]), str(row[cutoff] or "")
                found[name] = max(found.get(name, ""), day)
        return list(found.items())


def table_response(table: Table, form: str) -> HttpResponse:
    """The table as a file, "csv" or "xlsx"; unknown values are empty cells."""
    if form == "xlsx":
        return _kept(table, _workbook(table), XLSX, "xlsx")
    return _kept(table, _csv(table), "text/csv; charset=utf-8", "csv")


def _kept(table: Table, content: bytes, media_type: str, extension: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    marked = SAMPLE_MARK if table.is_sample else ""
    named = f"{marked}{table.name}.{extension}"
    response["Content-Disposition"] = f'attachment; filename="{named}"'
    return response


def _workbook(table: Table) -> bytes:
    notes = [("Tabla", table.title)]
    if table.is_sample:
        notes.append(("Atención", "EJEMPLO: muestra un formato y no es un dato real."))
    notes += [("Fuente", f"{name}. Corte: {day}" if day else name) for name, day in table.origins()]
    notes.append(("Columnas", "source, cutoff_date, is_sample y covers dicen de cada fila."))
    rows = ([_typed(value) for value in row] for row in table.rows)
    return workbook_of(table.title, table.header, rows, notes, is_sample=table.is_sample)


def _csv(table: Table) -> bytes:
    """RFC 4180; no text is taken for a formula."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(table.header)
    writer.writerows([_cell(value) for value in row] for row in table.rows)
    return (_BYTE_ORDER_MARK + file.getvalue()).encode()


def _typed(value: Any) -> Any:
    return value.normalize() if isinstance(value, Decimal) else value


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        # As many decimals as it has, however many its column stores.
        return f"{value.normalize():f}"
    return harmless(value) if isinstance(value, str) else value
