"""What the ground of a unit is like, as its page says it: computed once for a raster's version."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import shapely
from django.core.cache import cache
from django.urls import reverse

from layers.errors import StorageAway
from layers.layer import AnyUser
from layers.rasters.clips import clip_fits
from layers.rasters.ground import Ground, ground_of, terrains
from territory.models import AdminUnit

# Somebody waits before the page: of a larger area altitudes are read from an overview.
_MOST_CELLS = 4_000_000
_NONE = "none"
_UNKNOWN = "No se puede saber: ningún ráster de terreno tiene dato aquí."


@dataclass(frozen=True)
class UnitGround:
    """Its ground, and where its cells are downloaded; empty where they are too many at once."""

    ground: Ground
    clip_address: str

    @property
    def percent(self) -> float:
        """The part of the unit with a value."""
        return 100 * self.ground.altitude.covered


def ground_context(unit: AdminUnit, user: AnyUser) -> dict[str, Any]:
    """For ``parts/unit_ground.html``: the ground, and why there is none."""
    try:
        return {"ground": unit_ground(unit, user), "ground_note": _UNKNOWN}
    except StorageAway as error:
        return {"ground": None, "ground_note": error.message}


def unit_ground(unit: AdminUnit, user: AnyUser) -> UnitGround | None:
    """None where no terrain that the user sees knows anything of it, or its limits aren't known.

    Raises StorageAway, of which nothing is remembered.
    """
    if unit.geom is None:
        return None
    area = bytes(unit.geom.wkb)
    state = [(layer.name, layer.version, layer.raster.key) for layer in terrains(user)]
    if not state:
        return None
    digest = hashlib.sha256(repr(state).encode() + area).hexdigest()
    key = f"unit-ground:{unit.pk}:{digest[:24]}"
    known: UnitGround | str | None = cache.get(key)
    if known is None:
        known = _measured(unit, shapely.from_wkb(area), user) or _NONE
        cache.set(key, known, None)
    return None if isinstance(known, str) else known


def _measured(unit: AdminUnit, area: shapely.Geometry, user: AnyUser) -> UnitGround | None:
    ground = ground_of(area, user, _MOST_CELLS)
    if ground is None:
        return None
    address = ""
    if clip_fits(ground.layer, area):
        clip = reverse("rest:raster-clip", args=[ground.layer.name])
        address = f"{clip}?{urlencode({'unit': unit.ubigeo})}"
    return UnitGround(ground, address)
