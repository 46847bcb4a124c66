"""A facility's own codes held against a published version; nothing of them is stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from territory.models import CodeSystem
from territory.names import fold
from territory.sql import read_statements

# Of so many unknown codes of a file the nearest one is looked for: each takes a search of its own.
MOST_NEAREST = 50

_SQL = read_statements(Path(__file__).with_suffix(".sql"))


class Verdict(models.TextChoices):
    """What a code is in the version."""

    VALID = "valid", _("válido")
    INACTIVE = "inactive", _("fuera de uso")
    UNKNOWN = "unknown", _("no está en el catálogo")


@dataclass(frozen=True)
class LocalCode:
    """A code as a facility writes it; ``row`` is its row in the file, ``name`` may be empty."""

    row: int
    code: str
    name: str = ""


@dataclass(frozen=True)
class Validated:
    """What the version says of it: ``code`` and ``display`` are its own.

    ``nearest`` is the code in use most like one that it lacks, None where none is; it is looked
    for of the first ``MOST_NEAREST`` that it lacks.
    ``other_name``: the code is there, and is called otherwise.
    """

    local: LocalCode
    verdict: Verdict
    code: str | None
    display: str | None
    nearest: str | None
    nearest_display: str | None

    @property
    def other_name(self) -> bool:
        return bool(
            self.display and self.local.name and fold(self.display) != fold(self.local.name)
        )

    @property
    def other_case(self) -> bool:
        """Whether it differs from the version's by capitals alone."""
        return self.code is not None and self.code != self.local.code


def validate(system: CodeSystem, codes: Sequence[LocalCode]) -> list[Validated]:
    """Each of them, in their order; one query."""
    if not codes:
        return []
    given: dict[str, Any] = {
        "system": system.pk,
        "codes": [one.code for one in codes],
        "names": [one.name for one in codes],
        "most_nearest": MOST_NEAREST,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SQL["validated"], given)
        rows = cursor.fetchall()
    return [_validated(codes[place - 1], *rest) for place, *rest in rows]


def _validated(
    local: LocalCode,
    found: str | None,
    display: str | None,
    is_inactive: bool | None,
    near: str | None,
    near_display: str | None,
) -> Validated:
    verdict = (
        Verdict.UNKNOWN if found is None else Verdict.INACTIVE if is_inactive else Verdict.VALID
    )
    return Validated(local, verdict, found, display, near, near_display)
