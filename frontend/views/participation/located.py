"""The map of what was contributed to a consultation, or to all of a forum's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.gis.geos import Polygon
from django.urls import reverse

from frontend.locator import picture_of
from layers.participation.chosen import code_of, filter_of
from layers.participation.contributions import NAME
from territory.models import Consultation, Forum
from territory.participation.processes.located import Located

WIDTH_PX, HEIGHT_PX = 720, 496
_AROUND = ("departments", "provinces", "district_capitals")


@dataclass(frozen=True)
class LocatedMap:
    """A picture of contributions, and where the map opens with the same of them."""

    count: int
    picture: str
    address: str
    width: int = WIDTH_PX
    height: int = HEIGHT_PX


def located_map(
    located: Located | None, of: Consultation | Forum, slugs: Sequence[str]
) -> LocatedMap | None:
    """``slugs`` are those of the consultations that are drawn; None where nothing has a place."""
    if located is None or not slugs:
        return None
    shape = Polygon.from_bbox(located.extent)
    shape.srid = 4326
    layers = (*_AROUND, NAME)
    filters = (*("INCLUDE" for _layer in _AROUND), filter_of(slugs))
    west, south, east, north = located.extent
    centre = f"{(west + east) / 2:.5f},{(south + north) / 2:.5f}"
    chosen = f"v=1&l=departments,{NAME}&f={NAME}:{code_of(of)}&c={centre}&z={_zoom(located)}"
    return LocatedMap(
        located.count,
        picture_of(shape, layers, WIDTH_PX, HEIGHT_PX, filters),
        f"{reverse('site:map')}?{chosen}",
    )


def _zoom(located: Located) -> int:
    """From which all of it is in sight on a phone: 256 px are the whole world at zoom 0."""
    west, south, east, north = located.extent
    side = max(east - west, north - south)
    zoom = 14
    while zoom > 4 and side * 2**zoom > 360:
        zoom -= 1
    return zoom
