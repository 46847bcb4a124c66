"""What a route's trips, calendar and frequencies amount to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd

from layers.themes.transit.gtfs.calendar import ADDED, WEEK
from layers.themes.transit.gtfs.dataset import Dataset
from layers.themes.transit.gtfs.times import in_order

_DAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
_NO_WEEK = (False,) * 7
# A route with more is described by these and the number of the others.
_MAX_DESTINATIONS = 10

Summary = dict[str, Any]


@dataclass(frozen=True)
class Service:
    """The week in which a service runs, the days between which it is given, and single days."""

    week: tuple[bool, ...] = _NO_WEEK
    start: dt.date | None = None
    end: dt.date | None = None
    added: tuple[dt.date, ...] = ()

    def within(self, start: dt.date | None, end: dt.date | None) -> Service:
        """What is left of it in the period for which the feed answers."""
        first = max(filter(None, (self.start, start)), default=None)
        last = min(filter(None, (self.end, end)), default=None)
        added = tuple(d for d in self.added if (not start or d >= start) and (not end or d <= end))
        runs = any(self.week) and first is not None and last is not None and first <= last
        return Service(self.week, first, last, added) if runs else Service(added=added)

    @property
    def days(self) -> tuple[dt.date, ...]:
        """The first and the last day, and the single ones."""
        return tuple(day for day in (self.start, self.end) if day is not None) + self.added


def summaries(dataset: Dataset) -> dict[str, Summary]:
    """By route: intervals, hours, days, validity, destinations and the number of stops."""
    trips = dataset.trips.good
    services = services_of(dataset)
    found: dict[str, Summary] = {}
    for route, own in trips.groupby("route_id"):
        used = [services.get(service, Service()) for service in own["service_id"].unique()]
        found[str(route)] = {
            "destinations": _destinations(own["trip_headsign"]),
            "service_days": _days_of(used),
            "valid_from": min((day for s in used for day in s.days), default=None),
            "valid_to": max((day for s in used for day in s.days), default=None),
        }
    for columns in (_headways(dataset), _hours(dataset), _stops(dataset)):
        for route, more in columns.items():
            found[route] |= more
    return found


def clock(seconds: float) -> str:
    """``HH:MM`` of the service day, beyond 24 h after midnight."""
    minutes = int(seconds) // 60
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def describe_week(week: Iterable[bool]) -> str:
    """``"lunes a viernes"``; empty where no day is."""
    days = [index for index, runs in enumerate(week) if runs]
    if len(days) == len(_DAYS):
        return "todos los días"
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return f"{_DAYS[days[0]]} a {_DAYS[days[-1]]}"
    names = [_DAYS[day] for day in days]
    return " y ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def services_of(dataset: Dataset) -> dict[str, Service]:
    """By name, within the days for which the feed answers."""
    services = {
        row["service_id"]: Service(
            tuple(row[day] == "1" for day in WEEK), row["start_date"], row["end_date"]
        )
        for row in dataset.calendar.good.to_dict("records")
    }
    dates = dataset.calendar_dates.good
    for service, added in dates[dates["exception_type"] == ADDED].groupby("service_id")["date"]:
        known = services.get(str(service), Service())
        services[str(service)] = Service(known.week, known.start, known.end, tuple(added))
    start, end = period_of(dataset.feed_info.good)
    return {name: service.within(start, end) for name, service in services.items()}


def period_of(feed_info: pd.DataFrame) -> tuple[dt.date | None, dt.date | None]:
    """The first and the last day for which the feed answers; None where it doesn't say."""
    if feed_info.empty:
        return None, None
    start, end = feed_info.iloc[0][["feed_start_date", "feed_end_date"]]
    return start or None, end or None


def _days_of(services: Iterable[Service]) -> str:
    used = list(services)
    week = describe_week([any(days) for days in zip(*(s.week for s in used), strict=True)])
    if not week and any(service.added for service in used):
        return "solo en fechas señaladas"
    return week


def _destinations(headsigns: pd.Series) -> str:
    names = sorted({name for name in headsigns if name})
    shown = "; ".join(names[:_MAX_DESTINATIONS])
    return (
        f"{shown}; y {len(names) - _MAX_DESTINATIONS} más"
        if len(names) > _MAX_DESTINATIONS
        else shown
    )


def _headways(dataset: Dataset) -> dict[str, Summary]:
    trips = dataset.trips.good[["trip_id", "route_id"]]
    joined = dataset.frequencies.good.merge(trips, on="trip_id")
    return {
        str(route): {"headway_min": _minutes(own.min()), "headway_max": _minutes(own.max())}
        for route, own in joined.groupby("route_id")["headway_secs"]
    }


def _minutes(seconds: int) -> Decimal:
    return (Decimal(int(seconds)) / 60).quantize(Decimal("0.01"))


def _hours(dataset: Dataset) -> dict[str, Summary]:
    """From the first departure until the last, or the end of the last interval."""
    trips = dataset.trips.good[["trip_id", "route_id"]]
    starts = in_order(dataset.stop_times).groupby("trip_id", as_index=False).first()
    starts["from"] = starts["departure_time"].fillna(starts["arrival_time"])
    # The times of a trip that frequencies repeat only tell how long it takes.
    starts = starts[~starts["trip_id"].isin(dataset.frequencies.good["trip_id"].to_numpy())]
    spans = [
        starts.assign(until=starts["from"])[["trip_id", "from", "until"]],
        dataset.frequencies.good.rename(columns={"start_time": "from", "end_time": "until"})[
            ["trip_id", "from", "until"]
        ],
    ]
    bounds = pd.concat([span.astype({"from": float, "until": float}) for span in spans])
    bounds = bounds.dropna().merge(trips, on="trip_id")
    return {
        str(route): {"runs_from": clock(own["from"].min()), "runs_until": clock(own["until"].max())}
        for route, own in bounds.groupby("route_id")
    }


def _stops(dataset: Dataset) -> dict[str, Summary]:
    trips = dataset.trips.good[["trip_id", "route_id"]]
    joined = dataset.stop_times.good[["trip_id", "stop_id"]].merge(trips, on="trip_id")
    numbers = joined.groupby("route_id")["stop_id"].nunique()
    return {str(route): {"number_of_stops": int(number)} for route, number in numbers.items()}
