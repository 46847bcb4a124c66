"""What a person writes into a row of an agency's layer, as its table holds it."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping
from typing import Any

import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.utils import timezone

from layers.datasets.columns import Column
from layers.datasets.personal import Decision
from layers.editing.shapes import MAX_VERTICES, PARAMETER, check_frame, checked_multipolygon
from layers.errors import InvalidGeometry, InvalidParameter
from layers.fields import FieldType
from layers.geometry_types import GeometryType
from layers.reading.spatial.columns import MAX_TEXT
from layers.reading.text import clean, unreadable
from territory.personal_data import masked

_MOST_INTEGER = 2**63 - 1
# Of each dimension the types that a feature may come as.
_TAKEN = {
    GeometryType.POINT: ("Point",),
    GeometryType.MULTI_POINT: ("Point", "MultiPoint"),
    GeometryType.MULTI_LINE_STRING: ("LineString", "MultiLineString"),
    GeometryType.MULTI_POLYGON: ("Polygon", "MultiPolygon"),
}


def checked_values(
    columns: tuple[Column, ...], decided: Mapping[str, str], values: Mapping[str, Any]
) -> dict[str, Any]:
    """The values by column, each of its column's type; None where there is none.

    Of a column that is masked (``decided``) what looks like a person's data is masked here too.
    Raises InvalidParameter, which names the column.
    """
    known = {column.name: column for column in columns}
    found = {}
    for name, value in values.items():
        if name not in known:
            raise InvalidParameter(f"La capa no tiene la columna «{name[:50]}».", parameter=name)
        empty = value is None or (isinstance(value, str) and not value.strip())
        checked = None if empty else _VALUES[known[name].type](value, name)
        if isinstance(checked, str) and decided.get(name) == Decision.MASK:
            checked = masked(checked)
        found[name] = checked
    return found


def checked_geometry(
    geometry: GeometryType, shape: GEOSGeometry | None
) -> tuple[GEOSGeometry | None, tuple[str, ...]]:
    """The shape as a layer of that type holds it, and what was done to it; raises InvalidGeometry.

    None stays None: a feature may have no place.
    """
    if shape is None:
        return None, ()
    if geometry is GeometryType.NONE:
        raise InvalidGeometry("La capa no tiene geometrías.", parameter=PARAMETER)
    if shape.geom_type not in _TAKEN[geometry]:
        raise InvalidGeometry(
            f"Se espera {geometry.label}, no {GeometryType(shape.geom_type).label}.",
            parameter=PARAMETER,
        )
    if geometry is GeometryType.MULTI_POLYGON:
        checked = checked_multipolygon(shape)
        turned = shapely.orient_polygons(shapely.from_wkb(bytes(checked.shape.wkb)))
        return _as_geos(turned), checked.notes
    return _as_geos(_plain(geometry, shape)), ()


def _plain(geometry: GeometryType, shape: GEOSGeometry) -> shapely.Geometry:
    if shape.srid != 4326:
        raise InvalidGeometry("La geometría debe estar en EPSG:4326.", parameter=PARAMETER)
    if shape.empty:
        raise InvalidGeometry("La geometría está vacía.", parameter=PARAMETER)
    if shape.num_coords > MAX_VERTICES:
        raise InvalidGeometry(
            f"La geometría tiene {shape.num_coords} vértices; se admiten {MAX_VERTICES}.",
            parameter=PARAMETER,
        )
    check_frame(shape)
    flat = shapely.force_2d(shapely.from_wkb(bytes(shape.wkb)))
    if not shapely.is_valid(flat):
        raise InvalidGeometry("Una línea no tiene largo: dibuje dos puntos.", parameter=PARAMETER)
    if geometry is GeometryType.POINT:
        return flat
    parts = shapely.get_parts(flat)
    many = {GeometryType.MULTI_POINT: shapely.multipoints}
    return many.get(geometry, shapely.multilinestrings)(parts)


def _as_geos(shape: shapely.Geometry) -> GEOSGeometry:
    return GEOSGeometry(memoryview(shapely.to_wkb(shape)), srid=4326)


def _text(value: Any, name: str) -> str:
    if not isinstance(value, str):
        raise InvalidParameter("Se espera un texto.", parameter=name)
    text = clean(value).strip()
    if unreadable(text):
        raise InvalidParameter("El texto tiene un carácter que no es de escribir.", parameter=name)
    if len(text) > MAX_TEXT:
        raise InvalidParameter(f"El texto pasa de {MAX_TEXT} caracteres.", parameter=name)
    return text


def _integer(value: Any, name: str) -> int:
    is_whole = isinstance(value, float) and value.is_integer()
    if isinstance(value, bool) or not (is_whole or isinstance(value, int)):
        raise InvalidParameter("Se espera un número entero.", parameter=name)
    if abs(value) > _MOST_INTEGER:
        raise InvalidParameter("El número entero es demasiado grande.", parameter=name)
    return int(value)


def _number(value: Any, name: str) -> float:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    try:
        number = float(value) if is_number else math.nan
    except OverflowError:
        number = math.nan
    if not math.isfinite(number):
        raise InvalidParameter("Se espera un número.", parameter=name)
    return number


def _boolean(value: Any, name: str) -> bool:
    if not isinstance(value, bool):
        raise InvalidParameter("Se espera sí o no.", parameter=name)
    return value


def _date(value: Any, name: str) -> dt.date:
    try:
        return value if type(value) is dt.date else dt.date.fromisoformat(str(value))
    except ValueError as error:
        raise InvalidParameter("Se espera una fecha: AAAA-MM-DD.", parameter=name) from error


def _instant(value: Any, name: str) -> dt.datetime:
    """One without a zone is Lima's; one that no other zone could write is refused."""
    try:
        found = value if isinstance(value, dt.datetime) else dt.datetime.fromisoformat(str(value))
        instant = found if found.tzinfo else timezone.make_aware(found)
        return instant.astimezone(dt.UTC)
    except (ValueError, OverflowError) as error:
        raise InvalidParameter("Se espera una fecha con su hora.", parameter=name) from error


_VALUES: dict[FieldType, Callable[[Any, str], Any]] = {
    FieldType.STRING: _text,
    FieldType.INTEGER: _integer,
    FieldType.NUMBER: _number,
    FieldType.BOOLEAN: _boolean,
    FieldType.DATE: _date,
    FieldType.DATETIME: _instant,
}
