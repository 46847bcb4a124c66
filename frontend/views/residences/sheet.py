"""``/residencias/<code>-<annex>/``: a residence, how far it is, and what it needs."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.gis.geos import Point, Polygon
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from frontend.locator import draw_locator
from frontend.views.participation.about import contributed_about
from frontend.views.residences.index import LAYER
from territory.addresses import on_site
from territory.models import RuralResidence
from territory.residences.alliances import alliances, delivered
from territory.residences.conditions import looks
from territory.residences.offers import offers
from territory.residences.shown import find_residence, needs

_DRAWN = ("departments", "provinces", "district_capitals", LAYER)
_SIDE_DEG = 0.1


def sheet(request: HttpRequest, residence: str) -> HttpResponse:
    """The page of the published residence of that code."""
    try:
        found = find_residence(residence)
    except RuralResidence.DoesNotExist:
        raise Http404 from None
    wanted = list(needs(residence=found))
    allied = list(alliances(residence=found))
    context: dict[str, Any] = {
        "residence": found,
        "needs": wanted,
        "offers": offers(found),
        "can_offer": any(need.missing > 0 for need in wanted),
        "alliances": [(row, delivered(row)) for row in allied],
        "looks": looks(found, _days(allied)),
        "distances": _distances(found),
        **contributed_about(LAYER, str(found.pk)),
    }
    if found.geom is not None:
        place = found.geom
        context["locator"] = draw_locator(_around(place), _DRAWN, places=[place])
        context["map_address"] = on_site(
            f"/mapa/?v=1&l=departments,{LAYER}&c={place.x:.5f},{place.y:.5f}&z=11"
        )
    return render(request, "frontend/residences/sheet.html", context)


def _days(allied: list[Any]) -> list[dt.date]:
    """When something was delivered that evidence shows."""
    return [
        delivery.delivered_on
        for alliance in allied
        for delivery in alliance.shown_deliveries
        if delivery.shown_evidence
    ]


def _around(place: Point) -> Polygon:
    """What a map of the residence shows: as far as a day's walk."""
    box = (place.x - _SIDE_DEG, place.y - _SIDE_DEG, place.x + _SIDE_DEG, place.y + _SIDE_DEG)
    around = Polygon.from_bbox(box)
    around.srid = place.srid
    return around


def _distances(found: RuralResidence) -> list[tuple[str, int | None, str]]:
    """Title, metres and what it is measured to, as the model describes them."""
    names = ("district_capital_m", "province_capital_m", "nearest_residence_m")
    to = ("", "", found.nearest_residence or "")
    titles = {field.name: str(field.verbose_name) for field in found._meta.concrete_fields}
    return [
        (titles[name], getattr(found, name), place) for name, place in zip(names, to, strict=True)
    ]
