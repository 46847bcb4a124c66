"""Spatial predicates: the literal comes to the column's CRS, never the column to the literal's.

So PostGIS can use the spatial index: its predicates bring their own rectangle test.
"""

from __future__ import annotations

import json
import math
from typing import Any

import shapely
from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.geos import GEOSGeometry, Polygon
from django.db.models import F, Value
from django.db.models.expressions import Combinable

from layers.bbox import Bbox, reproject
from layers.crossings import check_density, repaired
from layers.errors import InvalidFilter, InvalidGeometry
from layers.filters.budget import Budget
from layers.filters.conditions import Bound, Condition, all_of, called, negated
from layers.layer import Layer

# What `literal OP geometry` means as `geometry OP literal`.
MIRRORED = {
    "s_intersects": "s_intersects",
    "s_disjoint": "s_disjoint",
    "s_equals": "s_equals",
    "s_touches": "s_touches",
    "s_overlaps": "s_overlaps",
    "s_crosses": "s_crosses",
    "s_within": "s_contains",
    "s_contains": "s_within",
}
DISTANCE_OPERATORS = frozenset({"s_dwithin", "s_beyond"})
OPERATORS = frozenset({*MIRRORED, *DISTANCE_OPERATORS})

GEOMETRY_TYPES = frozenset(
    {
        "Point",
        "LineString",
        "Polygon",
        "MultiPoint",
        "MultiLineString",
        "MultiPolygon",
        "GeometryCollection",
    }
)

_FUNCTIONS = {
    "s_intersects": "ST_Intersects",
    "s_disjoint": "ST_Disjoint",
    "s_equals": "ST_Equals",
    "s_touches": "ST_Touches",
    "s_overlaps": "ST_Overlaps",
    "s_crosses": "ST_Crosses",
    "s_within": "ST_Within",
    "s_contains": "ST_Contains",
}

# A degree of latitude, at its shortest (the equator): a box made with it is never too small.
_DEGREE_M = 110_574.0
_HALF_EARTH_M = 20_037_508.4


def spatial(op: str, literal: dict[str, Any], layer: Layer, budget: Budget) -> Combinable:
    """``geom OP literal`` for the operators without a distance."""
    return called(_FUNCTIONS[op], F(layer.geom), _value(geometry(literal, layer.srid, budget)))


def distance(
    op: str, literal: dict[str, Any], metres: Any, layer: Layer, budget: Budget
) -> Combinable:
    """``s_dwithin`` and ``s_beyond``: metres on the ellipsoid where the layer is in degrees."""
    if isinstance(metres, bool) or not isinstance(metres, int | float):
        raise InvalidFilter("La distancia es un número de metros.")
    if not 0 <= metres <= _HALF_EARTH_M:  # NaN fails too
        raise InvalidFilter("La distancia debe estar entre 0 y media vuelta a la Tierra.")
    shape = geometry(literal, layer.srid, budget)
    near = _dwithin(shape, float(metres), layer)
    return near if op == "s_dwithin" else negated(near)


def geometry(literal: Any, srid: int, budget: Budget) -> GEOSGeometry:
    """The literal of a tree as a valid 2D geometry of the CRS ``srid``; raises InvalidFilter.

    ``budget`` is the whole filter's.
    """
    budget.geometry()
    if isinstance(literal, dict) and "bbox" in literal:
        box = literal["bbox"]
        if not isinstance(box, list) or len(box) != 4 or not all(map(_is_finite, box)):
            raise InvalidFilter("Un BBOX tiene cuatro números.")
        minx, miny, maxx, maxy = map(float, box)
        rectangle = Bbox(minx, miny, maxx, maxy, _srid(literal))
        return rectangle.polygon(srid) or Polygon(srid=srid)
    if not isinstance(literal, dict) or literal.get("type") not in GEOMETRY_TYPES:
        raise InvalidFilter("Se esperaba una geometría.")
    try:
        shape = shapely.force_2d(shapely.from_geojson(json.dumps(literal)))
    except (shapely.GEOSException, ValueError):
        raise InvalidFilter("La geometría del filtro no es válida.") from None
    budget.vertices(int(shapely.count_coordinates(shape)))
    if not all(map(math.isfinite, shape.bounds)) and not shape.is_empty:
        raise InvalidFilter("La geometría del filtro tiene coordenadas no finitas.")
    try:
        check_density(shape)
        if not shape.is_valid:  # PostGIS stops with an error at a polygon that crosses itself
            shape = repaired(shape)
        shape = reproject(shape, _srid(literal), srid)
    except InvalidGeometry as error:
        raise InvalidFilter(error.message) from None
    return GEOSGeometry(memoryview(shapely.to_wkb(shape)), srid=srid)


def _srid(literal: dict[str, Any]) -> int:
    srid = literal.get("srid", 4326)
    if not isinstance(srid, int):
        raise InvalidFilter("El SRID de la geometría no es un número.")
    return srid


def _is_finite(number: Any) -> bool:
    return isinstance(number, int | float) and not isinstance(number, bool) and abs(number) < 1e300


def _value(shape: GEOSGeometry) -> Value:
    return Value(shape, output_field=GeometryField(srid=shape.srid or 4326))


def _dwithin(shape: GEOSGeometry, metres: float, layer: Layer) -> Combinable:
    column = F(layer.geom)
    if layer.srid != 4326:  # the other CRSs offered are in metres
        return called("ST_DWithin", column, _value(shape), Bound(metres))
    near = Condition(
        column,
        _value(shape),
        Bound(metres),
        template="ST_DWithin(%(expressions)s)",
        arg_joiner="::geography, ",
    )
    if shape.empty:
        return near
    # The index is on geometry, not on geography.
    box = _value(_expanded(shape, metres))
    overlap = Condition(column, box, template="(%(expressions)s)", arg_joiner=" && ")
    return all_of(overlap, near)


def _expanded(shape: GEOSGeometry, metres: float) -> GEOSGeometry:
    """The literal's rectangle in degrees, ``metres`` larger on every side."""
    west, south, east, north = shape.extent
    tall = metres / _DEGREE_M
    highest = min(89.0, max(abs(south - tall), abs(north + tall)))
    wide = min(360.0, tall / math.cos(math.radians(highest)))
    grown = Polygon.from_bbox((west - wide, south - tall, east + wide, north + tall))
    grown.srid = shape.srid
    return grown
