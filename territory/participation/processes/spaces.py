"""The forums of a commitment, or of all, with what they met for and what is overdue."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, IntegerField, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from territory.models import Agreement, Commitment, Forum, ForumSession, ReviewState, Theme
from territory.participation.processes.agreements import (
    OVERDUE,
    Chosen,
    agreements,
    overdue_condition,
)
from territory.participation.processes.seen import seen
from territory.roles import AnyUser

# A page names so many; the lists of their own pages have all.
MOST = 20
MOST_OVERDUE = 10


@dataclass(frozen=True)
class Spaces:
    """The first of a commitment's forums, and of its overdue agreements the oldest.

    Each forum has ``session_count``, ``last_session``, ``agreement_count`` and ``overdue_count``.
    """

    forums: list[Any] = field(default_factory=list)
    overdue: list[Agreement] = field(default_factory=list)
    has_more: bool = False
    has_more_overdue: bool = False

    @property
    def is_sample(self) -> bool:
        """Whether what everybody sees of them are examples."""
        return any(forum.is_sample for forum in self.forums)


def spaces_of(commitment: Commitment, user: AnyUser, day: dt.date) -> Spaces:
    """What the account sees of a commitment's forums; one query, two where there is a forum."""
    rows = with_counts(seen(Forum, user).filter(commitment=commitment), user, day)
    forums = list(rows.order_by("slug")[: MOST + 1])
    if not forums:
        return Spaces()
    chosen = Chosen(progress=OVERDUE, commitment=commitment.number)
    overdue = list(agreements(user, day, chosen)[: MOST_OVERDUE + 1])
    return Spaces(
        forums[:MOST], overdue[:MOST_OVERDUE], len(forums) > MOST, len(overdue) > MOST_OVERDUE
    )


def with_counts(forums: QuerySet[Forum], user: AnyUser, day: dt.date) -> QuerySet[Any]:
    """The forums with how often they met and what they agreed, of what the account sees."""
    held = seen(ForumSession, user).filter(forum=OuterRef("pk")).order_by().values("forum")
    agreed = seen(Agreement, user).filter(session__forum=OuterRef("pk"))
    by_forum = agreed.order_by().values("session__forum")
    late = Count("pk", filter=overdue_condition(day))
    counted: QuerySet[Any] = forums.annotate(
        session_count=_number(held.annotate(number=Count("pk"))),
        last_session=Subquery(held.annotate(last=Max("held_on")).values("last")),
        agreement_count=_number(by_forum.annotate(number=Count("pk"))),
        overdue_count=_number(by_forum.annotate(number=late)),
    )
    return counted.defer("geom")


def _number(rows: QuerySet[Any, Any]) -> Coalesce:
    return Coalesce(Subquery(rows.values("number"), output_field=IntegerField()), 0)


def pilots_by_sector(user: AnyUser, day: dt.date) -> list[tuple[str, list[Any]]]:
    """Every sector's title with its published pilots, the first of each; one query."""
    rows = seen(Forum, user).filter(is_pilot=True, state=ReviewState.PUBLISHED)
    found: dict[str, list[Any]] = {str(sector): [] for sector in Theme}
    pilots = with_counts(rows, user, day).select_related("commitment").order_by("slug")
    for forum in pilots[: MOST * len(found)]:
        found[forum.sector].append(forum)
    return [(str(sector.label), found[str(sector)]) for sector in Theme]
