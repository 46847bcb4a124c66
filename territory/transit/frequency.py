"""Departures per hour of a route or a stop, by kind of day, computed by the database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.db import connection
from psycopg import sql

from territory.models import TransitRoute, TransitStop
from territory.sql import read_statements

_SQL = read_statements(Path(__file__).with_suffix(".sql"))


class DayKind(StrEnum):
    """Kinds of day, in the order in which a page shows them."""

    WEEKDAY = "weekday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


@dataclass(frozen=True)
class FeedKey:
    """Which feed's rows are meant."""

    feed: str
    is_sample: bool


@dataclass(frozen=True)
class TypicalDay:
    """The day that stands for its kind, and how many trips start on it."""

    kind: DayKind
    day: dt.date
    trips: int


@dataclass(frozen=True)
class HourLine:
    """An hour of the service day, and the departures of each day that was asked for."""

    hour: int
    departures: tuple[int, ...]


def key_of(row: TransitRoute | TransitStop) -> FeedKey:
    """The feed that a route or a stop is of."""
    return FeedKey(row.feed, row.is_sample)


def service_window(key: FeedKey) -> tuple[dt.date, dt.date] | None:
    """The first and the last day on which something may run; None where nothing ever does."""
    first, last = _rows(_SQL["window"], key)[0]
    return None if first is None or last is None else (first, last)


def typical_days(key: FeedKey, cutoff: dt.date) -> list[TypicalDay]:
    """A day of each kind from the cut-off date on, or from where the service begins or ends.

    The four weeks that are looked at lie within the service's window; a kind of which they
    hold no day is missing. No day where nothing ever runs. Two queries.
    """
    window = service_window(key)
    if window is None:
        return []
    first, last = window
    start = max(first, min(cutoff, last - dt.timedelta(days=27)))
    found = _rows(_SQL["typical_days"], key, first=start, last=last)
    days = {kind: TypicalDay(DayKind(kind), day, number) for kind, day, number in found}
    return [days[kind] for kind in DayKind if kind in days]


def hours_of_route(route: TransitRoute, days: Sequence[dt.date]) -> list[HourLine]:
    """The trips that start in each hour, in all directions together."""
    return _by_hour(key_of(route), days, "starts", "d.route_id = %(route)s", route=route.route_id)


def hours_of_stop(stop: TransitStop, days: Sequence[dt.date]) -> list[HourLine]:
    """The vehicles that leave in each hour, of all routes together."""
    return _by_hour(key_of(stop), days, "departures", "d.stop_id = %(stop)s", stop=stop.stop_id)


def routes_at_stop(stop: TransitStop, days: Sequence[dt.date]) -> dict[str, tuple[int, ...]]:
    """Route's code → its departures from the stop on each of the days."""
    return _by_code(
        key_of(stop), days, "departures", "d.route_id", "d.stop_id = %(stop)s", stop=stop.stop_id
    )


def starts_of_route(route: TransitRoute, days: Sequence[dt.date]) -> dict[str, tuple[int, ...]]:
    """Stop's code → the route's trips that start there on each of the days."""
    where = "d.route_id = %(route)s"
    return _by_code(key_of(route), days, "starts", "d.stop_id", where, route=route.route_id)


def trips_by_route(
    key: FeedKey, days: Sequence[dt.date], routes: Sequence[str]
) -> dict[str, tuple[int, ...]]:
    """Route's code → the trips that start on each of the days, of the routes named."""
    where = "d.route_id = ANY (%(routes)s)"
    return _by_code(key, days, "starts", "d.route_id", where, routes=list(routes))


def _by_hour(
    key: FeedKey, days: Sequence[dt.date], counted: str, where: str, **given: Any
) -> list[HourLine]:
    found = _by_code(key, days, counted, "d.hour", where, **given)
    hours = range(min(found), max(found) + 1) if found else range(0)
    none = (0,) * len(days)
    return [HourLine(hour, found.get(hour, none)) for hour in hours]


def _by_code(
    key: FeedKey, days: Sequence[dt.date], counted: str, group: str, where: str, **given: Any
) -> dict[Any, tuple[int, ...]]:
    # The pieces are this module's own; what a request says goes in as parameters.
    statement = sql.SQL(_SQL["departures"]).format(
        group=sql.SQL(group), counted=sql.SQL(counted), where=sql.SQL(where)
    )
    found: dict[Any, dict[dt.date, int]] = {}
    for day, code, number in _rows(statement, key, days=list(days), **given):
        found.setdefault(code, {})[day] = number
    return {code: tuple(by.get(day, 0) for day in days) for code, by in found.items()}


def _rows(statement: str | sql.Composable, key: FeedKey, **given: Any) -> list[tuple[Any, ...]]:
    parameters: Mapping[str, Any] = {"feed": key.feed, "is_sample": key.is_sample, **given}
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())
