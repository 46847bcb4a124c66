"""What lies within a zone, theme by theme."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from layers.zones.contents import CONTENTS_NOTE, contents_of
from ows.rest.covered import CoveredUnitSerializer
from ows.rest.parameters import check_known
from ows.rest.zone_answers import zone_of
from territory.zones import touched_units


class ThemeContentsSerializer(serializers.Serializer[Any]):
    """A layer's number within a zone."""

    layer = serializers.CharField()
    title = serializers.CharField()
    count = serializers.IntegerField(
        allow_null=True,
        help_text="Nulo si nada publicado cubre la zona, o si son menos que «fewer_than».",
    )
    has_more = serializers.BooleanField(help_text="Hay más: la cuenta se detiene ahí.")
    fewer_than = serializers.IntegerField(
        help_text="Hay alguno, pero menos de estos: el número no se da. Si no, 0."
    )
    is_sample = serializers.BooleanField(help_text="Son ejemplos, no datos.")
    is_partial = serializers.BooleanField(
        help_text="Los archivos publicados no cubren todo el lugar: solo «covers»."
    )
    covers = CoveredUnitSerializer(many=True)
    sources = serializers.ListField(child=serializers.CharField())
    cutoff_date = serializers.DateField(allow_null=True)


class ZoneContentsSerializer(serializers.Serializer[Any]):
    contents = ThemeContentsSerializer(many=True)
    contents_note = serializers.CharField(help_text="Qué se cuenta y qué no.")


class ZoneContents(APIView):
    """Qué hay adentro de una zona, tema por tema."""

    @extend_schema(responses=ZoneContentsSerializer)
    def get(self, request: Request, pk: int) -> Response:
        check_known(request)
        shape = zone_of(request, pk).geom
        contents = contents_of(shape, touched_units(shape))
        found = {"contents": contents, "contents_note": CONTENTS_NOTE}
        return Response(ZoneContentsSerializer(found).data)
