"""Where the API of forums, agreements and consultations begins."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from ows.rest.parameters import check_known

_RESOURCES = ("spaces", "sessions", "agreements", "consultations")


class ParticipationRoot(APIView):
    """Las direcciones de los espacios de participación."""

    @extend_schema(
        operation_id="participation_root",
        responses=inline_serializer(
            "ParticipationRoot", {name: serializers.URLField() for name in _RESOURCES}
        ),
    )
    def get(self, request: Request) -> Response:
        check_known(request)
        found = {
            name: reverse(f"rest:participation-{name}", request=request) for name in _RESOURCES
        }
        return Response(found)
