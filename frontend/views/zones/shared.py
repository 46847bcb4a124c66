"""What the pages of zones have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest
from django.views.decorators.cache import cache_control

from layers import registry
from layers.editing import Edit, apply
from layers.errors import (
    EditNotAllowed,
    FeatureNotFound,
    InvalidGeometry,
    InvalidParameter,
    NotAuthenticated,
    OutsideScope,
    TerritorioError,
    VersionConflict,
    WrongState,
)
from territory.models import InterventionZone
from territory.zones import zones_for_display

LAYER = "intervention_zones"
# What surrounds a zone on its small map.
AROUND = ("departments", "provinces", LAYER)

STATUS_OF: dict[type[TerritorioError], int] = {
    InvalidParameter: 400,
    InvalidGeometry: 400,
    NotAuthenticated: 401,
    EditNotAllowed: 403,
    OutsideScope: 403,
    WrongState: 409,
    VersionConflict: 412,
}

# Whose zones a page shows depends on who asks.
own: Callable[[Any], Any] = cache_control(private=True, no_cache=True)


def zone_for(request: HttpRequest, pk: int) -> InterventionZone:
    """The zone, as a page shows it; raises Http404 where the visitor doesn't see it."""
    zone = zones_for_display(request.user).filter(pk=pk).first() if pk < 2**63 else None
    if zone is None:
        raise Http404
    return zone


def refusal_of(request: HttpRequest, edit: Edit) -> TerritorioError | None:
    """Carry out an edit; gives why nothing was changed, or None.

    Raises Http404 where what it is about doesn't exist for the visitor.
    """
    try:
        apply(request.user, registry.get(LAYER, request.user), [edit])
    except FeatureNotFound as error:
        raise Http404(error.message) from error
    except tuple(STATUS_OF) as error:
        return error
    return None


def number_in(values: Any, name: str) -> int:
    """A form's number of a version; raises Http404, since no page sends anything else."""
    text = values.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Http404
    return int(text)
