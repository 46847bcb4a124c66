"""Rectangles: a request's ``Bbox`` and the way from its CRS into a layer's."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import shapely
from django.contrib.gis.geos import GEOSGeometry
from numpy.typing import NDArray
from pyproj import CRS, Transformer

from layers.crossings import repaired

# Where a CRS can be trusted, in its own x/y units: beyond it projections return infinities.
# Transverse Mercator (PROJ's "extended" form) holds some 4,000 km around its meridian.
_DOMAIN = {
    4326: (-180.0, -90.0, 180.0, 90.0),
    3857: (-20037508.342789244, -20048966.104014594, 20037508.342789244, 20048966.104014594),
}
_UTM_DOMAIN = (-3_500_000.0, 0.0, 4_500_000.0, 20_000_000.0)

# An edge is cut into this many pieces before it is transformed, since a straight edge of one
# CRS is a curve in another (GDAL and PROJ use 21 for the same purpose).
_EDGE_POINTS = 21
# So often the best point's surroundings are cut again: 1/10 of the length each time.
_REFINEMENTS = 5
# Degrees beside a UTM zone within which its projection is trusted.
_FAR_DEG = 35.0

Corners = NDArray[np.float64]


@dataclass(frozen=True)
class Bbox:
    """A rectangle in the CRS ``srid``, always in x/y (east, north) order."""

    minx: float
    miny: float
    maxx: float
    maxy: float
    srid: int = 4326

    @property
    def width(self) -> float:
        return self.maxx - self.minx

    @property
    def height(self) -> float:
        return self.maxy - self.miny

    def polygon(self, srid: int) -> GEOSGeometry | None:
        """This rectangle as a polygon of the CRS ``srid``, its edges densified.

        None when the rectangle lies wholly beyond the domain of its own CRS, or too far from
        that of ``srid``: no feature can be there. A rectangle with ``minx > maxx`` crosses
        the antimeridian.
        """
        parts = [part for part in (self._clipped(*x) for x in self._x_ranges()) if part]
        if not parts:
            return None
        shape = shapely.union_all([reproject(_shape(part), self.srid, srid) for part in parts])
        if shape.is_empty:
            return None
        return GEOSGeometry(memoryview(shapely.to_wkb(shape)), srid=srid)

    def _x_ranges(self) -> list[tuple[float, float]]:
        if self.minx <= self.maxx:
            return [(self.minx, self.maxx)]
        west, _south, east, _north = domain(self.srid)
        return [(self.minx, east), (west, self.maxx)]

    def _clipped(self, minx: float, maxx: float) -> Bbox | None:
        west, south, east, north = domain(self.srid)
        clipped = Bbox(
            max(minx, west),
            max(self.miny, south),
            min(maxx, east),
            min(self.maxy, north),
            self.srid,
        )
        return clipped if clipped.minx <= clipped.maxx and clipped.miny <= clipped.maxy else None


# The same extents are written again whenever any layer changes.
@lru_cache(maxsize=4096)
def image(box: Bbox, srid: int) -> Bbox | None:
    """The rectangle of ``srid`` that holds all that ``box`` does; None where none can.

    A parallel bends most between the points that an edge is cut into: over Peru's width in UTM
    25 metres are missed by 21 of them. So each extreme is looked for again around the best point.
    """
    polygon = box.polygon(srid)
    if polygon is None:
        return None
    least, greatest = np.array(polygon.extent[:2]), np.array(polygon.extent[2:])
    if srid != box.srid and _is_whole(box, srid):
        lowest, highest = _edge_extremes(box, srid)
        least, greatest = np.minimum(least, lowest), np.maximum(greatest, highest)
    (xmin, ymin), (xmax, ymax) = map(float, least), map(float, greatest)
    return Bbox(xmin, ymin, xmax, ymax, srid)


def _is_whole(box: Bbox, srid: int) -> bool:
    """Whether ``reproject`` leaves nothing of it out."""
    west, south, east, north = domain(box.srid)
    if not (west <= box.minx <= box.maxx <= east and south <= box.miny <= box.maxy <= north):
        return False
    if srid in _DOMAIN:
        return True
    return bool(_surroundings(srid).covers(_moved(_shape(box), box.srid, 4326)))


def _edge_extremes(box: Bbox, srid: int) -> tuple[Corners, Corners]:
    """The least and the greatest x and y of the edges' image, to a fraction of a millimetre.

    Each of them is looked for along each edge, all sixteen at once: a transformation costs about
    as much for one point as for hundreds.
    """
    starts = np.array(
        [(box.minx, box.miny), (box.maxx, box.miny), (box.maxx, box.maxy), (box.minx, box.maxy)]
    )
    lengths = np.roll(starts, -1, axis=0) - starts
    axes, signs = np.array([0, 1, 0, 1]), np.array([1.0, 1.0, -1.0, -1.0])
    low, high = np.zeros((4, 4)), np.ones((4, 4))
    for _ in range(_REFINEMENTS):
        along = np.linspace(low, high, _EDGE_POINTS, axis=-1)
        points = starts[:, None, None] + along[..., None] * lengths[:, None, None]
        moved = _clamp(transformer(box.srid, srid).transform(*points.reshape(-1, 2).T), srid)
        moved = np.asarray(moved).reshape(points.shape)
        values = np.stack([moved[:, at, :, axis] for at, axis in enumerate(axes)], axis=1)
        values *= signs[:, None]
        best = values.argmin(axis=-1)[..., None]
        low = np.take_along_axis(along, np.maximum(best - 1, 0), -1)[..., 0]
        high = np.take_along_axis(along, np.minimum(best + 1, _EDGE_POINTS - 1), -1)[..., 0]
    found = signs * values.min(axis=(0, 2))
    return found[:2], found[2:]


def outward(box: Bbox, digits: int) -> Bbox:
    """Rounded to so many decimals that nothing falls outside, however it is rounded itself."""
    step = 10.0**digits
    return Bbox(
        _below(box.minx, step),
        _below(box.miny, step),
        -_below(-box.maxx, step),
        -_below(-box.maxy, step),
        box.srid,
    )


def _below(value: float, step: float) -> float:
    steps = round(value * step)  # the nearest, which a rounded product can't miss
    return (steps if steps / step <= value else steps - 1) / step


def domain(srid: int) -> tuple[float, float, float, float]:
    """The rectangle (x/y order, units of the CRS) inside which ``srid`` can be transformed."""
    return _DOMAIN.get(srid, _UTM_DOMAIN)


@lru_cache(maxsize=64)
def transformer(source: int, target: int) -> Transformer:
    """A pyproj transformer with x/y (east, north) order on both sides."""
    return Transformer.from_crs(source, target, always_xy=True)


def reproject(shape: shapely.Geometry, source: int, target: int) -> shapely.Geometry:
    """``shape`` (2D, x/y) from one CRS into another, its edges densified.

    What lies beyond the domain of ``source`` is left out (the result may be
    empty), as is what lies too far from a zone that is the ``target``; what else ``target``
    can't reach is brought onto its domain's edge. Raises InvalidGeometry only for a shape that
    folds over itself too often to be mended (``crossings``); a rectangle never does.
    """
    if source == target or shape.is_empty:
        return shape
    shape = _within_domain(shape, source)
    if target in _DOMAIN:
        return _moved(shape, source, target)
    # A world seen from one zone folds over itself: what is far from the zone is left out.
    nearby = shapely.intersection(_moved(shape, source, 4326), _surroundings(target))
    return _moved(nearby, 4326, target)


def _moved(shape: shapely.Geometry, source: int, target: int) -> shapely.Geometry:
    if source == target or shape.is_empty:
        return shape
    minx, miny, maxx, maxy = shape.bounds
    longest = max(maxx - minx, maxy - miny)
    if longest > 0:
        shape = shapely.segmentize(shape, longest / _EDGE_POINTS)
    move = transformer(source, target).transform
    moved = shapely.transform(shape, lambda xy: _clamp(move(xy[:, 0], xy[:, 1]), target))
    return moved if moved.is_valid else repaired(moved)


@lru_cache(maxsize=64)
def _surroundings(srid: int) -> shapely.Geometry:
    """Where the zone's projection is one to one, in degrees."""
    area = CRS.from_epsg(srid).area_of_use
    assert area is not None, "every EPSG projection has one"
    return shapely.box(area.west - _FAR_DEG, -85.0, area.east + _FAR_DEG, 85.0)


def _within_domain(shape: shapely.Geometry, srid: int) -> shapely.Geometry:
    west, south, east, north = domain(srid)
    minx, miny, maxx, maxy = shape.bounds
    if west <= minx and south <= miny and maxx <= east and maxy <= north:
        return shape
    valid = shape if shape.is_valid else repaired(shape)
    return shapely.intersection(valid, shapely.box(west, south, east, north))


def _shape(box: Bbox) -> shapely.Geometry:
    if box.width and box.height:
        return shapely.box(box.minx, box.miny, box.maxx, box.maxy)
    if box.width or box.height:  # a line or a point still selects what it touches
        return shapely.LineString([(box.minx, box.miny), (box.maxx, box.maxy)])
    return shapely.Point(box.minx, box.miny)


def _clamp(xy: tuple[object, object], srid: int) -> object:
    """Bring coordinates that a projection could not reach back onto its domain's edge."""
    west, south, east, north = domain(srid)
    x = np.nan_to_num(np.asarray(xy[0], dtype=float), nan=west, posinf=east, neginf=west)
    y = np.nan_to_num(np.asarray(xy[1], dtype=float), nan=south, posinf=north, neginf=south)
    return np.column_stack([np.clip(x, west, east), np.clip(y, south, north)])
