"""GeoJSON that comes in: bodies of bounded size, Features, their geometries."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any

from django.contrib.gis.geos import GEOSException, GEOSGeometry
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

from layers.errors import InvalidGeometry, InvalidParameter
from ows.crs import CRS84
from ows.errors import OwsError
from ows.filters.geometries import geometry as geometry_literal

# Twenty thousand vertices take less than half of it.
MAX_BODY_BYTES = 2 * 1024 * 1024

_FEATURE_MEMBERS = frozenset({"type", "id", "geometry", "properties", "bbox", "links", "notes"})
POLYGONAL = ("Polygon", "MultiPolygon")
# All that RFC 7946 has but GeometryCollection.
ANY_SHAPE = ("Point", "MultiPoint", "LineString", "MultiLineString", *POLYGONAL)


@dataclass(frozen=True)
class FeatureIn:
    """A Feature as a client sends it; a member that it lacks is None."""

    geometry: GEOSGeometry | None
    properties: dict[str, Any]


class GeoJSONParser(BaseParser):
    """Strict JSON whatever it is called: GeoJSON, a merge patch, or plain JSON."""

    media_type = "application/geo+json"
    most_bytes = MAX_BODY_BYTES

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        request = (parser_context or {})["request"]
        # The server reads no further than the length that was declared.
        if int(request.META.get("CONTENT_LENGTH") or 0) > self.most_bytes:
            raise OwsError(
                f"El cuerpo de la petición excede {self.most_bytes} octetos.",
                code="RequestTooLarge",
                status=413,
            )
        try:
            return json.loads(stream.read(), parse_constant=_refuse_constant)
        except (ValueError, RecursionError):
            raise ParseError("El cuerpo de la petición no es JSON válido.") from None


class MergePatchParser(GeoJSONParser):
    media_type = "application/merge-patch+json"


class PlainJSONParser(GeoJSONParser):
    media_type = "application/json"


PARSERS = (PlainJSONParser, GeoJSONParser, MergePatchParser)


def read_feature(
    data: Any, read_only: frozenset[str], shapes: Sequence[str] = POLYGONAL
) -> FeatureIn:
    """The geometry and the properties of a Feature; ``read_only`` ones may come and are ignored.

    So a client may send back what it got. ``shapes`` are the types that are taken. Raises
    InvalidParameter or InvalidGeometry, which name the member.
    """
    if not isinstance(data, dict):
        raise InvalidParameter("Se espera un Feature de GeoJSON.", parameter="type")
    if data.get("type", "Feature") != "Feature":
        raise InvalidParameter("Se espera un Feature de GeoJSON.", parameter="type")
    for name in data:
        if name not in _FEATURE_MEMBERS:
            raise InvalidParameter(
                f"Un Feature no tiene el miembro «{name[:40]}».", parameter=name[:40]
            )
    properties = data.get("properties")
    if properties is None:
        properties = {}
    if not isinstance(properties, dict):
        raise InvalidParameter("Se espera un objeto.", parameter="properties")
    given = {name: value for name, value in properties.items() if name not in read_only}
    geometry = data.get("geometry")
    return FeatureIn(None if geometry is None else read_shape(geometry, shapes), given)


def read_polygon(value: Any) -> GEOSGeometry:
    """A Polygon or MultiPolygon of GeoJSON (longitude, latitude); raises InvalidGeometry."""
    return read_shape(value, POLYGONAL)


def read_shape(value: Any, shapes: Sequence[str]) -> GEOSGeometry:
    """A geometry of GeoJSON of one of these types; raises InvalidGeometry."""
    if not isinstance(value, dict) or value.get("type") not in shapes:
        *most, last = shapes
        raise InvalidGeometry(f"Se espera un {', '.join(most)} o {last}.", parameter="geometry")
    if "crs" in value:
        raise InvalidGeometry(
            "GeoJSON va siempre en longitud y latitud (RFC 7946): quite «crs».",
            parameter="geometry",
        )
    try:
        literal = geometry_literal(value["type"], value.get("coordinates"), CRS84)
    except ValueError as error:
        raise InvalidGeometry(str(error), parameter="geometry") from None
    shape = {"type": literal["type"], "coordinates": literal["coordinates"]}
    try:
        return GEOSGeometry(json.dumps(shape), srid=4326)
    except (GEOSException, ValueError):
        raise InvalidGeometry("La geometría no se puede leer.", parameter="geometry") from None


def _refuse_constant(name: str) -> Any:
    raise ValueError(name)  # NaN and Infinity are no JSON
