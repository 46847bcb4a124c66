"""The refused, left out and mended cells of a file handed in: stored, listed, written as CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.models import Case, Count, QuerySet, When
from psycopg import sql

from layers.loading.candidates import Candidate
from layers.loading.marking import MOST_MARKS
from layers.models import Submission, SubmissionCell
from layers.reading.results import RowError, harmless
from territory.personal_data import masked

Effect = SubmissionCell.Effect
_COLUMNS = ("submission_id", "effect", "member", "row", "column", "value", "reason", "code")
# As much of a cell as its column holds, or a person reads.
_NAME, _TEXT = 200, 2_000
_AT_ONCE = 2_000


def store_cells(submission: Submission, candidate: Candidate) -> None:
    """Store every cell, instead of those of an earlier check; by COPY, however many."""
    SubmissionCell.objects.filter(submission=submission).delete()
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(SubmissionCell._meta.db_table),
        sql.SQL(", ").join(map(sql.Identifier, _COLUMNS)),
    )
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(statement.as_string(cursor.connection)) as copy,
    ):
        for effect, cell in _every(candidate):
            copy.write_row([submission.pk, effect, *_values(cell)])


def _values(cell: RowError) -> list[str | int]:
    found = (cell.file, cell.column, masked(cell.value), masked(cell.reason), cell.code)
    # PostgreSQL's text can't hold a NUL.
    texts = (text.replace("\0", "\N{REPLACEMENT CHARACTER}") for text in found)
    member, column, value, reason, code = texts
    return [
        member[:_NAME],
        cell.row,
        column[:_NAME],
        value[:_TEXT],
        reason[:_TEXT],
        code[:_NAME],
    ]


def cells_of(
    submission: Submission, effect: str = "", column: str = "", reason: str = ""
) -> QuerySet[SubmissionCell]:
    """The cells in the file's order, of one effect, column or reason where that is asked."""
    asked = {"effect": effect, "column": column, "reason": reason}
    wanted = {name: value for name, value in asked.items() if value}
    return SubmissionCell.objects.filter(submission=submission, **wanted)


def kinds_of(submission: Submission, most: int = 100) -> list[dict[str, Any]]:
    """Effect, column and reason with how many cells there are of each, the most first."""
    rows = SubmissionCell.objects.filter(submission=submission).order_by()
    counted = rows.values("effect", "column", "reason").annotate(number=Count("pk"))
    return [dict(row) for row in counted.order_by("-number", "effect", "column", "reason")[:most]]


def columns_of(submission: Submission) -> list[str]:
    """The columns that have such cells."""
    rows = SubmissionCell.objects.filter(submission=submission).order_by("column")
    return list(rows.values_list("column", flat=True).distinct()[:500])


def write_marks(submission: Submission, path: Path) -> None:
    """The cells for ``layers.loading.marking``, the refused ones first, as JSON lines."""
    values = ("effect", "member", "row", "column", "reason")
    rows = SubmissionCell.objects.filter(submission=submission).order_by()
    refused_first = rows.order_by(Case(When(effect=Effect.REFUSED, then=0), default=1), "pk")
    with path.open("w", encoding="utf-8") as file:
        for row in refused_first.values_list(*values)[:MOST_MARKS].iterator():
            file.write(json.dumps(row) + "\n")


def as_csv(cells: QuerySet[SubmissionCell]) -> Iterator[bytes]:
    """The cells as CSV for a spreadsheet, a piece at a time; formulas are defused."""
    yield b"\xef\xbb\xbf"  # or a spreadsheet in Spanish breaks the accents
    lines = _lines(cells)
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    for number, line in enumerate(lines, start=1):
        writer.writerow(map(harmless, line))
        if number % _AT_ONCE == 0:
            yield _taken(text)
    yield _taken(text)


def _lines(cells: QuerySet[SubmissionCell]) -> Iterator[tuple[str, ...]]:
    yield ("archivo", "fila", "código", "columna", "valor", "motivo", "efecto")
    for cell in cells.iterator(chunk_size=_AT_ONCE):
        effect = cell.get_effect_display()
        row = str(cell.row)
        yield (cell.member, row, cell.code, cell.column, cell.value, cell.reason, effect)


def _taken(text: io.StringIO) -> bytes:
    content = text.getvalue().encode()
    text.seek(0)
    text.truncate()
    return content


def _every(candidate: Candidate) -> Iterator[tuple[str, RowError]]:
    yield from _with(Effect.REFUSED, candidate.errors)
    for cell in candidate.notices:
        yield (Effect.MENDED if cell.is_mended else Effect.LEFT_OUT), cell


def _with(effect: str, cells: Iterable[RowError]) -> Iterator[tuple[str, RowError]]:
    return ((effect, cell) for cell in cells)
