"""Where the domain API begins."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from ows.rest.parameters import check_known

_RESOURCES = (
    "search",
    "units",
    "commitments",
    "layers",
    "series",
    "zones",
    "contributions",
    "participation",
    "tracking-milestones",
    "tracking-ratings",
    "rasters",
    "residences",
    "titles",
    "ugel",
    "health-catalogues",
    "accreditation",
    "emergency-beds",
    "complaints",
    "session",
    "schema",
)


class Root(APIView):
    """Las direcciones de la API."""

    @extend_schema(
        responses=inline_serializer("Root", {name: serializers.URLField() for name in _RESOURCES})
    )
    def get(self, request: Request) -> Response:
        check_known(request)
        return Response({name: reverse(f"rest:{name}", request=request) for name in _RESOURCES})
