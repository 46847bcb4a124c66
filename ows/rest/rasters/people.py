"""How many people live in a place, by the exact fractions of a population grid's cells."""

from __future__ import annotations

import math
from typing import Any

import shapely
from django.contrib.gis.geos import GEOSGeometry
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from layers.editing.shapes import check_frame, checked_multipolygon
from layers.errors import InvalidGeometry, InvalidParameter
from layers.layer import AnyUser
from layers.rasters.people import MAX_DISTANCE_M, People, around, people_in
from ows.errors import InvalidValue, MissingParameter
from ows.kvp import Kvp
from ows.rest.geojson_in import ANY_SHAPE, PARSERS, POLYGONAL, read_shape
from ows.rest.parameters import check_known
from ows.rest.rasters.areas import unit_of
from ows.rest.rasters.described import RasterSerializer, described
from ows.rest.rasters.places import degrees

DISTANCE_M = 500.0
# Of points and lines: what lies around more of them is no question of a moment.
MAX_CORNERS = 2_000
UNKNOWN = "No se puede saber: ninguna población por celda cargada tiene dato aquí."
_PARTIAL = "La población cargada cubre {percent} % de la zona: las personas son de esa parte."
_APPROXIMATE = "Los límites de la unidad son aproximados, no oficiales: la cifra también."


class PeopleSerializer(serializers.Serializer[Any]):
    """Nulo es lo que no se puede saber."""

    people = serializers.IntegerField(allow_null=True)
    covered = serializers.FloatField(help_text="Parte de la zona que la población cubre, de 0 a 1.")
    distance_m = serializers.FloatField(
        allow_null=True, help_text="En línea recta; nulo: adentro, no alrededor."
    )
    raster = RasterSerializer(allow_null=True)
    note = serializers.CharField(allow_blank=True)


class PeopleInSerializer(serializers.Serializer[Any]):
    geometry = serializers.DictField(help_text="Longitud y latitud.")
    distance = serializers.FloatField(
        required=False,
        allow_null=True,
        help_text=f"Metros a su alrededor, hasta {MAX_DISTANCE_M}; sin ella, dentro del polígono.",
    )


class PeopleList(APIView):
    """Personas dentro de una unidad o de una forma, o a cierta distancia en línea recta.

    Cada celda cuenta por la fracción exacta que queda adentro. Sin una población por celda cargada
    no se puede saber.
    """

    parser_classes = PARSERS

    @extend_schema(
        operation_id="people_around",
        parameters=[
            OpenApiParameter("unit", OpenApiTypes.STR, description="Ubigeo: dentro de la unidad."),
            OpenApiParameter("lon", OpenApiTypes.DOUBLE, description="O alrededor de un punto."),
            OpenApiParameter("lat", OpenApiTypes.DOUBLE),
            OpenApiParameter(
                "distance",
                OpenApiTypes.DOUBLE,
                description=f"Metros, hasta {MAX_DISTANCE_M}; 500 si no se dice.",
            ),
        ],
        responses=PeopleSerializer,
    )
    def get(self, request: Request) -> Response:
        check_known(request, "unit", "lon", "lat", "distance")
        kvp = Kvp.from_query(request.query_params)
        if "unit" in kvp:
            for name in ("lon", "lat", "distance"):
                if name in kvp:
                    raise InvalidValue(name, "Con «unit» se cuenta dentro de la unidad.")
            unit = unit_of(kvp.require("unit"))
            assert unit.geom is not None, "unit_of gives none without"
            note = "" if unit.has_official_boundary else _APPROXIMATE
            return _answer(request.user, _shapely(unit.geom), None, note)
        if "lon" not in kvp and "lat" not in kvp:
            raise MissingParameter("unit")
        x = degrees(kvp.require("lon"), "lon", 180)
        y = degrees(kvp.require("lat"), "lat", 90)
        distance = _metres(kvp.get("distance") or str(DISTANCE_M))
        return _answer(request.user, shapely.Point(x, y), distance)

    @extend_schema(
        operation_id="people_in_shape", request=PeopleInSerializer, responses=PeopleSerializer
    )
    def post(self, request: Request) -> Response:
        check_known(request)
        data = request.data
        if not isinstance(data, dict) or "geometry" not in data:
            raise InvalidParameter("Falta la geometría.", parameter="geometry")
        for name in data:
            if name not in ("geometry", "distance"):
                raise InvalidParameter(f"«{name[:40]}» no existe.", parameter=name[:40])
        distance = data.get("distance")
        if distance is None:
            shape = read_shape(data["geometry"], POLYGONAL)
            return _answer(request.user, _shapely(checked_multipolygon(shape).shape), None)
        if isinstance(distance, bool) or not isinstance(distance, int | float):
            raise InvalidParameter("Se espera un número de metros.", parameter="distance")
        return _answer(request.user, _place(data["geometry"]), float(distance))


def _place(given: Any) -> shapely.Geometry:
    """What people are counted around: as a zone's shape has to be, or points and lines."""
    shape = read_shape(given, ANY_SHAPE)
    if shape.geom_type in POLYGONAL:
        return _shapely(checked_multipolygon(shape).shape)
    if shape.empty:
        raise InvalidGeometry("La geometría está vacía.", parameter="geometry")
    if shape.num_coords > MAX_CORNERS:
        raise InvalidGeometry(
            f"La geometría tiene {shape.num_coords} puntos; se admiten {MAX_CORNERS}.",
            parameter="geometry",
        )
    check_frame(shape)
    return shapely.force_2d(_shapely(shape))


def _metres(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise InvalidValue("distance", f"«{text[:40]}» no es un número de metros.")
    return value


def _shapely(shape: GEOSGeometry) -> shapely.Geometry:
    return shapely.from_wkb(bytes(shape.wkb))


def _answer(
    user: AnyUser, shape: shapely.Geometry, distance: float | None, note: str = ""
) -> Response:
    area = shape if distance is None else around(shape, distance)
    found = people_in(area, user)
    told = told_of(found) | {"distance_m": distance}
    told["note"] = " ".join(filter(None, (note, told["note"])))
    return Response(PeopleSerializer(told).data)


def told_of(found: People | None) -> dict[str, Any]:
    """What is said of it; whole people, and of which part where it isn't all."""
    if found is None:
        nothing = {"people": None, "covered": 0.0, "distance_m": None}
        return nothing | {"raster": None, "note": UNKNOWN}
    percent = math.floor(100 * found.covered) if found.covered >= 0.01 else "menos de 1"
    return {
        "people": round(found.number),
        "covered": found.covered,
        "distance_m": None,
        "raster": described(found.layer),
        "note": "" if found.is_whole else _PARTIAL.format(percent=percent),
    }
