"""What became public of the tracking, the last first: milestones and reports as they are now."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from territory.changes import last_public_change
from territory.models import Milestone, ProgressReport
from territory.tracking.delays import describe
from territory.tracking.milestones import with_progress


@dataclass(frozen=True)
class News:
    """A published record at the moment of its last public change; ``key`` names it for good."""

    key: str
    number: int
    title: str
    text: str
    at: dt.datetime


def news(number: int | None, at_most: int) -> list[News]:
    """Of one commitment or of all, in two queries; what was withdrawn is not among them.

    A proposal that waits beside a published record is no news, and moves nothing.
    """
    milestones = with_progress(Milestone.objects.published()).select_related("commitment")
    reports = ProgressReport.objects.published().select_related("milestone__commitment")
    if number is not None:
        milestones = milestones.filter(commitment__number=number)
        reports = reports.filter(milestone__commitment__number=number)
    found = [_of_milestone(row) for row in _dated(milestones)[:at_most]]
    found += [_of_report(row) for row in _dated(reports)[:at_most]]
    return sorted(found, key=lambda each: each.at, reverse=True)[:at_most]


def _dated(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The rows with ``public_at``, those that changed last first."""
    latest = last_public_change(rows.model)
    dated: QuerySet[Any] = rows.annotate(public_at=latest).filter(public_at__isnull=False)
    return dated.order_by("-public_at")


def _of_milestone(row: Any) -> News:
    return News(
        f"hito-{row.pk}",
        row.commitment.number,
        f"Compromiso {row.commitment.number}, hito {row.code}: {row.title}",
        describe(row.delay, row.delay_days, row.shown_as_of),
        row.public_at,
    )


def _of_report(row: Any) -> News:
    milestone = row.milestone
    late = milestone.planned_end and row.reported_on > milestone.planned_end
    days = (row.reported_on - milestone.planned_end).days if late else 0
    after = f" Informado {days} días después del fin previsto." if late else ""
    return News(
        f"informe-{row.pk}",
        milestone.commitment.number,
        f"Compromiso {milestone.commitment.number}, hito {milestone.code}: informe {row.number}",
        f"{row.text}{after}",
        row.public_at,
    )
