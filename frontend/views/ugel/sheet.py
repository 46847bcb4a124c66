"""``/ugel/<code>/``: a UGEL's area, indicators, districts and peers."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from frontend.locator import draw_locator
from frontend.views.ugel.index import LAYER
from territory.addresses import on_site
from territory.models import UgelArea
from territory.participation.processes.agreements import today
from territory.ugel.management import management_of
from territory.ugel.peers import VERSION, peers_of
from territory.ugel.shares import districts_of
from territory.ugel.sheets import areas, find_area, indicators_of, languages_of
from territory.ugel.trainings import trainings

_DRAWN = ("departments", LAYER)


def sheet(request: HttpRequest, code: str) -> HttpResponse:
    """The page of the published UGEL of that code."""
    try:
        area = find_area(code)
    except UgelArea.DoesNotExist:
        raise Http404 from None
    day = today()
    context = {
        "area": area,
        "indicators": indicators_of(area),
        "languages": languages_of(area),
        "districts": districts_of(code),
        "management": management_of(code, day),
        "day": day,
        "trainings": list(trainings(code)),
        "peers": peers_of(code, list(areas())),
        "peers_version": VERSION,
        "locator": area.geom and draw_locator(area.geom, _DRAWN),
        "map_address": area.geom
        and on_site(
            f"/mapa/?v=1&l={','.join(_DRAWN)}"
            f"&c={area.geom.centroid.x:.4f},{area.geom.centroid.y:.4f}&z=9"
        ),
    }
    return render(request, "frontend/ugel/sheet.html", context)
