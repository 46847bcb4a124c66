"""Consultations about plans of urban transport: which there are, and whether of the drafting."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from territory.models import Consultation, UrbanTransportPlan
from territory.models.transport import OTHER_CITIES
from territory.participation.processes.contributed import listed
from territory.participation.processes.seen import seen
from territory.roles import AnyUser


class Stage(StrEnum):
    """Whether people took part while a plan was drawn up or since it is approved."""

    DRAFTING = "drafting"
    FOLLOW_UP = "follow_up"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Consulted:
    """A consultation, by the day on which it opened; whether it names the plan or not."""

    consultation: Consultation
    stage: Stage
    names_plan: bool


def stage_of(opens_on: dt.date, approved_on: dt.date | None) -> Stage:
    """By the day on which the consultation opened and the plan was approved."""
    if approved_on is None:
        return Stage.UNKNOWN
    return Stage.DRAFTING if opens_on < approved_on else Stage.FOLLOW_UP


def plan_named(code: str, *, samples: bool) -> UrbanTransportPlan | None:
    """The published plan of that code, a fact or an example as it is asked for."""
    if "\x00" in code:  # no text of the database has one
        return None
    rows = UrbanTransportPlan.objects.published().filter(code=code, is_sample=samples)
    return rows.defer("geom").first()


def choosable(*, samples: bool) -> list[tuple[str, str]]:
    """Code and name of the published plans, facts or examples, by code."""
    rows = UrbanTransportPlan.objects.published().filter(is_sample=samples)
    return [
        (code, f"{code} {name}") for code, name in rows.order_by("code").values_list("code", "name")
    ]


def with_plan(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Consultations, each with its published plan's name, day of approval and unit.

    All four are NULL where none is named, or none of that code is published now.
    """
    found = UrbanTransportPlan.objects.published().filter(
        code=OuterRef("plan_code"), is_sample=OuterRef("is_sample")
    )
    named: QuerySet[Any] = rows.annotate(
        plan_name=Subquery(found.values("name")[:1]),
        plan_approved_on=Subquery(found.values("approved_on")[:1]),
        plan_unit=Subquery(found.values("declared_unit_id")[:1]),
        plan_unit_name=Subquery(found.values("declared_unit__name")[:1]),
    )
    return named


def about_plans(user: AnyUser) -> QuerySet[Any]:
    """The consultations that name a plan, as the account sees them, the latest first.

    Each with its plan (``with_plan``) and what was contributed to it (``listed``).
    """
    return with_plan(listed(user, OTHER_CITIES).filter(plan_code__isnull=False))


def consultations_of(plan: UrbanTransportPlan, user: AnyUser) -> list[Consulted]:
    """Those that name the plan, and those of its territory that name none. One query.

    Of its territory is one of the commitment whose forum speaks for the plan's unit or for one
    that holds it.
    """
    unit = str(plan.declared_unit_id)
    codes = [unit[:end] for end in range(2, len(unit) + 1, 2)]
    rows = seen(Consultation, user).filter(commitment__number=OTHER_CITIES)
    named = Q(plan_code=plan.code, is_sample=plan.is_sample)
    around = Q(plan_code__isnull=True, forum__units__overlap=codes)
    found = rows.filter(named | around).order_by("opens_on", "slug")
    return [
        Consulted(row, stage_of(row.opens_on, plan.approved_on), row.plan_code is not None)
        for row in found
    ]
