"""The versions of a zone: as they were, side by side, and one of them once more."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from layers.errors import FeatureNotFound
from ows.rest.parameters import check_known
from ows.rest.zone_answers import zone_of
from ows.rest.zone_features import ZoneFeatureSerializer, ZoneVersionSerializer, feature
from territory.zones import versions_of


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
        found = versions_of(zone, request.user).filter(version=version).first()
        if found is None:
            raise FeatureNotFound(
                f"La zona {pk} no tiene la versión {version}.", parameter="version"
            )
        return Response(feature(found, request.user))
