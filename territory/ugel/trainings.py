"""Trainings of DRE and UGEL: sessions, and what their published numbers add up to.

What is added up are the published numbers alone, so that no sum tells what is withheld.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.aggregates import BoolOr, StringAgg
from django.db.models import Count, Max, Min, Q, QuerySet, Sum, Value
from django.db.models.functions import Concat

from territory.models import UgelTraining
from territory.models.ugel_trainings import PARTICIPANTS, SECTORS

_NUMBERS = (PARTICIPANTS, *SECTORS)


@dataclass(frozen=True)
class Added:
    """The published numbers of an office added up: of how many rows, and how many are withheld.

    ``total`` is None where none is published, which isn't zero.
    """

    total: int | None
    rows: int
    withheld: int


@dataclass(frozen=True)
class OfficeTrainings:
    """What was done with a DRE or UGEL; ``numbers`` are of participants and of each sector."""

    code: str
    name: str
    sessions: int
    rows: int
    numbers: Mapping[str, Added]
    sources: str
    first_cutoff: Any
    is_sample: bool

    @property
    def participants(self) -> Added:
        return self.numbers[PARTICIPANTS]

    @property
    def by_sector(self) -> list[Added]:
        """In the order of ``SECTORS``."""
        return [self.numbers[name] for name in SECTORS]


def trainings(code: str = "") -> QuerySet[UgelTraining]:
    """The published, the latest first; of one office where ``code`` says it."""
    rows: Any = UgelTraining.objects.published().select_related("declared_unit")
    found: QuerySet[UgelTraining] = rows.defer("declared_unit__geom")
    return found.filter(office_code=code) if code else found


def sector_titles() -> list[str]:
    """Of the numbers by sector, in the order of ``SECTORS``."""
    titles = {field.name: str(field.verbose_name) for field in UgelTraining._meta.concrete_fields}
    return [titles[name] for name in SECTORS]


class OfficeList:
    """The offices by code, as a list that is counted and cut by the database."""

    def __init__(self, code: str = "") -> None:
        rows: Any = UgelTraining.objects.published().order_by()
        if code:
            rows = rows.filter(office_code=code)
        # Each name as " name;", so that none is taken for a part of another.
        rows = rows.alias(marks=Concat(Value(" "), "withheld", Value(";")))
        self._rows = rows.values("office_code").annotate(**_sums()).order_by("office_code")

    def count(self) -> int:
        """How many there are."""
        return int(self._rows.count())

    def __iter__(self) -> Iterator[OfficeTrainings]:
        return map(_office, self._rows)

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, part: slice) -> list[OfficeTrainings]:
        return [_office(row) for row in self._rows[part]]


def trainings_by_office(code: str = "") -> OfficeList:
    """What was done with each DRE and UGEL, or with one."""
    return OfficeList(code)


def _sums() -> dict[str, Any]:
    sums: dict[str, Any] = {
        "name": Max("office"),
        "sessions": Count("session_code", distinct=True),
        "rows": Count("pk"),
        "sources": StringAgg("source", "; ", distinct=True),
        "first_cutoff": Min("cutoff_date"),
        "samples": BoolOr("is_sample"),
    }
    for name in _NUMBERS:
        sums[f"sum_{name}"] = Sum(name)
        sums[f"of_{name}"] = Count(name)
        sums[f"withheld_{name}"] = Count("pk", filter=Q(marks__contains=f" {name};"))
    return sums


def _office(row: dict[str, Any]) -> OfficeTrainings:
    numbers = {
        name: Added(row[f"sum_{name}"], row[f"of_{name}"], row[f"withheld_{name}"])
        for name in _NUMBERS
    }
    return OfficeTrainings(
        row["office_code"],
        row["name"],
        row["sessions"],
        row["rows"],
        numbers,
        row["sources"],
        row["first_cutoff"],
        row["samples"],
    )
