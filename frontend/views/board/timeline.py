"""The published milestones along time, drawn by the server, with a table beside."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from territory.tracking.board import published_milestones
from territory.tracking.delays import describe

MILESTONES_PER_PAGE = 60
_WIDTH, _LEFT, _ROW, _TOP = 1000, 90, 26, 34
_A_MONTH = dt.timedelta(days=31)


@dataclass(frozen=True)
class Bar:
    """A milestone's line, pixels: planned and actual spans as (x, width), None where unknown."""

    milestone: Any
    y: int
    planned: tuple[float, float] | None
    actual: tuple[float, float] | None


@dataclass(frozen=True)
class Drawing:
    """The bars, a mark for each year's first day, and today's place."""

    bars: tuple[Bar, ...]
    years: tuple[tuple[int, float], ...]
    today: float | None
    width: int
    height: int


def timeline(request: HttpRequest) -> HttpResponse:
    """A page of milestones by commitment and planned end."""
    rows = Paginator(published_milestones(), MILESTONES_PER_PAGE)
    page = rows.get_page(request.GET.get("pagina", 1))
    found = list(page)
    for milestone in found:
        milestone.sentence = describe(milestone.delay, milestone.delay_days, milestone.shown_as_of)
    context = {
        "page": page,
        "drawing": draw(found, timezone.localdate()),
        "has_samples": any(milestone.is_sample for milestone in found),
    }
    return render(request, "frontend/board/timeline.html", context)


def draw(milestones: Sequence[Any], today: dt.date) -> Drawing | None:
    """None where no milestone has a date."""
    spans = [
        (_span(each.planned_start, each.planned_end), _span(each.shown_start, each.shown_end))
        for each in milestones
    ]
    days = [day for pair in spans for span in pair if span for day in span]
    if not days:
        return None
    first, last = min(days) - _A_MONTH, max(days) + _A_MONTH
    scale = (_WIDTH - _LEFT - 10) / (last - first).days

    def place(day: dt.date) -> float:
        return round(_LEFT + (day - first).days * scale, 1)

    def bar(span: tuple[dt.date, dt.date] | None) -> tuple[float, float] | None:
        # A day alone is a mark that can be seen.
        return span and (place(span[0]), max(round((span[1] - span[0]).days * scale, 1), 6.0))

    bars = tuple(
        Bar(milestone, _TOP + _ROW * number, bar(planned), bar(actual))
        for number, (milestone, (planned, actual)) in enumerate(zip(milestones, spans, strict=True))
    )
    years = [dt.date(year, 1, 1) for year in range(first.year + 1, last.year + 1)]
    return Drawing(
        bars,
        tuple((day.year, place(day)) for day in years),
        place(today) if first <= today <= last else None,
        _WIDTH,
        _TOP + _ROW * len(bars) + 8,
    )


def _span(start: dt.date | None, end: dt.date | None) -> tuple[dt.date, dt.date] | None:
    """What is known of it: a day alone where only one is."""
    known = [day for day in (start, end) if day]
    return (known[0], known[-1]) if known else None
