"""The review of zones: its steps, and what was said with them."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.gis.geos import GEOSException, GEOSGeometry, Point
from django.http import QueryDict
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.parsers import FormParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from layers.editing import Decide, Decision, Remark
from layers.editing.zone_values import MAX_REMARK
from layers.errors import InvalidParameter
from ows.crs import CRS84
from ows.filters.geometries import geometry as geometry_literal
from ows.rest.geojson_in import PARSERS
from ows.rest.parameters import Pages, check_known
from ows.rest.preconditions import CONFLICT, IF_MATCH, required_version
from ows.rest.zone_answers import answer, applied, zone_of
from ows.rest.zone_features import ZoneFeatureSerializer
from territory.addresses import on_site
from territory.models import ZoneDecision
from territory.zones.decisions import remarks_of, remarks_seen

_MEMBERS = frozenset({"remark", "place"})
_POINT = {
    "type": "object",
    "nullable": True,
    "required": ["type", "coordinates"],
    "properties": {
        "type": {"type": "string", "enum": ["Point"]},
        "coordinates": {"type": "array", "items": {"type": "number"}, "minItems": 2},
    },
}


@extend_schema_field(_POINT)
class _PlaceField(serializers.DictField):
    """A Point of GeoJSON."""


class ZoneDecisionInSerializer(serializers.Serializer[Any]):
    """What a reviewer says; who returns another's zone has to say something."""

    remark = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=MAX_REMARK,
        help_text="La observación: obligatoria para devolver una zona ajena.",
    )
    place = _PlaceField(
        required=False, allow_null=True, help_text="El lugar del que habla: un Point, o nada."
    )


class ZoneRemarkSerializer(serializers.Serializer[Any]):
    """A remark, the decision that it was made with, and the version that was decided on."""

    id = serializers.IntegerField()
    zone = serializers.IntegerField(source="zone_id")
    version = serializers.IntegerField()
    decision = serializers.ChoiceField(choices=ZoneDecision.Kind.choices)
    decision_title = serializers.CharField(source="get_decision_display")
    remark = serializers.CharField()
    place = serializers.SerializerMethodField()
    author = serializers.CharField(source="by_name")
    decided_at = serializers.DateTimeField()
    url = serializers.SerializerMethodField(help_text="La página de la zona.")

    @extend_schema_field(_POINT)
    def get_place(self, decision: ZoneDecision) -> dict[str, Any] | None:
        if (place := decision.place) is None:
            return None
        return {"type": "Point", "coordinates": [place.x, place.y]}

    def get_url(self, decision: ZoneDecision) -> str:
        return on_site(f"/zonas/{decision.zone_id}/")


class ZoneDecisionStep(APIView):
    """Un paso de la revisión de una zona, con su observación."""

    decision = Decision.SUBMIT
    parser_classes = (*PARSERS, FormParser, MultiPartParser)

    @extend_schema(
        parameters=[IF_MATCH],
        request=ZoneDecisionInSerializer,
        responses={200: ZoneFeatureSerializer, 412: CONFLICT},
    )
    def post(self, request: Request, pk: int) -> Response:
        check_known(request)
        version = required_version(request)
        applied(request, Decide(str(pk), version, self.decision, _remark(request.data)))
        return answer(request, pk)


class ZoneRemarks(APIView):
    """Las observaciones de una zona, la última primero."""

    @extend_schema(responses=ZoneRemarkSerializer(many=True))
    def get(self, request: Request, pk: int) -> Response:
        check_known(request)
        remarks = remarks_of(zone_of(request, pk), request.user)
        return Response(ZoneRemarkSerializer(remarks, many=True).data)


class RemarkList(APIView):
    """Las observaciones de las zonas que quien pregunta dibuja o revisa, la última primero."""

    known_parameters: tuple[str, ...] = ()

    @extend_schema(
        operation_id="zones_remarks_list_all",
        parameters=[
            OpenApiParameter("limit", OpenApiTypes.INT),
            OpenApiParameter("offset", OpenApiTypes.INT),
        ],
        responses=Pages.schema(ZoneRemarkSerializer, "ZoneRemarkPage"),
    )
    def get(self, request: Request) -> Response:
        pages = Pages()
        found = pages.paginate_queryset(remarks_seen(request.user), request, self) or []
        return pages.get_paginated_response(ZoneRemarkSerializer(found, many=True).data)


def _remark(data: Any) -> Remark | None:
    """What a body says; None where there is none, as before remarks were."""
    if isinstance(data, QueryDict):
        data = data.dict()
    if not isinstance(data, dict):
        raise InvalidParameter("Se espera un objeto.", parameter="remark")
    for name in data:
        if name not in _MEMBERS:
            raise InvalidParameter(f"El miembro «{name[:40]}» no existe.", parameter=name[:40])
    text, place = data.get("remark"), data.get("place")
    if text is None and place is None:
        return None
    return Remark("" if text is None else text, None if place is None else _point(place))


def _point(value: Any) -> Point:
    if not isinstance(value, dict) or value.get("type") != "Point":
        raise InvalidParameter("Se espera un Point de GeoJSON, o null.", parameter="place")
    try:
        literal = geometry_literal("Point", value.get("coordinates"), CRS84)
        point = GEOSGeometry(
            json.dumps({"type": "Point", "coordinates": literal["coordinates"]}), srid=4326
        )
    except (GEOSException, ValueError) as error:
        raise InvalidParameter(
            str(error) or "El lugar no se puede leer.", parameter="place"
        ) from None
    assert isinstance(point, Point)
    return Point(point.x, point.y, srid=4326)
