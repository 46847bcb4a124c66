"""Where a plan draws something: a cell of WKT, in degrees, longitude first."""

from __future__ import annotations

from decimal import Decimal

import shapely
from shapely.errors import ShapelyError

from layers.reading.cells import CellError
from layers.reading.positions import why_not

# A street's axis or a city's outline has far fewer corners.
_MOST_CORNERS = 20_000
_AREAS = ("Polygon", "MultiPolygon")
_TYPES = (*_AREAS, "Point", "MultiPoint", "LineString", "MultiLineString")


def parse_shape(raw: str) -> str | None:
    """EWKB (hex) of a point, a line or an area, EPSG:4326; None when empty."""
    shape = _read(raw, _TYPES, "un punto, una línea o un polígono")
    return None if shape is None else _written(shape)


def parse_area(raw: str) -> str | None:
    """EWKB (hex) of a MultiPolygon, EPSG:4326; None when empty."""
    shape = _read(raw, _AREAS, "un polígono")
    if shape is None:
        return None
    return _written(shapely.multipolygons(shapely.get_parts(shape)))


def _read(raw: str, types: tuple[str, ...], what: str) -> shapely.Geometry | None:
    text = raw.strip()
    if not text:
        return None
    try:
        shape = shapely.from_wkt(text.partition(";")[2] if text.startswith("SRID=") else text)
    except ShapelyError as error:
        raise CellError("No es una geometría escrita en WKT.") from error
    if text.startswith("SRID=") and not text.startswith("SRID=4326;"):
        raise CellError("Su SRID no es 4326: se leen grados, longitud y latitud.")
    if shape is None or shape.is_empty or shape.geom_type not in types:
        raise CellError(f"Debe ser {what}.")
    _check(shape)
    return shapely.force_2d(shape)


def _check(shape: shapely.Geometry) -> None:
    if shapely.get_num_coordinates(shape) > _MOST_CORNERS:
        raise CellError(f"Tiene más de {_MOST_CORNERS:_} vértices.".replace("_", "\u00a0"))
    corners = shapely.get_coordinates(shape).tolist()
    for x, y in corners:
        if not (abs(x) < float("inf") and abs(y) < float("inf")):
            raise CellError("Una coordenada no es un número.")
        # A corner may well lie on a whole degree; a lone place on one has been cut.
        reason = why_not(Decimal(str(y)), Decimal(str(x)))
        if reason and (len(corners) == 1 or not (x == round(x) and y == round(y))):
            raise CellError(reason)
    if not shape.is_valid:
        raise CellError("La geometría se cruza a sí misma.")


def _written(shape: shapely.Geometry) -> str:
    return str(shapely.to_wkb(shapely.set_srid(shape, 4326), hex=True, include_srid=True))
