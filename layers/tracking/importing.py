"""A file in the one form: what it would change, row by row; and changing it.

Nothing is written while one cell can't be taken. Rows that aren't in the file stay as they are.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from layers import reviewing
from layers.errors import InvalidParameter, TerritorioError
from layers.tracking.columns import COLUMNS, KEYS, MILESTONE, ONLY_OUT, REPORT
from layers.tracking.matching import Match, Matcher
from layers.tracking.table import fused
from layers.tracking.values import Known, known, read_values
from territory.models import Milestone, ProgressReport
from territory.roles import AnyUser

MAX_BYTES = 2_000_000
MAX_ROWS = 5_000

_REQUIRED = ("tipo", "compromiso", "hito")
_KNOWN = frozenset({*KEYS, *ONLY_OUT, *(column.name for column in COLUMNS)})


@dataclass(frozen=True)
class Fault:
    """A cell that can't be taken: its row as a spreadsheet counts, from 1 for the header."""

    row: int
    column: str
    reason: str


@dataclass(frozen=True)
class RowChange:
    """What a row of the file makes or changes; ``differences`` are title, before and after."""

    row: int
    match: Match
    values: dict[str, Any]
    differences: tuple[tuple[str, str, str], ...]

    @property
    def is_new(self) -> bool:
        """Whether the site has no such row yet."""
        return self.match.record is None


@dataclass
class Preview:
    """What a file would do."""

    changes: list[RowChange] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    number_unchanged: int = 0

    @property
    def number_new(self) -> int:
        """Rows that the site doesn't have."""
        return sum(change.is_new for change in self.changes)

    @property
    def number_changed(self) -> int:
        """Rows that the site has otherwise."""
        return len(self.changes) - self.number_new


def preview(user: AnyUser, content: bytes) -> Preview:
    """What the file would change, without changing it.

    Raises InvalidParameter where it is no such file at all.
    """
    return _compare(user, content, locks=False)


def apply(user: AnyUser, content: bytes) -> Preview:
    """Change what the file changes, all of it or, where a cell can't be taken, nothing."""
    with transaction.atomic():
        found = _compare(user, content, locks=True)
        if not found.faults:
            _write(user, found)
    return found


def _compare(user: AnyUser, content: bytes, *, locks: bool) -> Preview:
    rows = list(_rows(content))
    found = Preview()
    matcher = Matcher(user, [texts for _row, texts in rows], locks=locks)
    refers_to = known()
    for row, texts in rows:
        match = matcher.match(texts)
        if match.errors:
            found.faults += [Fault(row, name, why) for name, why in match.errors.items()]
            continue
        _compare_row(found, row, match, texts, refers_to)
    return found


def _compare_row(
    found: Preview, row: int, match: Match, texts: Mapping[str, str], refers_to: Known
) -> None:
    differing = match.differences(texts)
    if match.record is not None and not differing:
        found.number_unchanged += 1
        return
    if match.refusal:
        found.faults.append(Fault(row, match.refusal[0], match.refusal[1]))
        return
    checked = read_values(match.kind, match.current | dict(texts), refers_to)
    if checked.errors:
        found.faults += [Fault(row, name, why) for name, why in checked.errors.items()]
        return
    found.changes.append(RowChange(row, match, checked.values, tuple(differing)))


def _write(user: AnyUser, found: Preview) -> None:
    made: dict[tuple[int, str], Milestone] = {}
    # Milestones first: a report's may be new in the same file.
    for change in sorted(found.changes, key=lambda change: change.match.kind == REPORT):
        match = change.match
        try:
            if match.record is not None:
                reviewing.change(user, match.record, change.values)
            elif match.kind == MILESTONE:
                milestone = Milestone(commitment=match.commitment, code=match.code, **change.values)
                made[match.place] = reviewing.create(user, milestone)
            else:
                outer = match.milestone or made[match.place]
                reviewing.create(
                    user, ProgressReport(milestone=outer, number=match.number, **change.values)
                )
        except TerritorioError as error:
            found.faults.append(Fault(change.row, "tipo", error.message))
    if found.faults:
        transaction.set_rollback(True)


def _rows(content: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """The file's rows with their numbers; empty ones are left out."""
    reader = csv.reader(
        io.StringIO(_decoded(content), newline=""), _delimiter(content), strict=True
    )
    try:
        header = [name.strip().casefold() for name in next(reader, [])]
        _check_header(header)
        for number, cells in enumerate(reader, start=2):
            if number > MAX_ROWS + 1:
                raise InvalidParameter(
                    f"Tiene más de {MAX_ROWS} filas: divídalo.", parameter="file"
                )
            if len(cells) > len(header) and any(cells[len(header) :]):
                raise InvalidParameter(
                    f"La fila {number} tiene más celdas que la cabecera.", parameter="file"
                )
            if any(cell.strip() for cell in cells):
                texts = (fused(cell).replace("\r\n", "\n") for cell in cells)
                yield number, dict(zip(header, texts, strict=False))
    except csv.Error as error:
        raise InvalidParameter(
            f"No se puede leer como CSV (línea {reader.line_num}): hay comillas sin cerrar o una "
            "celda demasiado larga.",
            parameter="file",
        ) from error


def _decoded(content: bytes) -> str:
    if len(content) > MAX_BYTES:
        raise InvalidParameter(
            f"El archivo pasa de {MAX_BYTES // 1_000_000} MB: divídalo.", parameter="file"
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidParameter(
            "El archivo no está en UTF-8: guárdelo como «CSV UTF-8».", parameter="file"
        ) from error


def _delimiter(content: bytes) -> Any:
    """Of the header: a spreadsheet in English writes commas."""
    first = content.split(b"\n", 1)[0]

    class Dialect(csv.excel):
        delimiter = ";" if first.count(b";") >= first.count(b",") else ","

    return Dialect


def _check_header(header: list[str]) -> None:
    missing = [name for name in _REQUIRED if name not in header]
    unknown = [name for name in header if name and name not in _KNOWN]
    twice = sorted({name for name in header if name and header.count(name) > 1})
    for names, what in ((missing, "Falta"), (unknown, "No se conoce"), (twice, "Está dos veces")):
        if names:
            raise InvalidParameter(f"{what} la columna «{names[0][:40]}».", parameter="file")
