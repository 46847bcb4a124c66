"""The sheet of a zone, with its review."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.gis.geos import Point
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from frontend.coordinates import parse_coordinates
from frontend.locator import draw_locator
from frontend.views.zones.shared import (
    AROUND,
    STATUS_OF,
    number_in,
    own,
    refusal_of,
    zone_for,
)
from layers.editing import Decide, Decision, Remark
from layers.editing.zone_review import decisions_for, needs_remark
from layers.editing.zone_rules import may_edit
from layers.editing.zone_values import MAX_REMARK
from layers.errors import InvalidParameter, TerritorioError
from layers.exports.formats import FORMAT_OF_NAME
from layers.zones.contents import CONTENTS_NOTE, contents_of
from territory.commitments import commitments
from territory.zones import names_departments_only, overlaps, touched_units, versions_of
from territory.zones.decisions import remarks_of, standing_remark

VERSIONS_PER_PAGE = 20
REMARKS_PER_PAGE = 20

# What programs of maps open; the address takes the others too.
_FORMATS = ("gpkg", "kml", "geojson-file", "shp")

_BUTTONS: dict[Decision, str | Promise] = {
    Decision.SUBMIT: _("Presentar para revisión"),
    Decision.APPROVE: _("Aprobar"),
    Decision.RETURN: _("Devolver a borrador"),
}


@dataclass(frozen=True)
class Step:
    """A step of the review that the visitor may take: its button."""

    decision: Decision
    title: str | Promise
    needs_remark: bool


@own
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """One zone: its map, measures, overlaps, versions, and the steps that are open."""
    return _sheet(request, pk)


@own
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a step of the review, of the version that the visitor had in view."""
    try:
        decision = Decision(request.POST.get("decision", ""))
    except ValueError:
        raise Http404 from None
    version = number_in(request.POST, "version")
    error: TerritorioError | None
    try:
        error = refusal_of(request, Decide(str(pk), version, decision, _remark(request)))
    except InvalidParameter as refused:
        error = refused
    if error is not None:
        return _sheet(request, pk, error)
    return redirect("site:zone", pk)


def _remark(request: HttpRequest) -> Remark:
    """What was typed; raises InvalidParameter where the place can't be read."""
    text, typed = request.POST.get("remark", ""), request.POST.get("place", "").strip()
    if not typed:
        return Remark(text)
    position = parse_coordinates(typed)
    if position is None:
        raise InvalidParameter(
            "El lugar no se entiende: escriba latitud y longitud, por ejemplo «-13,52, -71,97».",
            parameter="place",
        )
    return Remark(text, Point(position.longitude, position.latitude, srid=4326))


def _sheet(request: HttpRequest, pk: int, error: TerritorioError | None = None) -> HttpResponse:
    zone = zone_for(request, pk)
    versions = Paginator(
        versions_of(zone, request.user).defer("geom", "description"), VERSIONS_PER_PAGE
    )
    remarks = Paginator(remarks_of(zone, request.user), REMARKS_PER_PAGE)
    units = touched_units(zone.geom)
    standing = standing_remark(zone, request.user)
    places = [standing.place] if standing and standing.place else []
    steps = [
        Step(item, _BUTTONS[item], needs_remark(request.user, zone, item))
        for item in decisions_for(request.user, zone)
    ]
    context: dict[str, Any] = {
        "zone": zone,
        "error": error,
        "typed": request.POST,
        "longest_remark": MAX_REMARK,
        "formats": [FORMAT_OF_NAME[name] for name in _FORMATS],
        "standing": standing,
        "remarks": remarks.get_page(request.GET.get("observaciones", 1)),
        "center": f"{zone.geom.centroid.x:.4f},{zone.geom.centroid.y:.4f}",
        "locator": draw_locator(zone.geom, AROUND, places=places),
        "commitments": [item for item in commitments() if item.number in zone.commitments],
        "units": units,
        "contents": contents_of(zone.geom, units),
        "contents_note": CONTENTS_NOTE,
        "departments_only": names_departments_only(),
        "overlaps": overlaps(zone.geom, request.user, leaving_out=zone.pk),
        "versions": versions.get_page(request.GET.get("pagina", 1)),
        "can_edit": may_edit(request.user, zone),
        "steps": steps,
        "needs_remark": any(step.needs_remark for step in steps),
    }
    status = STATUS_OF[type(error)] if error else 200
    return render(request, "frontend/zone.html", context, status=status)
