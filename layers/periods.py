"""The periods that a layer's rows are of, and the one that a map shows.

Only of layers with a ``time_end_field``: their rows lie upon one another, period upon period.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.cache import cache

from layers import versions
from layers.layer import AnyUser, Layer
from territory.periods import Period

Tree = dict[str, Any]


def periods_of(layer: Layer, user: AnyUser) -> tuple[Period, ...]:
    """The periods of its rows, oldest first; empty where its rows are of none."""
    if layer.time_field is None or layer.time_end_field is None:
        return ()
    key = f"periods:{layer.name}:{versions.seen(layer, user)}:{layer.audience(user)}"
    found: tuple[Period, ...] | None = cache.get(key)
    if found is None:
        ends = [layer.field(name).path for name in (layer.time_field, layer.time_end_field)]
        pairs = layer.rows(user).order_by().values_list(*ends).distinct()
        found = tuple(sorted(Period.between(*pair) for pair in pairs))
        cache.set(key, found, None)
    return found


def latest(layer: Layer, user: AnyUser) -> Period | None:
    """The period that a map shows unless it is asked for another."""
    return max(periods_of(layer, user), default=None, key=_newest)


def covering(layer: Layer, user: AnyUser, asked: Period) -> Period | None:
    """The period of its rows in which what is asked for lies; of several the shortest."""
    found = [period for period in periods_of(layer, user) if period.covers(asked)]
    return min(found, default=None, key=lambda period: period.end - period.start)


def within(layer: Layer, period: Period) -> Tree:
    """The filter (CQL2-JSON) of the rows that are of exactly this period."""
    return {
        "op": "and",
        "args": [
            _equals(str(layer.time_field), period.start),
            _equals(str(layer.time_end_field), period.end),
        ],
    }


def latest_only(layer: Layer, user: AnyUser) -> Tree | None:
    """The filter of the latest period's rows; None of layers whose rows are of none."""
    period = latest(layer, user)
    return None if period is None else within(layer, period)


def _equals(field: str, day: dt.date) -> Tree:
    return {"op": "=", "args": [{"property": field}, day.isoformat()]}


def _newest(period: Period) -> tuple[dt.date, dt.date]:
    return period.end, period.start
