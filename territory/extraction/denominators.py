"""By whom an amount is divided: a unit's people or pupils, of the amount's own year alone.

The people of another year are another number, and an amount divided by them would be wrong without
looking so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Count, Max, Min, Q, Sum

from territory.covered import published_coverage
from territory.models import AdminUnit, SchoolService, UnitPopulation
from territory.origins import every_source
from territory.population.units import ENOUGH_COVERED

_CENTIMO = Decimal("0.01")


@dataclass(frozen=True)
class Denominator:
    """How many there were in a year, and who says so."""

    number: int
    year: int
    source: str
    is_sample: bool

    def each(self, amount: Decimal | None) -> Decimal | None:
        """The amount's part for each of them."""
        if amount is None or not self.number:
            return None
        return (amount / self.number).quantize(_CENTIMO, ROUND_HALF_UP)


@dataclass(frozen=True)
class Denominators:
    """Year → people, and year → pupils, of a unit; a year that nobody tells of is absent."""

    people: dict[int, Denominator]
    pupils: dict[int, Denominator]

    def years_of_people(self) -> list[int]:
        return sorted(self.people)


def denominators(unit: AdminUnit, *, samples: bool) -> Denominators:
    """Those of a unit; samples are never set against real people. Three statements at most."""
    return Denominators({} if samples else _people(unit), _pupils(unit, samples=samples))


def _people(unit: AdminUnit) -> dict[int, Denominator]:
    found: dict[int, Denominator] = {}
    if unit.population is not None and unit.population_year is not None:
        year = unit.population_year
        found[year] = Denominator(unit.population, year, unit.source, False)
    loaded = UnitPopulation.objects.filter(unit=unit, covered__gte=ENOUGH_COVERED)
    for row in loaded.select_related("population"):
        year = row.population.cutoff_date.year
        found[year] = Denominator(round(row.people), year, row.population.source, False)
    return found


def _pupils(unit: AdminUnit, *, samples: bool) -> dict[int, Denominator]:
    """Of all active services of the register, where each tells its pupils."""
    told = (
        SchoolService.objects.published()
        .filter(declared_unit__ubigeo__startswith=unit.pk, is_sample=samples)
        .order_by()
        .aggregate(
            number=Sum("pupils"),
            services=Count("pk"),
            known=Count("pk", filter=Q(pupils__isnull=False)),
            first=Min("cutoff_date"),
            last=Max("cutoff_date"),
            source=every_source(),
        )
    )
    if not told["known"] or told["known"] != told["services"]:
        return {}
    # Registers of two years are of neither.
    if told["first"].year != told["last"].year:
        return {}
    # It has what coverage asks of a model: a label.
    register: Any = SchoolService
    if not samples and published_coverage().partial(register, unit.pk) is not None:
        return {}
    year = told["last"].year
    return {year: Denominator(told["number"], year, told["source"], samples)}


def nearest(known: Iterable[int], year: int) -> int | None:
    """The year of those that is nearest, to say which other one there is."""
    return min(known, key=lambda one: (abs(one - year), one), default=None)
