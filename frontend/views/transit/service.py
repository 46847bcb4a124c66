"""Feeds, routes and stops: what runs, how often in each hour, by kind of day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from frontend.feed_report import day_title, sentences
from frontend.feed_review import feed_review
from frontend.near_stops import near_feed_sentence
from frontend.views.participation.about import contributed_about
from territory.models import TransitRoute, TransitStop
from territory.transit.feeds import routes_of, summary_of
from territory.transit.frequency import (
    HourLine,
    TypicalDay,
    hours_of_route,
    hours_of_stop,
    key_of,
    routes_at_stop,
    starts_of_route,
    trips_by_route,
    typical_days,
)

ROUTES_PER_PAGE = 50
# Where a route starts, or what calls at a stop: the first of them are enough to look at.
MOST_LISTED = 100


@dataclass(frozen=True)
class Listed:
    """A route or a stop of a table, and its number on each day; ``pk`` is None where unknown."""

    pk: int | None
    name: str
    numbers: tuple[int, ...]


def feed(request: HttpRequest, name: str) -> HttpResponse:
    """``/transporte/redes/<name>/``: the report, and a page of its routes."""
    found = summary_of(name)
    if found is None:
        raise Http404
    page = Paginator(routes_of(name), ROUTES_PER_PAGE).get_page(request.GET.get("pagina", 1))
    days = [typical.day for typical in found.days]
    trips = trips_by_route(found.key, days, [route.route_id for route in page])
    none = (0,) * len(days)
    context = {
        "feed": found,
        "sentences": [*sentences(found), near_feed_sentence(name)],
        "heads": [day_title(typical) for typical in found.days],
        "review": feed_review(request, found.key),
        "page": page,
        "routes": [Listed(r.pk, r.name, trips.get(r.route_id, none)) for r in page],
    }
    return render(request, "frontend/transit/feed.html", context)


def route(request: HttpRequest, pk: int) -> HttpResponse:
    """``/transporte/rutas/<pk>/``: the trips that start in each hour."""
    rows = TransitRoute.objects.published().defer("geom").select_related("declared_unit")
    found = get_object_or_404(rows.defer("geom", "declared_unit__geom"), pk=pk)
    typical = typical_days(key_of(found), found.cutoff_date)
    days = [item.day for item in typical]
    starts = starts_of_route(found, days)
    names = _names(TransitStop, "stop_id", found, starts)
    context = _context(found, typical, hours_of_route(found, days)) | {
        "listed": _listed(names, starts),
        "is_route": True,
    }
    context |= contributed_about("transit_routes", str(pk))
    return render(request, "frontend/transit/service.html", context)


def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """``/transporte/paraderos/<pk>/``: the vehicles that leave in each hour."""
    rows = TransitStop.objects.published().select_related("declared_unit")
    found = get_object_or_404(rows.defer("geom", "declared_unit__geom"), pk=pk)
    typical = typical_days(key_of(found), found.cutoff_date)
    days = [item.day for item in typical]
    calls = routes_at_stop(found, days)
    names = _names(TransitRoute, "route_id", found, calls)
    context = _context(found, typical, hours_of_stop(found, days)) | {
        "listed": _listed(names, calls),
        "is_route": False,
    }
    context |= contributed_about("transit_stops", str(pk))
    return render(request, "frontend/transit/service.html", context)


def _context(
    found: TransitRoute | TransitStop, typical: list[TypicalDay], hours: list[HourLine]
) -> dict[str, Any]:
    return {
        "row": found,
        "heads": [day_title(item) for item in typical],
        "hours": [
            (
                f"{line.hour % 24:02}:00",
                line.hour >= 24,
                [(number, _every(number)) for number in line.departures],
            )
            for line in hours
        ],
    }


def _every(number: int) -> int | None:
    """How many minutes lie between departures, on average over the hour."""
    return round(60 / number) if number else None


def _names(
    model: type[TransitRoute | TransitStop],
    code: str,
    found: TransitRoute | TransitStop,
    numbers: Mapping[str, tuple[int, ...]],
) -> dict[str, tuple[int, str]]:
    own = model._default_manager.filter(
        feed=found.feed, is_sample=found.is_sample, **{f"{code}__in": list(numbers)}
    )
    return {key: (pk, name) for key, pk, name in own.values_list(code, "pk", "name")}


def _listed(
    names: Mapping[str, tuple[int, str]], numbers: Mapping[str, tuple[int, ...]]
) -> list[Listed]:
    """The busiest first."""
    ordered = sorted(numbers.items(), key=lambda item: (-sum(item[1]), item[0]))[:MOST_LISTED]
    found = []
    for code, own in ordered:
        pk, name = names.get(code, (None, code))
        found.append(Listed(pk, name, own))
    return found
