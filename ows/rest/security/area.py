"""What of a drawn polygon can be answered: the districts that it holds whole; nothing is kept."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from layers.editing.shapes import checked_multipolygon
from layers.errors import InvalidParameter
from ows.rest.geojson_in import PARSERS, read_polygon
from ows.rest.parameters import check_known
from ows.rest.permissions import Offered
from territory.crime.areas import MOST_DISTRICTS, Area, area_of, can_be_drawn

_NOT_OFFICIAL = (
    "Los límites de distritos que hay cargados son aproximados y no sirven para decidir cuáles "
    "están dentro de lo que se dibuja: elija las unidades."
)
_NONE = (
    "Ningún distrito está entero dentro de lo que se dibujó: no se responde por una parte de uno."
)
_TOO_MANY = f"Hay más de {MOST_DISTRICTS} distritos dentro: dibuje menos, o elija unidades."


class _DistrictSerializer(serializers.Serializer[Any]):
    ubigeo = serializers.CharField()
    name = serializers.CharField()


class AreaSerializer(serializers.Serializer[Any]):
    """Los distritos que están enteros dentro; por ellos se responde, y nunca por una parte."""

    answered = serializers.BooleanField()
    reason = serializers.CharField(help_text="Por qué no se responde; si se responde, vacío.")
    units = _DistrictSerializer(many=True)
    cut = serializers.IntegerField(help_text="Cuántos distritos están dentro solo en parte.")


class AreaInSerializer(serializers.Serializer[Any]):
    geometry = serializers.DictField(help_text="Polygon o MultiPolygon, longitud y latitud.")


class SecurityArea(APIView):
    """Qué distritos están enteros dentro de un polígono: solo con límites oficiales."""

    parser_classes = PARSERS
    permission_classes = (Offered,)

    @extend_schema(operation_id="security_area", request=AreaInSerializer, responses=AreaSerializer)
    def post(self, request: Request) -> Response:
        check_known(request)
        data = request.data
        if not isinstance(data, dict) or "geometry" not in data:
            raise InvalidParameter("Falta la geometría.", parameter="geometry")
        if others := [name for name in data if name != "geometry"]:
            shown = str(others[0])[:40].replace("\x00", "")
            raise InvalidParameter(f"El miembro «{shown}» no existe.", parameter=shown)
        shape = checked_multipolygon(read_polygon(data["geometry"])).shape
        if not can_be_drawn():
            return _answer(Area((), 0), _NOT_OFFICIAL)
        found = area_of(shape)
        if found.has_more:
            return _answer(Area((), found.cut), _TOO_MANY)
        return _answer(found, "" if found.districts else _NONE)


def _answer(found: Area, reason: str) -> Response:
    units = [{"ubigeo": code, "name": name} for code, name in found.districts]
    answer = {"answered": not reason, "reason": reason, "units": units, "cut": found.cut}
    return Response(AreaSerializer(answer).data)
