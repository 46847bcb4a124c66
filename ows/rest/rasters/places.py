"""A raster's value at a point, and along a line."""

from __future__ import annotations

import math
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from layers import registry
from layers.rasters import listing
from layers.rasters.points import MAX_POINTS, profile, values_at
from ows.errors import InvalidValue
from ows.kvp import Kvp
from ows.rest.parameters import check_known
from ows.rest.rasters.described import (
    ListedRasterSerializer,
    RasterSerializer,
    described,
    listed,
)

_MAX_CORNERS = 200
_DEFAULT_POINTS = 100


class RasterValueSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    value = serializers.FloatField(allow_null=True, help_text="Nulo: el ráster no tiene dato.")
    unit = serializers.CharField(allow_blank=True)


class RasterPointSerializer(serializers.Serializer[Any]):
    raster = RasterSerializer()
    values = RasterValueSerializer(many=True)


class ProfilePointSerializer(serializers.Serializer[Any]):
    longitude = serializers.FloatField()
    latitude = serializers.FloatField()
    distance_m = serializers.FloatField(help_text="Desde el inicio, sobre el elipsoide.")
    value = serializers.FloatField(allow_null=True, help_text="Nulo: el ráster no tiene dato.")


class RasterProfileSerializer(serializers.Serializer[Any]):
    raster = RasterSerializer()
    unit = serializers.CharField(allow_blank=True)
    points = ProfilePointSerializer(many=True)


class RasterList(APIView):
    """Los rásteres publicados."""

    @extend_schema(operation_id="rasters_list", responses=ListedRasterSerializer(many=True))
    def get(self, request: Request) -> Response:
        check_known(request)
        found = [listed(layer, request.user) for layer in listing.published(request.user)]
        return Response(ListedRasterSerializer(found, many=True).data)


class RasterPoint(APIView):
    """El valor de la celda en que cae un punto, banda por banda."""

    @extend_schema(
        operation_id="rasters_value",
        parameters=[
            OpenApiParameter("name", OpenApiTypes.STR, OpenApiParameter.PATH),
            OpenApiParameter("lon", OpenApiTypes.DOUBLE, required=True),
            OpenApiParameter("lat", OpenApiTypes.DOUBLE, required=True),
        ],
        responses=RasterPointSerializer,
    )
    def get(self, request: Request, name: str) -> Response:
        check_known(request, "lon", "lat")
        kvp = Kvp.from_query(request.query_params)
        layer = registry.get_coverage(name, request.user)
        x = degrees(kvp.require("lon"), "lon", 180)
        y = degrees(kvp.require("lat"), "lat", 90)
        values = [
            {"name": band.name, "value": value, "unit": band.unit}
            for band, value in zip(layer.raster.bands, values_at(layer.raster, x, y), strict=True)
        ]
        found = {"raster": described(layer), "values": values}
        return Response(RasterPointSerializer(found).data)


class RasterProfile(APIView):
    """Los valores de la primera banda a lo largo de una línea, a distancias iguales."""

    @extend_schema(
        operation_id="rasters_profile",
        parameters=[
            OpenApiParameter("name", OpenApiTypes.STR, OpenApiParameter.PATH),
            OpenApiParameter(
                "line", OpenApiTypes.STR, required=True, description="lon,lat;lon,lat;…"
            ),
            OpenApiParameter("points", OpenApiTypes.INT, description=f"De 2 a {MAX_POINTS}."),
        ],
        responses=RasterProfileSerializer,
    )
    def get(self, request: Request, name: str) -> Response:
        check_known(request, "line", "points")
        kvp = Kvp.from_query(request.query_params)
        layer = registry.get_coverage(name, request.user)
        line = _line(kvp.require("line"))
        number = kvp.integer("points", _DEFAULT_POINTS, minimum=2, maximum=MAX_POINTS)
        found = {
            "raster": described(layer),
            "unit": layer.raster.bands[0].unit,
            "points": profile(layer.raster, line, number),
        }
        return Response(RasterProfileSerializer(found).data)


def _line(text: str) -> list[tuple[float, float]]:
    corners = text.split(";", _MAX_CORNERS)
    if not 2 <= len(corners) <= _MAX_CORNERS:
        raise InvalidValue("line", f"Se esperan de 2 a {_MAX_CORNERS} puntos lon,lat;lon,lat;…")
    found = []
    for corner in corners:
        numbers = corner.split(",")
        if len(numbers) != 2:
            raise InvalidValue("line", f"«{corner[:40]}» no es un punto: lon,lat.")
        found.append((degrees(numbers[0], "line", 180), degrees(numbers[1], "line", 90)))
    if len(set(found)) < 2:
        raise InvalidValue("line", "La línea no tiene longitud.")
    return found


def degrees(text: str, parameter: str, most: float) -> float:
    """A longitude or a latitude; raises InvalidValue."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not -most <= value <= most:
        raise InvalidValue(parameter, f"«{text[:40]}» no son grados de {-most:g} a {most:g}.")
    return value
