"""Two versions of a zone, field by field and shape by shape."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.gis.geos import GEOSGeometry, MultiPolygon
from django.db import connection

from territory.models import InterventionZone
from territory.roles import AnyUser
from territory.zones import STATEMENTS, versions_of

FIELDS = ("title", "description", "commitments", "status")


@dataclass(frozen=True)
class Area:
    """Polygons in EPSG:4326, empty where there are none, and their geodesic area."""

    geom: MultiPolygon
    area_ha: float


@dataclass(frozen=True)
class Comparison:
    """``earlier`` and ``later`` are versions (``ZoneVersion``); ``changed`` names the fields.

    ``geom`` is among them where a corner differs, even if no area does.
    """

    earlier: Any
    later: Any
    changed: tuple[str, ...]
    added: Area
    removed: Area

    @property
    def both(self) -> tuple[Any, Any]:
        """The earlier and the later one."""
        return self.earlier, self.later


def compared(zone: InterventionZone, numbers: tuple[int, int], user: AnyUser) -> Comparison | int:
    """Two versions of a zone that the user sees, in the order of their numbers.

    Where one isn't to be seen by them, or isn't there, its number is given instead.
    """
    first, second = sorted(numbers)
    found = {item.version: item for item in versions_of(zone, user).filter(version__in=numbers)}
    for number in (first, second):
        if number not in found:
            return number
    earlier, later = found[first], found[second]
    names = [name for name in FIELDS if getattr(earlier, name) != getattr(later, name)]
    if not earlier.geom.equals_exact(later.geom):
        names.append("geom")
    return Comparison(earlier, later, tuple(names), *_difference(earlier.geom, later.geom))


def _difference(earlier: GEOSGeometry, later: GEOSGeometry) -> tuple[Area, Area]:
    with connection.cursor() as cursor:
        cursor.execute(
            STATEMENTS["difference"],
            {"earlier": bytes(earlier.ewkb), "later": bytes(later.ewkb)},
        )
        added, added_ha, removed, removed_ha = cursor.fetchone()
    return Area(_polygons(added), added_ha), Area(_polygons(removed), removed_ha)


def _polygons(ewkb: Any) -> MultiPolygon:
    shape = GEOSGeometry(memoryview(bytes(ewkb)))
    assert isinstance(shape, MultiPolygon)
    return shape
