"""Tables as CSV and XLSX, which spreadsheets open as they are, with the same cells."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from layers.exports.csvw import MEDIA_TYPE as CSVM
from layers.exports.csvw import SAMPLE, SUFFIX, CsvColumn, day, document, moment
from layers.exports.export import SAMPLE_MARK
from layers.exports.tables import workbook_of
from layers.exports.workbook import MEDIA_TYPE as XLSX
from layers.reading.results import harmless

# By it Excel knows the text for UTF-8; those who read "utf-8-sig" never see it.
_BYTE_ORDER_MARK = "\ufeff"
_SAMPLE_NOTE = "EJEMPLO: muestra un formato y no es un dato real."


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
        """Each source with its latest cut-off date, empty where lines have none."""
        source = self.header.index(self.source_column)
        cutoff = self.header.index("cutoff_date") if "cutoff_date" in self.header else None
        found: dict[str, str] = {}
        for row in self.rows:
            if row[source]:
                day = "" if cutoff is None else str(row[cutoff] or "")
                name = str(row[source])
                found[name] = max(found.get(name, ""), day)
        return list(found.items())

    @property
    def stem(self) -> str:
        """Its file's name without what follows the point."""
        return f"{SAMPLE_MARK if self.is_sample else ''}{self.name}"

    def covered(self) -> list[str]:
        """What its rows are of, where they say it."""
        if "covers" not in self.header:
            return []
        at = self.header.index("covers")
        return sorted({str(row[at]) for row in self.rows if row[at]})


def table_response(table: Table, form: str, request: HttpRequest) -> HttpResponse:
    """The table as a file, one of ``TABLE_TYPES``; unknown values are empty cells."""
    if form == "xlsx":
        return _kept(_workbook(table), XLSX, f"{table.stem}.xlsx")
    if form == "csv-csvm":
        return _kept(_description(table, _address(request, "csv")), CSVM)
    if form == "csv-metadata":
        name = f"{table.stem}.csv"
        return _kept(_description(table, name), CSVM, f"{name}{SUFFIX}")
    response = _kept(_csv(table), "text/csv; charset=utf-8", f"{table.stem}.csv")
    described = _address(request, "csv-csvm")
    response["Link"] = f'<{described}>; rel="describedby"; type="{CSVM}"'
    return response


def _kept(content: bytes, media_type: str, name: str = "") -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    if name:
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _address(request: HttpRequest, form: str) -> str:
    """Where the same table is in another form."""
    query = request.GET.copy()
    query["f"] = form
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def _description(table: Table, url: str) -> bytes:
    """What the CSV can't say of itself (W3C, CSV on the Web)."""
    columns = [
        CsvColumn(name, datatype=_datatype(row[at] for row in table.rows))
        for at, name in enumerate(table.header)
    ]
    origins = table.origins()
    said = [
        ("dc:title", f"{SAMPLE} · {table.title}" if table.is_sample else table.title),
        ("dc:identifier", table.name),
        ("schema:creativeWorkStatus", SAMPLE if table.is_sample else ""),
        ("rdfs:comment", _SAMPLE_NOTE if table.is_sample else ""),
        ("dc:source", [f"{name}. Corte: {day}" if day else name for name, day in origins]),
        ("dc:date", day(max((day for _, day in origins), default=""))),
        ("dc:spatial", table.covered()),
        ("dc:created", moment(timezone.now().isoformat(timespec="seconds"))),
    ]
    return document(url, columns, said)


def _datatype(values: Iterable[Any]) -> Any:
    """What all of a column's values are; texts where they differ or none is known."""
    kinds = {type(value) for value in values if value is not None}
    if kinds == {bool}:
        return {"base": "boolean", "format": "True|False"}
    if kinds == {int}:
        return "integer"
    if kinds and kinds <= {int, float, Decimal}:
        return "double"
    return "date" if kinds == {dt.date} else "string"


def _workbook(table: Table) -> bytes:
    notes = [("Tabla", table.title)]
    if table.is_sample:
        notes.append(("Atención", _SAMPLE_NOTE))
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
