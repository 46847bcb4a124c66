"""Complaints by population: only of a year of which the unit's population is known.

The population of another year is another number, and a rate made of it would be wrong without
looking so. A published count alone makes a rate: what is suppressed has none.
"""

from __future__ import annotations

from django.db.models import (
    Case,
    F,
    FloatField,
    Func,
    OuterRef,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.functions import Cast, Coalesce, ExtractYear, Round

from territory.models import UnitPopulation
from territory.models.crime import CrimeCount
from territory.periods import Granularity
from territory.population.units import ENOUGH_COVERED

PER = 10_000


def people() -> Coalesce:
    """How many people the row's unit had in its year: by the loaded population, or the directory.

    None where neither is of that year.
    """
    year = ExtractYear("period_start")
    loaded = UnitPopulation.objects.filter(
        unit=OuterRef("declared_unit"),
        covered__gte=ENOUGH_COVERED,
        population__cutoff_date__year=ExtractYear(OuterRef("period_start")),
    )
    listed = Case(
        When(declared_unit__population_year=year, then=F("declared_unit__population")),
        output_field=FloatField(),
    )
    return Coalesce(Subquery(loaded.values("people")[:1]), listed, output_field=FloatField())


def with_rate(rows: QuerySet[CrimeCount]) -> QuerySet[CrimeCount]:
    """The rows with ``rate``: complaints of a year for each ``PER`` people, to a decimal.

    Of facts alone: samples are never set against real people.
    """
    count = Cast("value", FloatField())
    some = Func(people(), 0.0, function="NULLIF", arg_joiner=", ")
    known = Case(
        When(granularity=Granularity.YEAR, is_sample=False, then=Round(count * PER / some, 1)),
        output_field=FloatField(),
    )
    found: QuerySet[CrimeCount] = rows.annotate(rate=known)
    return found
