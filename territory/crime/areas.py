"""Which districts lie within a shape that somebody draws: whole ones, by official boundaries alone.

What is told of an area is told of whole published cells. A district that lies in it in part is
none of it: its complaints can't be shared out, and two areas that differ by a corner would tell.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.gis.geos import GEOSGeometry

from territory.boundaries.rules import conclusive_units, official_levels
from territory.models import AdminUnit

DISTRICT = AdminUnit.Level.DISTRICT
# So many are named by one question.
MOST_DISTRICTS = 200
# A boundary drawn along one of a district shouldn't leave it out; some 100 m.
_TOLERANCE_DEG = 0.001


@dataclass(frozen=True)
class Area:
    """The districts that a shape holds whole, by ubigeo, and how many it holds in part."""

    districts: tuple[tuple[str, str], ...]
    cut: int
    has_more: bool = False


def can_be_drawn() -> bool:
    """Whether the districts' boundaries are official, so that a shape tells which it holds."""
    return DISTRICT in official_levels()


def area_of(shape: GEOSGeometry) -> Area:
    """What the shape (EPSG:4326, valid) holds; ask only where ``can_be_drawn``."""
    touched = conclusive_units((DISTRICT,)).filter(geom__intersects=shape).defer("geom")
    whole = touched.filter(geom__coveredby=shape.buffer(_TOLERANCE_DEG)).order_by("pk")
    found = list(whole.values_list("pk", "name")[: MOST_DISTRICTS + 1])
    inside = touched.exclude(geom__touches=shape).count()
    districts = tuple(found[:MOST_DISTRICTS])
    return Area(districts, max(inside - len(found), 0), len(found) > MOST_DISTRICTS)
