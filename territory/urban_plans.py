"""A plan of urban transport as its page shows it: phases, measures, indicators, where it lies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.contrib.gis.db.models import Extent
from django.db.models import Count, DecimalField, F, Func, Q, QuerySet, Sum, Value
from django.db.models.functions import Cast

from territory.models import (
    UrbanTransportIndicator,
    UrbanTransportPlan,
    UrbanTransportProject,
)
from territory.models.urban_plans import UrbanTransportIndicator as Number

# Of an indicator a page shows its numbers; a plan has tens of indicators, each with tens of them.
MOST_NUMBERS = 5_000


@dataclass(frozen=True)
class Phase:
    """A phase of a plan; years and soles, None where not known.

    ``budget`` is the sum of the measures whose budget is known, ``without_budget`` how many
    have none.
    """

    name: str
    first: int | None
    last: int | None
    measures: int
    budget: Decimal | None
    without_budget: int


@dataclass(frozen=True)
class Indicator:
    """An indicator with its numbers, in order of time within baseline, values and target."""

    code: str
    name: str
    unit_of_measure: str
    project_code: str
    numbers: tuple[UrbanTransportIndicator, ...]

    def of(self, kind: str) -> tuple[UrbanTransportIndicator, ...]:
        """Its numbers of a kind."""
        return tuple(number for number in self.numbers if number.kind == kind)


def plans() -> QuerySet[UrbanTransportPlan]:
    """The published plans with their unit, by the unit's code and their own."""
    found = UrbanTransportPlan.objects.published().select_related("declared_unit")
    return found.defer("declared_unit__geom").order_by("declared_unit_id", "code")


def find_plan(code: str) -> UrbanTransportPlan:
    """The published plan with its unit; raises UrbanTransportPlan.DoesNotExist."""
    return UrbanTransportPlan.objects.published().select_related("declared_unit").get(code=code)


def measures_of(plan: UrbanTransportPlan) -> QuerySet[UrbanTransportProject]:
    """The plan's measures by phase, then by the number in their code: M-2 before M-10."""
    number = Func(F("code"), Value(r"\d+"), function="substring")
    whole = Cast(number, DecimalField(max_digits=20, decimal_places=0))
    rows = UrbanTransportProject.objects.published().filter(plan_code=plan.code)
    return rows.defer("geom").order_by(
        F("phase_number").asc(nulls_last=True), "phase", whole.asc(nulls_last=True), "code"
    )


def phases_of(plan: UrbanTransportPlan) -> list[Phase]:
    """One query: the plan's phases, each with what its measures amount to."""
    rows = UrbanTransportProject.objects.published().filter(plan_code=plan.code)
    counted = rows.values("phase", "phase_number", "phase_from", "phase_to").annotate(
        number=Count("pk"),
        budget=Sum("budget_pen"),
        unknown=Count("pk", filter=Q(budget_pen__isnull=True)),
    )
    ordered = counted.order_by(F("phase_number").asc(nulls_last=True), "phase")
    return [
        Phase(
            row["phase"],
            row["phase_from"],
            row["phase_to"],
            row["number"],
            row["budget"],
            row["unknown"],
        )
        for row in ordered
    ]


def extent_of_measures(plan: UrbanTransportPlan) -> tuple[float, float, float, float] | None:
    """West, south, east, north of what the measures draw, EPSG:4326; None where they don't."""
    rows = UrbanTransportProject.objects.published().filter(plan_code=plan.code)
    found: tuple[float, float, float, float] | None = rows.aggregate(e=Extent("geom"))["e"]
    return found


def indicators_of(plan: UrbanTransportPlan) -> list[Indicator]:
    """One query: the plan's indicators by code, at most ``MOST_NUMBERS`` numbers in all."""
    rows: Any = UrbanTransportIndicator.objects.published().filter(plan_code=plan.code)
    rows = rows.order_by("code", "period_start", "granularity")[:MOST_NUMBERS]
    return list(_grouped(rows))


def _grouped(rows: Iterable[UrbanTransportIndicator]) -> Iterable[Indicator]:
    for code, own in groupby(rows, key=lambda row: row.code):
        numbers = tuple(own)
        first = numbers[0]
        yield Indicator(code, first.name, first.unit_of_measure, first.project_code or "", numbers)


def latest(indicator: Indicator) -> UrbanTransportIndicator | None:
    """The last dated value; None where there is none."""
    values = indicator.of(Number.Kind.VALUE)
    return values[-1] if values else None
