"""How the management model comes about in each UGEL: route, agreements, what is overdue.

A day is Lima's: what is due today is overdue from the next midnight there. An agreement's state is
that of its cut-off date; that it is overdue says that no later source shows it fulfilled.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.contrib.postgres.aggregates import BoolOr
from django.db.models import (
    BooleanField,
    Case,
    Count,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from territory.models import (
    FocalisedUgel,
    ManagementModelVersion,
    RouteStepState,
    UgelAgreement,
    UgelRouteStep,
)
from territory.models.ugel_management import OPEN_AGREEMENTS
from territory.participation.processes.agreements import OVERDUE, OverdueCount

UGEL_COMMITMENT = 6


@dataclass(frozen=True)
class Management:
    """What is published of a UGEL: facts alone or, where it has none, samples alone.

    ``focalised`` is None where the list of focalised UGEL doesn't have it: a route or an agreement
    may be published before the list that names it.
    """

    code: str
    focalised: FocalisedUgel | None
    steps: tuple[UgelRouteStep, ...]
    agreements: tuple[Any, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known of it."""
        return not (self.focalised or self.steps or self.agreements)

    @property
    def has_samples(self) -> bool:
        """Whether what is shown are examples."""
        rows = (self.focalised, *self.steps, *self.agreements)
        return any(row is not None and row.is_sample for row in rows)

    @property
    def name(self) -> str:
        """As the list calls it; by its code where the list doesn't have it."""
        return self.focalised.name if self.focalised else f"UGEL {self.code}"

    @property
    def done(self) -> int:
        """How many steps were taken."""
        return sum(step.progress == RouteStepState.DONE for step in self.steps)

    @property
    def overdue(self) -> tuple[Any, ...]:
        """The agreements that are."""
        return tuple(row for row in self.agreements if row.overdue)


@dataclass(frozen=True)
class Chosen:
    """By what a list of agreements is chosen; empty: by nothing."""

    progress: str = ""
    code: str = ""


def overdue_condition(day: dt.date) -> Q:
    """That an agreement wasn't fulfilled though its day has passed."""
    return Q(progress__in=OPEN_AGREEMENTS, due_on__lt=day)


def agreements(day: dt.date, chosen: Chosen | None = None) -> QuerySet[Any]:
    """The published, what is due first before the rest; ``overdue`` says which are."""
    asked = chosen or Chosen()
    rows: QuerySet[Any] = UgelAgreement.objects.published().annotate(
        overdue=Case(
            When(overdue_condition(day), then=Value(True)),
            default=Value(False),
            output_field=BooleanField(),
        )
    )
    if asked.progress == OVERDUE:
        rows = rows.filter(overdue=True)
    elif asked.progress:
        rows = rows.filter(progress=asked.progress)
    if asked.code:
        rows = rows.filter(ugel_code=asked.code)
    ordered: QuerySet[Any] = rows.order_by(
        "-overdue", F("due_on").asc(nulls_last=True), "ugel_code", "code"
    )
    return ordered


def overdue_count(day: dt.date) -> OverdueCount | None:
    """How many published agreements are overdue; None where none is. One query."""
    rows = UgelAgreement.objects.published().filter(overdue_condition(day)).order_by()
    found = rows.aggregate(late=Count("pk"), samples=BoolOr("is_sample"))
    return OverdueCount(found["late"], found["samples"]) if found["late"] else None


def steps(code: str = "") -> QuerySet[UgelRouteStep]:
    """The published steps of the routes, in their order; of one UGEL where ``code`` says it."""
    rows: Any = UgelRouteStep.objects.published()
    found: QuerySet[UgelRouteStep] = rows.filter(ugel_code=code) if code else rows
    return found


def focalised(day: dt.date, stage: str = "") -> QuerySet[Any]:
    """The published focalised UGEL by code, with what is counted of their routes and agreements.

    ``steps_all``, ``steps_done``, ``agreements_all``, ``agreements_open`` and
    ``agreements_overdue``: of facts facts, of samples samples.
    """
    rows: QuerySet[Any] = FocalisedUgel.objects.published()
    if stage:
        rows = rows.filter(stage=stage)
    counted: QuerySet[Any] = rows.annotate(
        steps_all=_number(UgelRouteStep),
        steps_done=_number(UgelRouteStep, Q(progress=RouteStepState.DONE)),
        agreements_all=_number(UgelAgreement),
        agreements_open=_number(UgelAgreement, Q(progress__in=OPEN_AGREEMENTS)),
        agreements_overdue=_number(UgelAgreement, overdue_condition(day)),
    )
    placed = counted.select_related("declared_unit").defer("geom", "declared_unit__geom")
    return placed.order_by("ugel_code")


def _number(model: Any, where: Q | None = None) -> Subquery:
    own = model.objects.filter(
        ugel_code=OuterRef("ugel_code"), is_sample=OuterRef("is_sample")
    ).order_by()
    chosen = own.filter(where) if where is not None else own
    counted = chosen.annotate(number=Func(F("pk"), function="count")).values("number")
    return Subquery(counted, output_field=IntegerField())


def management_of(code: str, day: dt.date) -> Management:
    """What is published of a UGEL. Three queries.

    Of tables of which one has facts and another samples still, the facts alone are shown.
    """
    listed = (
        FocalisedUgel.objects.published().filter(ugel_code=code).select_related("declared_unit")
    )
    found = listed.defer("geom", "declared_unit__geom").first()
    route = list(steps(code))
    agreed = list(agreements(day, Chosen(code=code)))
    rows: list[Any] = [*([found] if found else []), *route, *agreed]
    samples = all(row.is_sample for row in rows)
    return Management(
        code,
        found if found is not None and found.is_sample == samples else None,
        tuple(row for row in route if row.is_sample == samples),
        tuple(row for row in agreed if row.is_sample == samples),
    )


def model_versions() -> list[tuple[str, list[ManagementModelVersion]]]:
    """The model's documents, each with its versions, the newest first. One query."""
    rows: Iterable[ManagementModelVersion] = ManagementModelVersion.objects.published()
    return [(title, list(group)) for title, group in groupby(rows, key=lambda row: row.title)]
