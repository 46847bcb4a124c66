"""Tables as CSV, which spreadsheets open as they are."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.http import HttpResponse

from layers.reading.results import harmless

# By it Excel knows the text for UTF-8; those who read "utf-8-sig" never see it.
_BYTE_ORDER_MARK = "\ufeff"


def table_response(
    name: str, header: Sequence[str], rows: Iterable[Sequence[Any]], *, is_sample: bool
) -> HttpResponse:
    """A file of RFC 4180; unknown values are empty cells, and no text is taken for a formula.

    ``name`` becomes the file's, marked where there are samples in it.
    """
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_cell(value) for value in row] for row in rows)
    content = _BYTE_ORDER_MARK + file.getvalue()
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    marked = "EJEMPLO_" if is_sample else ""
    response["Content-Disposition"] = f'attachment; filename="{marked}{name}.csv"'
    return response


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        # As many decimals as it has, however many its column stores.
        return f"{value.normalize():f}"
    return harmless(value) if isinstance(value, str) else value
