"""A series of a point as a drawing: its values in time, the limits that were not reached apart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from layers.styles import palette

# The drawing's own units, one a pixel on a phone of 360 px.
WIDTH, HEIGHT = 328, 170
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 10, 12, 26
COLOR = palette.THEME["environment"]


@dataclass(frozen=True)
class Mark:
    """A value, or the limit that it lies below (or above); ``title`` is its text."""

    x: float
    y: float
    state: str
    title: str

    @property
    def points(self) -> str:
        """A triangle that shows which way the value lies from its limit."""
        tip = 5 if self.state == "below" else -5
        corners = ((self.x - 4, self.y), (self.x + 4, self.y), (self.x, self.y + tip))
        return " ".join(f"{x:.1f},{y:.1f}" for x, y in corners)


@dataclass(frozen=True)
class SeriesChart:
    """One series: what may be compared. ``limit_y`` is the standard's line, None without one."""

    key: str
    title: str
    unit: str
    is_sample: bool
    marks: tuple[Mark, ...]
    line: str
    highest: str
    first: dt.date
    last: dt.date
    limit_y: float | None
    limit_text: str
    rows: tuple[Any, ...]
    color: str = COLOR
    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT
    right: int = WIDTH - _RIGHT
    top: int = _TOP
    bottom: int = HEIGHT - _BOTTOM


def charts_of(rows: Sequence[Any]) -> Iterator[SeriesChart]:
    """A chart for each series; ``rows`` are in the order of their series (``measurements``)."""
    for at, (_key, group) in enumerate(groupby(rows, key=_series)):
        yield _chart(f"serie-{at + 1}", list(group))


def _series(row: Any) -> tuple[str, ...]:
    return row.parameter_key, row.analysis, row.method, row.unit


def _chart(key: str, rows: list[Any]) -> SeriesChart:
    drawn = [row for row in rows if _number(row) is not None]
    limit = next((row.standard_limit for row in rows if row.standard_limit is not None), None)
    numbers = [_number(row) or 0.0 for row in drawn]
    highest = max([*numbers, *([limit] if limit is not None else [])], default=0.0) or 1.0
    first, last = rows[0].sampled_on, rows[-1].sampled_on
    days = (last - first).days or 1
    plane = WIDTH - _LEFT - _RIGHT, HEIGHT - _TOP - _BOTTOM

    def x_of(row: Any) -> float:
        if first == last:
            return _LEFT + plane[0] / 2
        gone: int = (row.sampled_on - first).days
        return _LEFT + plane[0] * gone / days

    def y_of(number: float) -> float:
        share: float = max(number, 0.0) / highest
        return _TOP + plane[1] * (1 - share)

    marks = tuple(Mark(x_of(row), y_of(_number(row) or 0.0), row.state, told(row)) for row in drawn)
    values = [mark for mark in marks if mark.state == "value"]
    last_row = rows[-1]
    names = filter(None, (last_row.parameter, last_row.analysis, last_row.method))
    return SeriesChart(
        key=key,
        title=" · ".join(names),
        unit=last_row.unit,
        is_sample=last_row.is_sample,
        marks=marks,
        line=" ".join(f"{mark.x:.1f},{mark.y:.1f}" for mark in values),
        highest=plain(highest),
        first=first,
        last=last,
        limit_y=None if limit is None else y_of(limit),
        limit_text="" if limit is None else plain(limit),
        rows=tuple(rows),
    )


def _number(row: Any) -> float | None:
    number: float | None = row.value if row.state == "value" else row.limit_value
    return number


def plain(number: float | None) -> str:
    """A number in full, as a person reads it: no exponent, no noise of a float."""
    if number is None:
        return ""
    text = f"{number:.12f}".rstrip("0").rstrip(".")
    return text or "0"


def told(row: Any) -> str:
    """``< 0.1 mg/L, 14/01/2019``."""
    return f"{amount(row)}, {row.sampled_on:%d/%m/%Y}"


def amount(row: Any) -> str:
    """A value with its unit; what a laboratory can't tell with its sign."""
    match row.state:
        case "value":
            return f"{plain(row.value)} {row.unit}"
        case "below" | "above" if row.limit_value is not None:
            sign = "<" if row.state == "below" else ">"
            return f"{sign} {plain(row.limit_value)} {row.unit}"
        case "below":
            return "no detectado"
        case _:
            return "sin valor"
