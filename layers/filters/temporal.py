"""Comparisons in time.

Two instants are compared at the coarser of their granularities: a ``DATE`` field with a
timestamp by the timestamp's day in Lima, a ``DATETIME`` field with a date by the whole day, in
the literal's own zone or the site's. A ``DATE`` field with a zoned day is compared by the day of
Lima that begins within it. So a literal is a closed range of the column's values.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from django.db.models.expressions import Combinable
from django.utils import timezone

from layers.days import Moment, ZonedDay, day_of
from layers.errors import InvalidFilter
from layers.fields import Field, FieldType
from layers.filters.conditions import Bound, all_of, always, compared, negated
from layers.filters.instants import InvalidInstant, instant
from layers.filters.literals import cast, shown

TEMPORAL_TYPES = frozenset({FieldType.DATE, FieldType.DATETIME})
# What `literal OP property` means as `property OP literal`.
MIRRORED = {
    "t_after": "t_before",
    "t_before": "t_after",
    "t_intersects": "t_intersects",
    "t_disjoint": "t_disjoint",
    "t_equals": "t_equals",
}
OPERATORS = frozenset({*MIRRORED, "t_during"})

Instant = date | datetime


@dataclass(frozen=True)
class Span:
    """The first and the last value of a column that a literal covers; None: without end."""

    first: Instant | None
    last: Instant | None


def span(literal: Any, field: Field) -> Span:
    """What ``literal`` covers of ``field``: an instant's day, or an interval."""
    if isinstance(literal, dict) and "interval" in literal:
        first, last = _interval(literal["interval"])
        start = None if first is None else _covered(first, field).first
        end = None if last is None else _covered(last, field).last
        if start is not None and end is not None and start > end:
            raise InvalidFilter("El intervalo termina antes de empezar.")
        return Span(start, end)
    return _covered(cast(literal, field), field)


def compare_instants(column: Combinable, op: str, value: Span) -> Combinable:
    """``=``, ``<>``, ``<``, ``>``, ``<=``, ``>=`` between a column and an instant."""
    if op == "=":
        return _inside(column, value)
    if op == "<>":
        return negated(_inside(column, value))
    edge = value.first if op in ("<", ">=") else value.last
    return compared(column, op, Bound(edge))


def temporal(column: Combinable, op: str, value: Span, *, is_interval: bool) -> Combinable:
    """CQL2's temporal operators; ``during`` leaves both ends out, as Allen's does."""
    if op == "t_before":
        return always(False) if value.first is None else compared(column, "<", Bound(value.first))
    if op == "t_after":
        return always(False) if value.last is None else compared(column, ">", Bound(value.last))
    if op == "t_during":
        return _between(column, value, (">", "<"))
    if op == "t_disjoint":
        return negated(_inside(column, value))
    if op == "t_equals" and is_interval and value.first != value.last:
        return always(False)  # an instant is never as long as an interval
    return _inside(column, value)


def _inside(column: Combinable, value: Span) -> Combinable:
    if value.first == value.last and value.first is not None:
        return compared(column, "=", Bound(value.first))
    return _between(column, value, (">=", "<="))


def _between(column: Combinable, value: Span, ops: tuple[str, str]) -> Combinable:
    tests = [
        compared(column, op, Bound(edge))
        for op, edge in zip(ops, (value.first, value.last), strict=True)
        if edge is not None
    ]
    if not tests:  # an interval open at both ends holds every instant, but no null
        return compared(column, "=", column)
    return all_of(*tests)


def _interval(ends: Any) -> tuple[Moment | None, Moment | None]:
    if not isinstance(ends, list) or len(ends) != 2:
        raise InvalidFilter("Un intervalo tiene un inicio y un fin.")
    first, last = (_end(item) for item in ends)
    return first, last


def _end(item: Any) -> Moment | None:
    if item == "..":
        return None
    try:
        return instant(item)
    except InvalidInstant as error:
        raise InvalidFilter(
            "Los extremos de un intervalo son fechas, fechas con hora o «..»: "
            f"«{shown(item)}» {error}."
        ) from None


def _covered(value: Moment, field: Field) -> Span:
    try:
        if field.type is FieldType.DATE:
            day = day_of(value)
            return Span(day, day)
        if isinstance(value, datetime):
            return Span(value, value)
        if isinstance(value, ZonedDay):
            return Span(value.first, value.last)
        here = timezone.get_default_timezone()
        first = datetime.combine(value, time.min, here).astimezone(UTC)
        last = datetime.combine(value, time.max, here).astimezone(UTC)
    except OverflowError:
        raise InvalidFilter(f"La fecha «{value}» está fuera de rango.") from None
    return Span(first, last)
