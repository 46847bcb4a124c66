"""What one version of a catalogue changed of another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from territory.models import CodeSystem
from territory.sql import read_statements

_SQL = read_statements(Path(__file__).with_suffix(".sql"))


class Change(models.TextChoices):
    """What became of a code."""

    ADDED = "added", _("nuevo")
    RETIRED = "retired", _("retirado")
    RESTORED = "restored", _("repuesto")
    RENAMED = "renamed", _("cambió de denominación")
    MOVED = "moved", _("cambió de lugar")


@dataclass(frozen=True)
class Difference:
    """A code that isn't as it was; ``before`` and ``after`` are what it is called.

    A parent is the code that it depends on; several where the catalogue has several. ``of`` is the
    version that changed it.
    """

    of: CodeSystem
    code: str
    before: str | None
    after: str | None
    parents_before: tuple[str, ...]
    parents_after: tuple[str, ...]
    changes: tuple[str, ...]

    @property
    def titles(self) -> list[str]:
        """What became of it, for a person."""
        return [str(Change(change).label) for change in self.changes]

    @property
    def old_parent(self) -> str:
        return ", ".join(self.parents_before)

    @property
    def new_parent(self) -> str:
        return ", ".join(self.parents_after)


class Differences:
    """Those between two versions, by code: counted, and cut, by the database."""

    def __init__(self, before: CodeSystem, after: CodeSystem, change: str = "") -> None:
        self._after = after
        self._given = {"before": before.pk, "after": after.pk, "change": change}

    def counts(self) -> dict[str, int]:
        """How many codes each change is of; a code may have several."""
        statement = _SQL["counted"].replace("{}", _SQL["differences"], 1)
        found = dict(self._rows(statement, self._given))
        return {change.value: found.get(change.value, 0) for change in Change}

    def count(self) -> int:
        """How many codes aren't as they were."""
        statement = f"SELECT count(*) FROM ({_SQL['differences']}) AS found"  # noqa: S608
        ((number,),) = self._rows(statement, self._given)
        return int(number)

    def __len__(self) -> int:
        return self.count()

    def __iter__(self) -> Iterator[Difference]:
        return iter(self._found(_SQL["differences"], self._given))

    def __getitem__(self, part: slice) -> list[Difference]:
        start, stop = part.start or 0, part.stop
        limit = {"offset": start, "limit": None if stop is None else max(stop - start, 0)}
        statement = f"{_SQL['differences']} LIMIT %(limit)s OFFSET %(offset)s"
        return self._found(statement, self._given | limit)

    def _found(self, statement: str, given: dict[str, Any]) -> list[Difference]:
        return [
            Difference(
                self._after,
                code,
                before,
                after,
                tuple(old or ()),
                tuple(new or ()),
                tuple(changes),
            )
            for code, before, after, old, new, changes in self._rows(statement, given)
        ]

    def _rows(self, statement: str, given: dict[str, Any]) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(statement, given)
            return list(cursor.fetchall())
