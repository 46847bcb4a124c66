"""A zone as it is found, answered and edited, whichever address asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rest_framework.request import Request
from rest_framework.response import Response

from layers import registry
from layers.editing import Edit, Saved, apply
from layers.errors import FeatureNotFound, VersionConflict
from ows.errors import OwsError, from_domain
from ows.rest.preconditions import etag
from ows.rest.zone_features import feature
from territory.models import InterventionZone
from territory.zones import versions_of, zones_for_display

LAYER = "intervention_zones"


def zone_of(request: Request, pk: int) -> InterventionZone:
    zone = zones_for_display(request.user).filter(pk=pk).first() if pk < 2**63 else None
    if zone is None:
        raise FeatureNotFound(f"No existe la zona {str(pk)[:20]}.", parameter="id")
    return zone


def answer(
    request: Request, pk: int, *, status: int = 200, notes: tuple[str, ...] = ()
) -> Response:
    """The zone as it is stored, with its version as the tag and what was done to store it."""
    zone = zone_of(request, pk)
    body = feature(zone, request.user)
    if notes:
        body["notes"] = list(notes)
    return Response(body, status=status, headers={"ETag": etag(zone.version)})


def applied(request: Request, edit: Edit) -> Saved:
    """The zone after the edit."""
    layer = registry.get(LAYER, request.user)
    with _conflicts_described(request):
        return apply(request.user, layer, [edit])[0]


@contextmanager
def _conflicts_described(request: Request) -> Iterator[None]:
    """A conflict leaves with both versions, so that nothing of either has to be lost."""
    try:
        yield
    except VersionConflict as conflict:
        error = from_domain(conflict)
        zone = zone_of(request, int(conflict.fid))
        base = versions_of(zone, request.user).filter(version=conflict.named).first()
        raise OwsError(
            error.message,
            code=error.code,
            locator=error.locator,
            status=error.status,
            members={
                "current": feature(zone, request.user),
                "base": feature(base, request.user) if base is not None else None,
            },
        ) from None
