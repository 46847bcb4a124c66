"""Milestones with what is known of them last: their own progress, or their latest report's."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import (
    Case,
    F,
    FilteredRelation,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.utils import timezone

from territory.models import (
    Commitment,
    Evidence,
    Milestone,
    ProgressReport,
    Rating,
    ReviewState,
)
from territory.reviewing import visible_to
from territory.roles import AnyUser
from territory.tracking.delays import delay_days, delay_kind

# Annotation → column of a report → column of the milestone.
_SHOWN = {
    "shown_start": ("actual_start", "actual_start"),
    "shown_end": ("actual_end", "actual_end"),
    "shown_percent": ("percent", "percent"),
    "shown_progress": ("progress", "progress"),
    "shown_as_of": ("reported_on", "cutoff_date"),
}


def with_progress(rows: QuerySet[Milestone], today: dt.date | None = None) -> QuerySet[Any]:
    """The milestones with ``shown_start``, ``shown_end``, ``shown_percent``, ``shown_progress``.

    These are of the latest published report that is not older than the milestone's own cut-off
    (``report_key``, NULL where there is none), whole: what that report leaves unknown is unknown.
    ``shown_as_of`` is the day they are true at; ``delay`` (``Delay``) and ``delay_days`` follow.
    """
    today = today or timezone.localdate()
    latest = ProgressReport.objects.filter(
        milestone=OuterRef("pk"),
        state=ReviewState.PUBLISHED,
        is_sample=OuterRef("is_sample"),
        reported_on__gte=OuterRef("cutoff_date"),
    ).order_by("-reported_on", "-number")
    # A join: a column that others are made of is written out in each of them.
    found = rows.annotate(
        latest=FilteredRelation(
            "reports", condition=Q(reports__pk=Subquery(latest.values("pk")[:1]))
        ),
        report_key=F("latest__pk"),
    )
    found = found.annotate(
        **{
            name: Case(
                When(report_key__isnull=False, then=F(f"latest__{reported}")), default=F(own)
            )
            for name, (reported, own) in _SHOWN.items()
        }
    )
    return found.annotate(delay=delay_kind(today)).annotate(delay_days=delay_days(today))


def milestones_of(
    commitment: Commitment, user: AnyUser, today: dt.date | None = None
) -> QuerySet[Any]:
    """A commitment's milestones with their reports and evidence, as the account sees them."""
    evidence = Prefetch("evidence", visible_to(Evidence.objects.all(), user))
    reports = visible_to(ProgressReport.objects.all(), user).prefetch_related(evidence)
    rows = visible_to(Milestone.objects.filter(commitment=commitment), user)
    rows = with_progress(rows, today).select_related("responsible")
    return rows.prefetch_related(Prefetch("reports", reports))


def ratings_of(commitment: Commitment, user: AnyUser) -> QuerySet[Rating]:
    """A commitment's ratings as the account sees them, each scale's together."""
    return visible_to(Rating.objects.filter(commitment=commitment), user)
