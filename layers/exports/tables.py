"""A small table, as pages show it, as a workbook with a sheet that says whose it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from layers.exports.workbook import Workbook, note_rows, table

_COLUMN_WIDTH = 18
_NOTE_WIDTHS = (24, 100)


def workbook_of(
    title: str,
    header: Sequence[str],
    rows: Iterable[Sequence[Any]],
    notes: Iterable[tuple[str, str]],
    *,
    is_sample: bool,
) -> bytes:
    """The table on the first sheet, ``notes`` on the second; values keep their types."""
    file = BytesIO()
    with Workbook(file, title) as book:
        book.sheet(
            "EJEMPLO" if is_sample else "datos", [_COLUMN_WIDTH] * len(header), table(header, rows)
        )
        book.sheet("fuente", _NOTE_WIDTHS, note_rows(notes))
    return file.getvalue()
