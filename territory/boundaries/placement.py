"""Positions held against the units that they are said to lie in, by whatever boundaries there are.

Official boundaries decide within the disagreement of two official maps. Others are generalised or
computed, so a position is only said to lie elsewhere where it is far outside, and isn't close to
one of the unit's own capitals, whose positions are INEI's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from django.db import connection

from territory import ewkb
from territory.boundaries.rules import (
    CAPITAL_REACH_DEG,
    has_official_boundaries,
    placement_tolerance_deg,
)
from territory.models import AdminUnit
from territory.sql import read_statements

_LEVELS = {level.digits: level for level in AdminUnit.Level}
# How many positions one statement is given.
_AT_ONCE = 20_000
_SQL = read_statements(Path(__file__).with_suffix(".sql"))


@dataclass(frozen=True)
class Elsewhere:
    """The position ``at`` that place of the list lies outside its unit.

    ``unit`` is where it lies: a province where a capital of it is close, else a department; None
    outside Peru.
    """

    at: int
    unit: str | None


def elsewhere(units: Sequence[str], geoms: Sequence[str], digits: int) -> list[Elsewhere]:
    """The positions that don't lie in their units, by place in the list.

    ``units`` are ubigeos, held at the level of ``digits`` or their own if that is coarser;
    ``geoms`` EWKT or hexadecimal EWKB of EPSG:4326, as long as ``units``.
    """
    level = _LEVELS[digits]
    is_official = has_official_boundaries(level)
    tolerance = placement_tolerance_deg(level)
    found: list[Elsewhere] = []
    for start in range(0, len(units), _AT_ONCE):
        chunk = [unit[:digits] for unit in units[start : start + _AT_ONCE]]
        points = _points(geoms[start : start + _AT_ONCE])
        given: dict[str, Any] = {
            "units": _array(chunk),
            "xs": _array(map(repr, shapely.get_x(points).tolist())),
            "ys": _array(map(repr, shapely.get_y(points).tolist())),
            "tolerance": tolerance,
        }
        with connection.cursor() as cursor:
            cursor.execute(_SQL["outside"], given)
            for at, near, distance, department in cursor.fetchall():
                is_close = near is not None and distance <= CAPITAL_REACH_DEG
                if is_close and not is_official and near.startswith(chunk[at]):
                    continue
                place = near[:4] if is_close and (department or near[:2]) == near[:2] else None
                found.append(Elsewhere(start + at, place or department))
    return found


def _array(items: Iterable[str]) -> str:
    """An array as PostgreSQL reads it (8.15.2), of codes and numbers.

    The driver's own writing of a national file's took a second.
    """
    return f"{{{','.join(items)}}}"


def _points(geoms: Sequence[str]) -> Any:
    """A point within each geometry.

    An outline of a hundred corners is far longer than what is asked of it, and to write it into a
    statement took longer than to answer.
    """
    shapes = np.empty(len(geoms), dtype=object)
    is_text = np.array([geom.startswith("SRID=") for geom in geoms], dtype=bool)
    given = np.array(geoms, dtype=object)
    shapes[~is_text] = ewkb.read(given[~is_text])
    shapes[is_text] = shapely.from_wkt([geom.partition(";")[2] for geom in given[is_text]])
    return shapely.point_on_surface(shapes)
