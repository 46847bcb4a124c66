"""The published feeds, and what a feed's page says of one in sentences."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet

from territory.models import TransitRoute, TransitServiceDate, TransitStop
from territory.transit.frequency import FeedKey, TypicalDay, service_window, typical_days

# A calendar as long says nothing of when it was last looked at.
_LONGEST_DAYS = 5 * 366


@dataclass(frozen=True)
class FeedSummary:
    """A feed's routes and whose they are; dates are days, counts of published rows.

    ``exceptions`` are the single days on which the calendar differs, ``window`` the first and
    the last day of service, None where nothing ever runs.
    """

    key: FeedKey
    ubigeo: str
    unit: str
    source: str
    source_url: str
    cutoff: dt.date
    routes: int
    undrawn: int
    straight: int
    with_headways: int
    runs_from: str
    runs_until: str
    stops: int = 0
    accessible: int = 0
    not_accessible: int = 0
    exceptions: int = 0
    window: tuple[dt.date, dt.date] | None = None
    days: tuple[TypicalDay, ...] = ()

    @property
    def access_unknown(self) -> int:
        """The stops of which the feed doesn't say whether a wheelchair gets in."""
        return self.stops - self.accessible - self.not_accessible

    @property
    def is_open_ended(self) -> bool:
        """Whether the window is so long that it tells nothing."""
        return self.window is not None and (self.window[1] - self.window[0]).days > _LONGEST_DAYS

    @property
    def is_over(self) -> bool:
        """Whether the service ended before the day at which the file was true."""
        return self.window is not None and self.window[1] < self.cutoff


def feeds() -> QuerySet[Any]:
    """One line for each published feed: its name, unit, number of routes and cut-off date."""
    rows = TransitRoute.objects.published()
    named = rows.values("feed", "is_sample", "declared_unit_id", "declared_unit__name")
    return named.annotate(routes=Count("pk"), cutoff=Max("cutoff_date")).order_by("feed")


def routes_of(name: str) -> QuerySet[TransitRoute]:
    """The feed's published routes, by name."""
    rows = TransitRoute.objects.published().filter(feed=name).defer("geom")
    return rows.order_by("name", "route_id")


def summary_of(name: str) -> FeedSummary | None:
    """What the page says of a feed; None where there is no such one. Six queries at most."""
    rows = TransitRoute.objects.published().filter(feed=name)
    found = rows.values(
        "is_sample", "declared_unit_id", "declared_unit__name", "source", "source_url"
    ).annotate(
        routes=Count("pk"),
        cutoff=Max("cutoff_date"),
        undrawn=Count("pk", filter=Q(geom__isnull=True)),
        straight=Count("pk", filter=Q(path_source="stops")),
        with_headways=Count("pk", filter=Q(headway_min__isnull=False)),
        first=Min("runs_from"),
        last=Max("runs_until"),
    )
    row = found.order_by("-routes").first()
    if row is None:
        return None
    key = FeedKey(name, row["is_sample"])
    own = {"feed": name, "is_sample": key.is_sample}
    stops = TransitStop.objects.filter(**own, kind=TransitStop.Kind.STOP).aggregate(
        stops=Count("pk"),
        accessible=Count("pk", filter=Q(wheelchair=True)),
        not_accessible=Count("pk", filter=Q(wheelchair=False)),
    )
    return FeedSummary(
        key=key,
        ubigeo=row["declared_unit_id"],
        unit=row["declared_unit__name"],
        source=row["source"],
        source_url=row["source_url"] or "",
        cutoff=row["cutoff"],
        routes=row["routes"],
        undrawn=row["undrawn"],
        straight=row["straight"],
        with_headways=row["with_headways"],
        runs_from=row["first"] or "",
        runs_until=row["last"] or "",
        exceptions=TransitServiceDate.objects.filter(**own).values("date").distinct().count(),
        window=service_window(key),
        days=tuple(typical_days(key, row["cutoff"])),
        **stops,
    )
