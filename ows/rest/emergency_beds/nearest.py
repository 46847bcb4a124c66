"""The nearest facilities of a category that told of a free bed."""

from __future__ import annotations

import math
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ows.errors import InvalidValue
from ows.kvp import Kvp
from ows.rest.emergency_beds.current import CurrentBedsSerializer
from ows.rest.parameters import check_known
from territory.emergency_beds.freshness import NOT_THE_106
from territory.emergency_beds.nearest import MOST, STRAIGHT, is_in_peru, nearest
from territory.models import BedArea, FacilityCategory

_KNOWN = ("lon", "lat", "category", "area", "limit")


class NearSerializer(serializers.Serializer[Any]):
    beds = CurrentBedsSerializer()
    distance_m = serializers.IntegerField(help_text="En línea recta: ningún camino es tan corto.")


class NearestBeds(APIView):
    """Los establecimientos más cercanos, en línea recta, que informaron una cama disponible.

    Ni datos vencidos ni ejemplos entran. No sustituye a la línea 106.
    """

    @extend_schema(
        operation_id="emergency_beds_nearest",
        parameters=[
            OpenApiParameter("lon", OpenApiTypes.FLOAT, required=True, description="Grados."),
            OpenApiParameter("lat", OpenApiTypes.FLOAT, required=True, description="Grados."),
            OpenApiParameter(
                "category", OpenApiTypes.STR, description="Una o varias, separadas por comas: II-1."
            ),
            OpenApiParameter("area", OpenApiTypes.STR, enum=BedArea.values),
            OpenApiParameter("limit", OpenApiTypes.INT, description=f"De 1 a {MOST}; si no, 5."),
        ],
        responses=inline_serializer(
            "NearestBeds",
            {
                "results": NearSerializer(many=True),
                "distance_kind": serializers.CharField(),
                "notice": serializers.CharField(),
            },
        ),
    )
    def get(self, request: Request) -> Response:
        check_known(request, *_KNOWN)
        kvp = Kvp.from_query(request.query_params)
        lon, lat = _degrees(kvp, "lon"), _degrees(kvp, "lat")
        if not is_in_peru(lon, lat):
            raise InvalidValue("lon", "La posición no está en el Perú: lon y lat van en grados.")
        found = nearest(
            lon,
            lat,
            categories=_categories(kvp.get("category") or ""),
            area=_area(kvp.get("area") or BedArea.GENERAL),
            limit=kvp.integer("limit", 5, minimum=1, maximum=MOST),
        )
        near = [{"beds": one.beds, "distance_m": round(one.metres)} for one in found]
        answer = {
            "results": NearSerializer(near, many=True).data,
            "distance_kind": STRAIGHT,
            "notice": NOT_THE_106,
        }
        # Where somebody is who looks for a bed is nobody else's.
        return Response(answer, headers={"Cache-Control": "private, no-store"})


def _degrees(kvp: Kvp, name: str) -> float:
    text = kvp.require(name)
    try:
        value = float(text) if len(text) <= 30 and text.isascii() else math.nan
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise InvalidValue(name, "Se espera un número de grados, como -12.05.")
    return value


def _categories(text: str) -> list[str]:
    wanted = list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    for one in wanted:
        if one not in FacilityCategory.values:
            known = ", ".join(FacilityCategory.values)
            raise InvalidValue("category", f"«{one[:20]}» no es una categoría: {known}.")
    return wanted


def _area(text: str) -> str:
    if text not in BedArea.values:
        raise InvalidValue("area", f"Se espera {' o '.join(BedArea.values)}.")
    return text
