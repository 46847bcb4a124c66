"""Planners' zones: their list, and the sheet of each with its review."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.gis.db.models.functions import Envelope
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control

from frontend.locator import draw_locator, picture_of
from layers import registry
from layers.editing import Decide, Decision, apply
from layers.editing.zone_review import decisions_for
from layers.editing.zone_rules import may_edit
from layers.errors import (
    EditNotAllowed,
    FeatureNotFound,
    NotAuthenticated,
    OutsideScope,
    TerritorioError,
    VersionConflict,
    WrongState,
)
from territory.commitments import commitments
from territory.models import InterventionZone
from territory.roles import planner_of
from territory.zones import (
    names_departments_only,
    overlaps,
    touched_units,
    versions_of,
    zones_for_display,
)

LAYER = "intervention_zones"
PER_PAGE = 20
VERSIONS_PER_PAGE = 20
PICTURE_PX = (300, 260)
# What surrounds a zone on its small map.
_AROUND = ("departments", "provinces", LAYER)

_BUTTONS: dict[Decision, str | Promise] = {
    Decision.SUBMIT: _("Presentar para revisión"),
    Decision.APPROVE: _("Aprobar"),
    Decision.RETURN: _("Devolver a borrador"),
}
_STATUS_OF: dict[type[TerritorioError], int] = {
    NotAuthenticated: 401,
    EditNotAllowed: 403,
    OutsideScope: 403,
    WrongState: 409,
    VersionConflict: 412,
}

# Whose zones a page shows depends on who asks.
_own = cache_control(private=True, no_cache=True)


@dataclass(frozen=True)
class ZoneCard:
    """A zone in the list, with the address of its small map."""

    zone: InterventionZone
    picture: str


@dataclass(frozen=True)
class Step:
    """A step of the review that the visitor may take: its button."""

    decision: Decision
    title: str | Promise


@_own
def index(request: HttpRequest) -> HttpResponse:
    """The zones that the visitor may see, the last changed first."""
    zones: QuerySet[Any] = (
        zones_for_display(request.user).annotate(envelope=Envelope("geom")).defer("geom")
    )
    page = Paginator(zones.order_by("-updated_at", "-pk"), PER_PAGE).get_page(
        request.GET.get("pagina", 1)
    )
    context = {
        "page": page,
        "cards": [
            ZoneCard(zone, picture_of(zone.envelope, _AROUND, *PICTURE_PX))
            for zone in page.object_list
        ],
        "picture_size": PICTURE_PX,
        "planner": planner_of(request.user),
    }
    return render(request, "frontend/zones.html", context)


@_own
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """One zone: its map, measures, overlaps, versions, and the steps that are open."""
    return _sheet(request, pk)


@_own
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a step of the review, of the version that the visitor had in view."""
    try:
        decision = Decision(request.POST.get("decision", ""))
        version = int(request.POST.get("version", ""))
    except ValueError:
        raise Http404 from None
    try:
        layer = registry.get(LAYER, request.user)
        apply(request.user, layer, [Decide(str(pk), version, decision)])
    except FeatureNotFound as error:
        raise Http404(error.message) from error
    except tuple(_STATUS_OF) as error:
        return _sheet(request, pk, error)
    return redirect("site:zone", pk)


def _sheet(request: HttpRequest, pk: int, error: TerritorioError | None = None) -> HttpResponse:
    zone = zones_for_display(request.user).filter(pk=pk).first() if pk < 2**63 else None
    if zone is None:
        raise Http404
    versions = Paginator(
        versions_of(zone, request.user).defer("geom", "description"), VERSIONS_PER_PAGE
    )
    context: dict[str, Any] = {
        "zone": zone,
        "error": error,
        "center": f"{zone.geom.centroid.x:.4f},{zone.geom.centroid.y:.4f}",
        "locator": draw_locator(zone.geom, _AROUND),
        "commitments": [item for item in commitments() if item.number in zone.commitments],
        "units": touched_units(zone.geom),
        "departments_only": names_departments_only(),
        "overlaps": overlaps(zone.geom, request.user, leaving_out=zone.pk),
        "versions": versions.get_page(request.GET.get("pagina", 1)),
        "can_edit": may_edit(request.user, zone),
        "steps": [Step(item, _BUTTONS[item]) for item in decisions_for(request.user, zone)],
    }
    status = _STATUS_OF[type(error)] if error else 200
    return render(request, "frontend/zone.html", context, status=status)
