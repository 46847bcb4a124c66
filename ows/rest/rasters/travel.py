"""How long it takes to get from a place to others, by a raster of friction."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from layers.rasters.points import GEOD
from layers.rasters.travel import MAX_PLACES, Journeys, Place, journeys
from ows.errors import InvalidValue
from ows.kvp import Kvp
from ows.rest.parameters import check_known
from ows.rest.rasters.described import RasterSerializer, described
from ows.rest.rasters.places import degrees

_UNKNOWN = "No se puede saber: ningún ráster de fricción cargado tiene dato en el origen."
_PARTS = (
    "Nulo: ninguna ruta lleva hasta allí, o el ráster no tiene dato en el destino.",
    "Nulo: ninguna ruta lleva hasta allí, el ráster no tiene dato en el destino, o queda más lejos "
    "de lo que se busca.",
)


class JourneySerializer(serializers.Serializer[Any]):
    longitude = serializers.FloatField()
    latitude = serializers.FloatField()
    minutes = serializers.FloatField(allow_null=True, help_text="Nulo: no se puede saber.")
    straight_m = serializers.FloatField(help_text="En línea recta, sobre el elipsoide.")


class TravelTimeSerializer(serializers.Serializer[Any]):
    """``note`` dice por qué algo no se sabe."""

    places = JourneySerializer(many=True)
    raster = RasterSerializer(allow_null=True)
    note = serializers.CharField(allow_blank=True)


class TravelTime(APIView):
    """Minutos desde un punto hasta otros, por la ruta más rápida sobre un ráster de fricción.

    Se pasa de una celda a sus ocho vecinas; por las que no tienen dato no se pasa. Se usa la
    fricción de fecha de corte más nueva que sepa del origen. Sin una cargada no se puede saber.
    """

    @extend_schema(
        operation_id="travel_time",
        parameters=[
            OpenApiParameter("lon", OpenApiTypes.DOUBLE, required=True, description="Del origen."),
            OpenApiParameter("lat", OpenApiTypes.DOUBLE, required=True),
            OpenApiParameter(
                "to",
                OpenApiTypes.STR,
                required=True,
                description=f"Los destinos, hasta {MAX_PLACES}: lon,lat;lon,lat;…",
            ),
        ],
        responses=TravelTimeSerializer,
    )
    def get(self, request: Request) -> Response:
        check_known(request, "lon", "lat", "to")
        kvp = Kvp.from_query(request.query_params)
        x = degrees(kvp.require("lon"), "lon", 180)
        y = degrees(kvp.require("lat"), "lat", 90)
        places = _places(kvp.require("to"))
        found = journeys((x, y), places, request.user)
        return Response(TravelTimeSerializer(_told((x, y), places, found)).data)


def _places(text: str) -> list[Place]:
    parts = text.split(";", MAX_PLACES)
    if len(parts) > MAX_PLACES:
        raise InvalidValue("to", f"Se admiten {MAX_PLACES} destinos a la vez.")
    found = []
    for part in parts:
        numbers = part.split(",")
        if len(numbers) != 2:
            raise InvalidValue("to", f"«{part[:40]}» no es un punto: lon,lat.")
        found.append((degrees(numbers[0], "to", 180), degrees(numbers[1], "to", 90)))
    return found


def _told(origin: Place, places: list[Place], found: Journeys | None) -> dict[str, Any]:
    seconds = found.seconds if found else (None,) * len(places)
    note = ""
    if found is None:
        note = _UNKNOWN
    elif None in seconds:
        note = _PARTS[found.is_bounded]
    return {
        "places": [
            {
                "longitude": longitude,
                "latitude": latitude,
                "minutes": None if time is None else time / 60,
                "straight_m": float(GEOD.inv(*origin, longitude, latitude)[2]),
            }
            for (longitude, latitude), time in zip(places, seconds, strict=True)
        ],
        "raster": described(found.layer) if found else None,
        "note": note,
    }
