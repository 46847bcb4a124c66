"""The federated catalogue: other platforms' services, and what each offers."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from layers.federation import listing
from layers.models import FederatedService, OfferedItem, Platform
from ows.errors import InvalidValue
from ows.kvp import Kvp
from ows.rest.parameters import FORM
from ows.rest.table_lists import TableList, responses_of

_SERVICES = (
    "key",
    "platform",
    "platform_title",
    "title",
    "owner_name",
    "protocol",
    "address",
    "told_in",
    "is_answering",
    "state_since",
    "checked_at",
    "message",
    "offered",
    "is_sample",
)
_ITEMS = (
    "service",
    "platform",
    "name",
    "title",
    "abstract",
    "kind",
    "address",
    "told_on",
    "first_seen_at",
    "gone_since",
    "is_sample",
)


class _NoSample(serializers.ModelSerializer[Any]):
    """What is told of others' services is never an example."""

    is_sample = serializers.SerializerMethodField()

    def get_is_sample(self, _row: Any) -> bool:
        return False


class FederatedServiceSerializer(_NoSample):
    """A service; ``is_answering`` is null where nobody asked it, ``offered`` null likewise."""

    platform_title = serializers.CharField(source="get_platform_display")
    offered = serializers.SerializerMethodField()

    class Meta:
        model = FederatedService
        fields = _SERVICES

    def get_offered(self, row: Any) -> int | None:
        return int(row.offered) if row.checked_at else None


class OfferedItemSerializer(_NoSample):
    """A data set that a service offers, or offered until ``gone_since``."""

    service = serializers.CharField(source="service_id")
    platform = serializers.CharField(source="service.platform")

    class Meta:
        model = OfferedItem
        fields = _ITEMS


class ServiceList(TableList):
    """Los servicios y catálogos de las plataformas ambientales: si responden y desde cuándo.

    «Desde» es desde cuándo lo sabe este sitio. De un servicio sin dirección no se sabe nada.
    """

    serializer_class = FederatedServiceSerializer
    file_name = "servicios_ambientales"
    title = "Servicios de las plataformas ambientales"
    columns = _SERVICES
    source_column = "owner_name"

    @extend_schema(
        operation_id="environmental_services",
        parameters=[FORM],
        responses=responses_of(FederatedServiceSerializer(many=True)),
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        return self.answer(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[FederatedService]:
        return listing.services()


class OfferedList(TableList):
    """Lo que ofrece cada servicio, como él lo dice: de todos, de una plataforma o con palabras."""

    serializer_class = OfferedItemSerializer
    file_name = "conjuntos_ambientales_ofrecidos"
    title = "Conjuntos que ofrecen las plataformas ambientales"
    columns = _ITEMS
    source_column = "service"
    known_parameters = ("service", "platform", "q", "f")

    @extend_schema(
        operation_id="environmental_offered",
        parameters=[
            OpenApiParameter("service", OpenApiTypes.STR, description="La clave del servicio."),
            OpenApiParameter("platform", OpenApiTypes.STR, enum=Platform.values),
            OpenApiParameter("q", OpenApiTypes.STR, description="Palabras, sin importar tildes."),
            FORM,
        ],
        responses=responses_of(OfferedItemSerializer(many=True)),
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        return self.answer(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[OfferedItem]:
        kvp = Kvp.from_query(self.request.query_params)
        platform = kvp.get("platform") or ""
        if platform and platform not in Platform.values:
            raise InvalidValue("platform", f"Use {', '.join(Platform.values)}.")
        return listing.items(kvp.get("service") or "", kvp.get("q") or "", platform)
