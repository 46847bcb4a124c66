"""A raster as its agency sees it: preview, description, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.gis.geos import Polygon
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from frontend.access import account, signed_in
from frontend.locator import picture_of
from frontend.views.rasters.forms import Described
from frontend.views.rasters.sheet import cell_in_words
from layers.errors import EditNotAllowed, InvalidParameter, TerritorioError
from layers.models import Coverage
from layers.models.rasters import GONE
from layers.rasters import states
from layers.rasters.access import Verb, coverages_of, may, may_approve
from layers.rasters.coverage import layer_of, raster_of
from layers.styles.viewer import legend

PICTURE_PX = (608, 420)
_SHOWN_EVENTS = 30
# What programs write for «no value» without saying so in the file.
_USUAL_NOTHING = (-9999.0, -99999.0, -32768.0, -999.0, -3.4028234663852886e38, -1.7e308)


@signed_in
def sheet(request: HttpRequest, name: str) -> HttpResponse:
    """The raster, and every form of it that the account may use."""
    return _page(request, coverage_of(request, name))


@signed_in
def describe(request: HttpRequest, name: str) -> HttpResponse:
    """Keep the description."""
    coverage = coverage_of(request, name, Verb.PREPARE)
    form = Described(request.POST, instance=coverage)
    if not form.is_valid():
        return _page(request, coverage_of(request, name), 400, described=form)
    try:
        states.describe(coverage.pk, account(request), form.cleaned_data, form.cleaned_data["unit"])
    except InvalidParameter as error:
        form.add_error(error.parameter, error.message)
        return _page(request, coverage_of(request, name), 400, described=form)
    response = redirect("site:coverage", name)
    response["Location"] += "#descripcion"
    return response


# The address's word → who may, and what is done.
STEPS: dict[str, tuple[Verb, Callable[[int, Any], Coverage]]] = {
    "publicar": (Verb.PUBLISH, states.publish),
    "retirar": (Verb.WITHDRAW, states.withdraw),
    "borrar": (Verb.PREPARE, states.delete_later),
    "recuperar": (Verb.PREPARE, states.keep),
}


@signed_in
def step(request: HttpRequest, name: str, done: str) -> HttpResponse:
    """Publish it, withdraw it, delete it, or think better of that."""
    verb, take = STEPS[done]
    coverage = coverage_of(request, name)
    if coverage.is_public and done == "borrar":
        verb = Verb.WITHDRAW
    # Where a second person is required, one who didn't hand the file in publishes.
    if not (verb is Verb.PUBLISH and may_approve(request.user, coverage)):
        coverage_of(request, name, verb)
    try:
        take(coverage.pk, account(request))
    except TerritorioError as error:
        return _page(request, coverage, 409, error=error)
    return redirect("site:coverage", name)


def coverage_of(request: HttpRequest, name: str, verb: Verb = Verb.VIEW) -> Coverage:
    """The raster of that name; Http404 for others' and none, EditNotAllowed for what may not."""
    found = coverages_of(request.user).filter(name=name).first()
    if found is None:
        raise Http404
    if not may(request.user, verb, found):
        raise EditNotAllowed("Su papel en la entidad no permite este paso.")
    return found


def _page(
    request: HttpRequest,
    coverage: Coverage,
    status: int = 200,
    *,
    described: Described | None = None,
    error: TerritorioError | None = None,
) -> HttpResponse:
    is_shown = coverage.state not in GONE
    raster = raster_of(coverage)
    may_prepare = may(request.user, Verb.PREPARE, coverage)
    context = {
        "coverage": coverage,
        "raster": raster,
        "cell": cell_in_words(raster),
        "is_shown": is_shown,
        "picture": _picture(coverage) if is_shown else "",
        "legend": legend(layer_of(coverage).style),
        "may_prepare": may_prepare and is_shown,
        "may_keep": may_prepare and not is_shown,
        "may_publish": may(request.user, Verb.PUBLISH, coverage)
        or may_approve(request.user, coverage),
        "may_withdraw": may(request.user, Verb.WITHDRAW, coverage),
        "missing": states.missing_for_publication(coverage),
        "doubtful": [
            band.minimum
            for band in raster.bands
            if band.nodata is None and band.minimum in _USUAL_NOTHING
        ],
        "described": described or Described(instance=coverage),
        "events": coverage.events.select_related("by")[:_SHOWN_EVENTS],
        "error": error,
    }
    return render(request, "frontend/rasters/own.html", context, status=status)


def _picture(coverage: Coverage) -> str:
    """A map of all of it; its address changes with the raster, so that no old one is shown."""
    west, south, east, north = coverage.extent
    area = Polygon.from_bbox((west, south, east, north))
    area.srid = 4326
    layers = ("departments", coverage.name)
    return f"{picture_of(area, layers, *PICTURE_PX)}&v={coverage.version}"
