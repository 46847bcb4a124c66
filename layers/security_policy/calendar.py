"""When series on security were to be published, and when they were: by the diary of publications.

What counts is the first publication of the source whose cut-off date is the period's last day or
later, and which wasn't undone: a file that ends before the period doesn't publish it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils import timezone

from layers.models import DiaryEntry, Snapshot
from layers.security_policy.basis import source_titles
from territory.models import PlannedPublication
from territory.participation.processes.agreements import today
from territory.periods import Period

_Action = DiaryEntry.Action


class Punctuality(StrEnum):
    """Where a planned publication is."""

    ON_TIME = "on_time"
    LATE = "late"
    OVERDUE = "overdue"
    COMING = "coming"


PUNCTUALITY_TITLES = {
    Punctuality.ON_TIME: "publicada a tiempo",
    Punctuality.LATE: "publicada con atraso",
    Punctuality.OVERDUE: "no publicada, con atraso",
    Punctuality.COMING: "por publicar",
}


@dataclass(frozen=True)
class Planned:
    """A planned publication with what came of it.

    ``late_days`` are calendar days from the planned day to the publication or, without one, to
    today; 0 where none has passed. ``published_on`` is Lima's day.
    """

    record: PlannedPublication
    source_title: str
    published_on: dt.date | None
    late_days: int
    punctuality: Punctuality

    @property
    def punctuality_title(self) -> str:
        return PUNCTUALITY_TITLES[self.punctuality]


@dataclass(frozen=True)
class _Published:
    on: dt.date
    cutoff: dt.date


def planned(commitment: int | None = None, now: dt.date | None = None) -> list[Planned]:
    """The published plan, the latest day first, with what came of it. Three queries."""
    rows = PlannedPublication.objects.published().select_related("commitment")
    if commitment is not None:
        rows = rows.filter(commitment__number=commitment)
    every = list(rows)
    published = _published_of({row.source for row in every})
    titles, day = source_titles(), now or today()
    return [_line(row, titles, published.get(row.source, []), day) for row in every]


def _line(
    row: PlannedPublication, titles: Mapping[str, str], published: list[_Published], day: dt.date
) -> Planned:
    last_day = Period.parse(row.period).end - dt.timedelta(days=1)
    on = min((each.on for each in published if each.cutoff >= last_day), default=None)
    late = max(0, ((on or day) - row.planned_on).days)
    if on is not None:
        punctuality = Punctuality.LATE if late else Punctuality.ON_TIME
    else:
        punctuality = Punctuality.OVERDUE if late else Punctuality.COMING
    return Planned(row, titles.get(row.source, row.source), on, late, punctuality)


def _published_of(sources: Collection[str]) -> dict[str, list[_Published]]:
    """Source → its publications that weren't undone, with their cut-off dates."""
    actions = (_Action.PUBLISHED, _Action.UNDID)
    entries = list(
        DiaryEntry.objects.filter(source__in=sources, action__in=actions)
        .order_by("pk")
        .values_list("source", "feed", "covers", "action", "at", "snapshot")
    )
    keys = {entry[-1] for entry in entries if entry[-1] is not None}
    cutoffs = dict(Snapshot.objects.filter(pk__in=keys).values_list("pk", "cutoff_date"))
    found: dict[tuple[str, str, str], list[_Published | None]] = {}
    for source, feed, covers, action, at, snapshot in entries:
        part = found.setdefault((source, feed, " ".join(covers)), [])
        if action == _Action.UNDID:
            del part[-1:]
            continue
        cutoff = None if snapshot is None else cutoffs.get(snapshot)
        # Of a publication that isn't kept any more nobody knows up to when it was.
        part.append(_Published(timezone.localdate(at), cutoff) if cutoff else None)
    by_source: dict[str, list[_Published]] = {}
    for (source, _feed, _covers), published in found.items():
        by_source.setdefault(source, []).extend(each for each in published if each)
    return by_source
