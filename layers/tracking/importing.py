"""A file in the one form: what it would change, row by row; and changing it.

Nothing is written while one cell can't be taken. Rows that aren't in the file stay as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from layers import reviewing
from layers.errors import TerritorioError
from layers.record_csv import Fault, Form, RowChange, read_rows
from layers.tracking.columns import COLUMNS, KEYS, MILESTONE, ONLY_OUT, REPORT
from layers.tracking.matching import Match, Matcher
from layers.tracking.values import Known, known, read_values
from territory.models import Milestone, ProgressReport
from territory.roles import AnyUser

MAX_BYTES = 2_000_000

_FORM = Form(
    columns=frozenset({*KEYS, *ONLY_OUT, *(column.name for column in COLUMNS)}),
    required=("tipo", "compromiso", "hito"),
    most_bytes=MAX_BYTES,
    most_rows=5_000,
    is_partial=True,
)


@dataclass(frozen=True)
class CheckedChange(RowChange):
    """With what is written once no cell of the file is wrong."""

    match: Match
    values: dict[str, Any]


@dataclass
class Preview:
    """What a file would do."""

    changes: list[CheckedChange] = field(default_factory=list)
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
    rows = list(read_rows(content, _FORM))
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
    is_new = match.record is None
    found.changes.append(CheckedChange(row, "", is_new, differing, match, checked.values))


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
