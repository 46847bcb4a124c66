"""The versions of a zone: as they were, side by side, and one of them once more."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from layers.editing import Restore
from layers.errors import FeatureNotFound
from ows.errors import MissingParameter
from ows.kvp import Kvp
from ows.rest.parameters import check_known
from ows.rest.preconditions import CONFLICT, IF_MATCH, required_version
from ows.rest.zone_answers import answer, applied, zone_of
from ows.rest.zone_features import (
    ZoneFeatureSerializer,
    ZoneGeometryField,
    ZoneSavedSerializer,
    ZoneVersionSerializer,
    feature,
)
from territory.zones import versions_of
from territory.zones.comparing import Area, Comparison, compared

_MAX_VERSION = 2**31 - 1


class ZoneVersions(APIView):
    """Las versiones de una zona, la última primero."""

    @extend_schema(responses=ZoneVersionSerializer(many=True))
    def get(self, request: Request, pk: int) -> Response:
        check_known(request)
        zone = zone_of(request, pk)
        versions = versions_of(zone, request.user).defer("geom", "description")
        return Response(ZoneVersionSerializer(versions, many=True).data)


class ZoneVersionDetail(APIView):
    """Una zona como fue en una de sus versiones."""

    @extend_schema(responses=ZoneFeatureSerializer)
    def get(self, request: Request, pk: int, version: int) -> Response:
        check_known(request)
        zone = zone_of(request, pk)
        found = versions_of(zone, request.user).filter(version=min(version, _MAX_VERSION)).first()
        if found is None:
            raise _missing(pk, version, "version")
        return Response(feature(found, request.user))


class _AreaSerializer(serializers.Serializer[Area]):
    area_ha = serializers.FloatField()
    geometry = ZoneGeometryField(source="geom")


class ZoneComparisonSerializer(serializers.Serializer[Comparison]):
    """Two versions, and what the later one changed."""

    changed = serializers.ListField(
        child=serializers.CharField(),
        help_text="Los campos que cambian; «geometry» si cambia la forma.",
    )
    earlier = serializers.SerializerMethodField()
    later = serializers.SerializerMethodField()
    added = _AreaSerializer(help_text="Lo que la versión posterior añade.")
    removed = _AreaSerializer(help_text="Lo que quita.")

    @extend_schema_field(ZoneFeatureSerializer)
    def get_earlier(self, comparison: Comparison) -> dict[str, Any]:
        return feature(comparison.earlier, self.context["user"])

    @extend_schema_field(ZoneFeatureSerializer)
    def get_later(self, comparison: Comparison) -> dict[str, Any]:
        return feature(comparison.later, self.context["user"])

    def to_representation(self, comparison: Comparison) -> dict[str, Any]:
        found: dict[str, Any] = super().to_representation(comparison)
        names = {"geom": "geometry"}
        return found | {"changed": [names.get(name, name) for name in comparison.changed]}


class ZoneComparison(APIView):
    """Dos versiones de una zona, lado a lado."""

    @extend_schema(
        parameters=[
            OpenApiParameter("from", OpenApiTypes.INT, required=True, description="Una versión."),
            OpenApiParameter("to", OpenApiTypes.INT, required=True, description="La otra."),
        ],
        responses=ZoneComparisonSerializer,
    )
    def get(self, request: Request, pk: int) -> Response:
        check_known(request, "from", "to")
        zone = zone_of(request, pk)
        one, other = _version_in(request, "from"), _version_in(request, "to")
        found = compared(zone, (one, other), request.user)
        if not isinstance(found, Comparison):
            raise _missing(pk, found, "from" if found == one else "to")
        context = {"user": request.user}
        return Response(ZoneComparisonSerializer(found, context=context).data)


class ZoneRestoration(APIView):
    """Los datos y la forma de una versión anterior, como una versión nueva."""

    @extend_schema(
        parameters=[IF_MATCH],
        request=None,
        responses={200: ZoneSavedSerializer, 412: CONFLICT},
    )
    def post(self, request: Request, pk: int, version: int) -> Response:
        check_known(request)
        if version > _MAX_VERSION:
            raise _missing(pk, version, "version")
        saved = applied(request, Restore(str(pk), required_version(request), version))
        return answer(request, pk, notes=saved.notes)


def _version_in(request: Request, name: str) -> int:
    kvp = Kvp.from_query(request.query_params)
    if kvp.get(name) is None:
        raise MissingParameter(name)
    return kvp.integer(name, 0, minimum=1, maximum=_MAX_VERSION)


def _missing(pk: int, version: int, parameter: str) -> FeatureNotFound:
    return FeatureNotFound(
        f"La zona {str(pk)[:20]} no tiene la versión {str(version)[:20]}.", parameter=parameter
    )
