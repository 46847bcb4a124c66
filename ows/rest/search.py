"""The search over all that is published, the best answers first."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from layers.searching import Hit, best_of, kinds, search
from ows.errors import InvalidValue
from ows.kvp import Kvp
from ows.rest.parameters import check_known

# A search is for finding a thing, not for listing: lists are the layers' own.
DEFAULT_LIMIT, MAX_LIMIT = 20, 100

_NUMBERS = {"type": "array", "items": {"type": "number"}, "nullable": True}


class HitSerializer(serializers.Serializer[Hit]):
    """A thing that was found; ``layer`` and ``fid`` are empty where it is no feature."""

    kind = serializers.CharField(help_text="El grupo: «units», «commitments», «layers» o una capa.")
    kind_title = serializers.CharField(help_text="Qué es, en singular.")
    match = serializers.SerializerMethodField(help_text="Por qué responde, de mejor a peor.")
    title = serializers.CharField()
    detail = serializers.CharField(help_text="Su código y el lugar que declara.")
    is_sample = serializers.BooleanField(help_text="Es un ejemplo, no un dato.")
    address = serializers.CharField(help_text="Su página.")
    layer = serializers.CharField()
    fid = serializers.CharField(help_text="Su identificador dentro de la capa.")
    position = serializers.SerializerMethodField(help_text="Longitud y latitud, en grados.")
    extent = serializers.SerializerMethodField(help_text="Oeste, sur, este, norte, en grados.")

    @extend_schema_field(
        {"type": "string", "enum": ["code", "name", "beginning", "within", "similar"]}
    )
    def get_match(self, hit: Hit) -> str:
        return hit.match.name.lower()

    @extend_schema_field(_NUMBERS)
    def get_position(self, hit: Hit) -> list[float] | None:
        return None if hit.position is None else list(hit.position)

    @extend_schema_field(_NUMBERS)
    def get_extent(self, hit: Hit) -> list[float] | None:
        return None if hit.extent is None else list(hit.extent)


class FoundSerializer(serializers.Serializer[Any]):
    results = HitSerializer(many=True)
    has_more = serializers.BooleanField(help_text="Hay más que los que se muestran.")


class Search(APIView):
    """Lo que responde a un código o un nombre: territorios, compromisos, capas, zonas y filas.

    Primero un código exacto, luego un nombre exacto, lo que empieza así, lo que lo contiene y lo
    que se parece; entre iguales, los territorios. Los nombres se buscan desde tres letras. Los
    ejemplos aparecen solo mientras su capa no tiene datos.
    """

    @extend_schema(
        parameters=[
            OpenApiParameter(
                "q", OpenApiTypes.STR, description="Un código o un nombre.", required=True
            ),
            OpenApiParameter("kind", OpenApiTypes.STR, description="Solo este grupo."),
            OpenApiParameter(
                "limit", OpenApiTypes.INT, description="De 1 a 100; 20 si no se pide."
            ),
        ],
        responses=FoundSerializer,
    )
    def get(self, request: Request) -> Response:
        check_known(request, "q", "kind", "limit")
        kvp = Kvp.from_query(request.query_params)
        limit = kvp.integer("limit", DEFAULT_LIMIT, minimum=1, maximum=MAX_LIMIT)
        groups = search(kvp.get("q") or "", request.user, limit, _kind(kvp))
        hits = best_of(groups, limit)
        has_more = any(group.has_more for group in groups) or len(hits) < sum(
            len(group.hits) for group in groups
        )
        return Response(FoundSerializer({"results": hits, "has_more": has_more}).data)


def _kind(kvp: Kvp) -> str:
    kind = kvp.get("kind") or ""
    offered = kinds()
    if kind and kind not in offered:
        raise InvalidValue("kind", f"«{kind[:40]}» no es un grupo: use {', '.join(offered)}.")
    return kind
