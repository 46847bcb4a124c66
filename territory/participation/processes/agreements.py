"""Agreements of forums: which are overdue, and how many of them there are where.

A day is Lima's: what is due today is overdue from the next midnight there.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.aggregates import BoolOr
from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    F,
    Func,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Left
from django.utils import timezone

from territory.models import AdminUnit, Agreement
from territory.models.reviewed import published_condition
from territory.participation.processes.seen import seen
from territory.roles import AnyUser

OPEN = (Agreement.Progress.PENDING, Agreement.Progress.IN_PROGRESS)
# A state to choose by, beside those that are stored.
OVERDUE = "overdue"
# Of an agreement that names no place, those of its session count, or else its forum's.
PLACES = Case(
    When(~Q(units=[]), then=F("units")),
    When(~Q(session__units=[]), then=F("session__units")),
    default=F("session__forum__units"),
)


_AS_TEXT = Func(PLACES, Value(" "), function="array_to_string", output_field=TextField())


@dataclass(frozen=True)
class Chosen:
    """By what a list of agreements is chosen; empty or None: by nothing."""

    progress: str = ""
    topic: str = ""
    ubigeo: str = ""
    commitment: int | None = None
    forum: str = ""


@dataclass(frozen=True)
class DepartmentCount:
    """Of a department's agreements how many there are, are open, and are overdue.

    ``is_sample``: they are examples, all of them.
    """

    ubigeo: str
    name: str
    total: int
    open: int
    overdue: int
    is_sample: bool


@dataclass(frozen=True)
class OverdueCount:
    """How many agreements are overdue; ``is_sample``: they are examples, all of them."""

    overdue: int
    is_sample: bool


@dataclass(frozen=True)
class TopicCount:
    """The same of a topic."""

    topic: str
    total: int
    open: int
    overdue: int
    is_sample: bool


def today() -> dt.date:
    """The present day in Lima."""
    return timezone.localdate()


def overdue_condition(day: dt.date) -> Q:
    """That an agreement wasn't fulfilled though its day has passed."""
    return Q(progress__in=OPEN, due_on__lt=day)


def is_overdue(agreement: Agreement, day: dt.date) -> bool:
    """The same of one row."""
    due = agreement.due_on
    return agreement.progress in OPEN and due is not None and due < day


def agreements(user: AnyUser, day: dt.date, chosen: Chosen | None = None) -> QuerySet[Any]:
    """Those that the account sees, what is due first before the rest; ``overdue`` says which are.

    ``ubigeo`` (digits) chooses what is within the unit, or speaks for one that it lies in.
    """
    rows: QuerySet[Any] = seen(Agreement, user).annotate(
        overdue=Case(
            When(overdue_condition(day), then=Value(True)),
            default=Value(False),
            output_field=BooleanField(),
        )
    )
    rows = _chosen(rows, day, chosen or Chosen())
    found: QuerySet[Any] = rows.select_related("owner", "session__forum__commitment")
    return found.defer("session__geom", "session__forum__geom").order_by(
        F("due_on").asc(nulls_last=True), "session__forum__slug", "session__number", "code"
    )


def overdue_in(ubigeo: str, day: dt.date, most: int) -> list[Any]:
    """Of the overdue that everybody sees the first of a unit, one more than ``most``; one query.

    Those of forums that speak for the unit, for a part of it or for one that it lies in.
    """
    chosen = Chosen(progress=OVERDUE, ubigeo=ubigeo)
    return list(agreements(AnonymousUser(), day, chosen)[: most + 1])


def overdue_by_commitment(day: dt.date) -> dict[int, OverdueCount]:
    """Commitment's number → its overdue agreements that everybody sees; those with any.

    One query.
    """
    rows = seen(Agreement, AnonymousUser()).filter(overdue_condition(day)).order_by()
    counted: QuerySet[Any, Any] = rows.values("session__forum__commitment__number").annotate(
        late=Count("pk"), samples=BoolOr("is_sample")
    )
    return {
        row["session__forum__commitment__number"]: OverdueCount(row["late"], row["samples"])
        for row in counted
    }


def _chosen(rows: QuerySet[Any], day: dt.date, chosen: Chosen) -> QuerySet[Any]:
    if chosen.progress == OVERDUE:
        rows = rows.filter(overdue_condition(day))
    elif chosen.progress:
        rows = rows.filter(progress=chosen.progress)
    if chosen.topic:
        rows = rows.filter(topic=chosen.topic)
    if chosen.commitment is not None:
        rows = rows.filter(session__forum__commitment__number=chosen.commitment)
    if chosen.forum:
        rows = rows.filter(session__forum__slug=chosen.forum)
    if chosen.ubigeo:
        rows = rows.alias(places=_AS_TEXT).filter(_within(chosen.ubigeo))
    return rows


def _within(ubigeo: str) -> Q:
    """That a place of the agreement lies within the unit, or the unit in the place."""
    above = [ubigeo[:size] for size in (2, 4) if size < len(ubigeo)]
    exactly = "".join(f"|{code}( |$)" for code in above)
    return Q(places__regex=f"(^| )({ubigeo}{exactly})")


def _public(rows: QuerySet[Agreement]) -> QuerySet[Agreement]:
    """What is counted: facts or samples, so that drafts and samples are never added up."""
    chosen = rows.order_by().values("pk")
    return Agreement.objects.filter(published_condition(Agreement), pk__in=chosen)


def _tallies(day: dt.date) -> dict[str, Any]:
    return {
        "samples": BoolOr("is_sample"),
        "total": Count("pk", distinct=True),
        "still_open": Count("pk", filter=Q(progress__in=OPEN), distinct=True),
        "late": Count("pk", filter=overdue_condition(day), distinct=True),
    }


def counts_by_department(rows: QuerySet[Agreement], day: dt.date) -> list[DepartmentCount]:
    """The published by department, those without any place under an empty ubigeo.

    One query, and the names'. An agreement of several departments counts in each, once.
    """
    place = Func(
        Case(
            When(place_texts=[], then=Value([""], ArrayField(CharField()))), default="place_texts"
        ),
        function="unnest",
        output_field=CharField(),
    )
    counted: QuerySet[Any, Any] = (
        _public(rows)
        .alias(place_texts=PLACES)
        .alias(place=place)
        .annotate(department=Left("place", 2))
        .order_by("department")
        .values("department")
        .annotate(**_tallies(day))
    )
    found = list(counted)
    codes = [row["department"] for row in found]
    names = dict(AdminUnit.objects.filter(pk__in=codes).values_list("pk", "name"))
    return [
        DepartmentCount(
            row["department"],
            names.get(row["department"], ""),
            row["total"],
            row["still_open"],
            row["late"],
            row["samples"],
        )
        for row in found
    ]


def counts_by_topic(rows: QuerySet[Agreement], day: dt.date) -> list[TopicCount]:
    """The published by topic, in the order of their names."""
    counted: QuerySet[Any, Any] = (
        _public(rows).order_by("topic").values("topic").annotate(**_tallies(day))
    )
    return [
        TopicCount(row["topic"], row["total"], row["still_open"], row["late"], row["samples"])
        for row in counted
    ]
