"""A plan of urban transport: its measures on the map with their budget, phases, indicators."""

from __future__ import annotations

from django.contrib.gis.geos import GEOSGeometry, Point
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from frontend.indicator_charts import chart_of
from frontend.locator import draw_locator
from frontend.views.participation.about import contributed_about, numbers_about
from frontend.views.transit.consultations import consulted_of
from territory.addresses import on_site
from territory.models import UrbanTransportPlan
from territory.urban_plans import (
    extent_of_measures,
    find_plan,
    indicators_of,
    measures_of,
    phases_of,
)

MEASURES_PER_PAGE = 100
_DRAWN = ("departments", "urban_transport_plans", "urban_transport_projects")


def sheet(request: HttpRequest, code: str) -> HttpResponse:
    """The page of the published plan of that code."""
    try:
        plan = find_plan(code)
    except UrbanTransportPlan.DoesNotExist:
        raise Http404 from None
    page = Paginator(measures_of(plan), MEASURES_PER_PAGE).get_page(request.GET.get("pagina", 1))
    assert plan.declared_unit is not None  # the database holds it
    shape: GEOSGeometry | None = plan.geom or plan.declared_unit.geom
    context = {
        "plan": plan,
        "phases": phases_of(plan),
        "measures": page,
        "measures_csv": on_site(f"/ogc/collections/{_DRAWN[-1]}/items?plan_code={plan.code}&f=csv"),
        "charts": [chart_of(plan, indicator) for indicator in indicators_of(plan)],
        "locator": shape and draw_locator(shape, _DRAWN, places=_corners(plan)),
        **consulted_of(plan, request.user),
        "said_of": {
            int(fid): number
            for fid, number in numbers_about(
                _DRAWN[-1], [str(measure.pk) for measure in page]
            ).items()
        },
        **contributed_about(_DRAWN[1], str(plan.pk)),
        "center": shape and f"{shape.centroid.x:.4f},{shape.centroid.y:.4f}",
    }
    return render(request, "frontend/transit/plan.html", context)


def _corners(plan: UrbanTransportPlan) -> list[Point]:
    """So that the picture holds every measure, wherever the plan's own area ends."""
    box = extent_of_measures(plan)
    if box is None:
        return []
    west, south, east, north = box
    return [Point(west, south, srid=4326), Point(east, north, srid=4326)]
