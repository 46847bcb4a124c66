"""Published complaints, as pages and API ask for them; every number is one that is published."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import ExtractYear

from territory.crime.rates import PER, people, with_rate
from territory.models import AdminUnit
from territory.models.counts import CountState
from territory.models.crime import CrimeCount, CrimeKind
from territory.periods import Granularity

DEPARTMENT, PROVINCE, DISTRICT = AdminUnit.Level


@dataclass(frozen=True)
class Added:
    """Published numbers added up; ``value`` is None where not every one of them is published.

    ``reserved`` of them are suppressed and ``unknown`` not reported; ``total`` is the sum of those
    that are published, which anybody can add up.
    """

    total: int
    reserved: int
    unknown: int

    @classmethod
    def of(cls, rows: Collection[CrimeCount], expected: int) -> Added:
        """Of the rows of so many units; a unit without a row isn't reported."""
        reserved = sum(row.state == CountState.SUPPRESSED for row in rows)
        values = [row.value for row in rows if row.value is not None]
        return cls(sum(values), reserved, expected - reserved - len(values))

    @property
    def value(self) -> int | None:
        return None if self.reserved or self.unknown else self.total


def published() -> QuerySet[CrimeCount]:
    """All published rows, with the names of their units and without their shapes."""
    rows: Any = CrimeCount.objects.published().select_related("declared_unit")
    found: QuerySet[CrimeCount] = rows.defer("declared_unit__geom")
    return found


def yearly(units: Collection[str]) -> QuerySet[CrimeCount]:
    """The counts of years of the units, with their rates; the oldest first."""
    rows = published().filter(granularity=Granularity.YEAR, declared_unit__in=units)
    return with_rate(rows).order_by("period_start", "declared_unit", "category")


def monthly(units: Collection[str]) -> QuerySet[CrimeCount]:
    """The counts of months of the units, the oldest first."""
    rows = published().filter(granularity=Granularity.MONTH, declared_unit__in=units)
    return rows.order_by("period_start", "declared_unit")


def published_years(units: Collection[str]) -> list[int]:
    """The years of which the units have a count, the latest first."""
    rows = yearly(units).order_by().filter(category=CrimeKind.TOTAL)
    found = rows.annotate(year=ExtractYear("period_start")).values_list("year", flat=True)
    return sorted(set(found), reverse=True)


def within(units: Iterable[str]) -> list[str]:
    """The units without those that lie in another of them, which would count twice."""
    given = sorted(set(units))
    return [one for one in given if not any(one != o and one.startswith(o) for o in given)]


@dataclass(frozen=True)
class Union:
    """What is published of several units together in a year.

    ``kinds`` are (kind, sum) pairs; ``rate`` is of all kinds, None where the sum isn't known or
    the population of one of the units isn't that year's.
    """

    year: int
    units: tuple[str, ...]
    kinds: tuple[tuple[CrimeKind, Added], ...]
    rate: float | None
    people: int | None
    sources: tuple[str, ...]
    cutoff_date: dt.date | None
    is_sample: bool


def union(units: Sequence[str], year: int) -> Union:
    """The sums over whole units of what is published: never of a part of one.

    A sum that lacks a suppressed number isn't given: with the rest of a larger unit it would tell.
    """
    asked = within(units)
    found = list(
        yearly(asked).filter(period_start=dt.date(year, 1, 1)).annotate(unit_people=people())
    )
    kinds = []
    for kind in CrimeKind:
        rows = [row for row in found if row.category == kind]
        kinds.append((kind, Added.of(rows, len(asked))))
    totals = [row for row in found if row.category == CrimeKind.TOTAL]
    counted: list[Any] = [getattr(row, "unit_people", None) for row in totals]
    is_sample = any(row.is_sample for row in found)
    known = len(counted) == len(asked) and all(counted) and not is_sample
    everybody = round(sum(counted)) if known else None
    value = kinds[0][1].value
    rate = round(value * PER / everybody, 1) if everybody and value is not None else None
    return Union(
        year,
        tuple(asked),
        tuple(kinds),
        rate,
        everybody,
        tuple(sorted({row.source for row in found})),
        max((row.cutoff_date for row in found), default=None),
        is_sample,
    )


def by_unit(units: QuerySet[AdminUnit], kind: str, year: int) -> list[CrimeCount]:
    """The counts of one kind in a year, by unit."""
    rows = yearly(list(units.values_list("pk", flat=True)))
    chosen = rows.filter(category=kind, period_start=dt.date(year, 1, 1))
    return list(chosen.annotate(unit_name=F("declared_unit__name")).order_by("declared_unit"))
