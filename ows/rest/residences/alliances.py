"""Who offers, agreed and delivered what, as JSON or a table. Organisations, never persons."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request

from ows.errors import InvalidValue
from ows.kvp import Kvp
from ows.rest.parameters import FORM
from ows.rest.residences.asked import UNIT, unit_of
from ows.rest.table_lists import TableList, responses_of
from territory.addresses import on_site
from territory.models import Alliance, Delivery, DeliveryEvidence
from territory.residences.alliances import alliances, delivered

_COLUMNS = (
    "residence",
    "residence_name",
    "item",
    "item_title",
    "organisation",
    "stage",
    "offered",
    "offered_on",
    "agreed",
    "agreed_on",
    "delivered",
    "document",
    "source_url",
    "cutoff_date",
    "is_sample",
    "page",
)
_STAGE = OpenApiParameter("stage", OpenApiTypes.STR, enum=Alliance.Stage.values)


class DeliveryEvidenceSerializer(serializers.ModelSerializer[DeliveryEvidence]):
    """An address or a file, confirmed to show no person."""

    url = serializers.SerializerMethodField()

    class Meta:
        model = DeliveryEvidence
        fields = ("title", "kind", "size", "sha256", "url")

    def get_url(self, row: DeliveryEvidence) -> str:
        return row.address or reverse("site:delivery-evidence", args=[row.pk])


class DeliverySerializer(serializers.ModelSerializer[Delivery]):
    """It counts once it has evidence."""

    evidence = DeliveryEvidenceSerializer(source="shown_evidence", many=True)

    class Meta:
        model = Delivery
        fields = ("quantity", "delivered_on", "document", "evidence")


class AllianceSerializer(serializers.ModelSerializer[Alliance]):
    """What an organisation offers towards a need; null is what isn't agreed yet."""

    residence = serializers.CharField(source="need.residence.code")
    residence_name = serializers.CharField(source="need.residence.name")
    item = serializers.CharField(source="need.item")
    item_title = serializers.CharField(source="need.get_item_display")
    offered = serializers.IntegerField(source="quantity")
    agreed = serializers.IntegerField(source="agreed_quantity", allow_null=True)
    delivered = serializers.SerializerMethodField()
    page = serializers.SerializerMethodField()
    deliveries = serializers.SerializerMethodField()

    class Meta:
        model = Alliance
        fields = (*_COLUMNS, "deliveries")

    def get_delivered(self, row: Alliance) -> int:
        return delivered(row)

    def get_page(self, row: Any) -> str:
        return on_site(f"/residencias/{row.need.residence.code}/")

    @extend_schema_field(DeliverySerializer(many=True))
    def get_deliveries(self, row: Any) -> Any:
        return DeliverySerializer(row.shown_deliveries, many=True).data


class AllianceList(TableList):
    """Las alianzas publicadas, con lo acordado y lo entregado con evidencia."""

    serializer_class = AllianceSerializer
    file_name = "alianzas_por_residencias"
    title = "Alianzas por residencias"
    columns = _COLUMNS
    known_parameters = ("unit", "stage", "f")

    @extend_schema(
        operation_id="residence_alliances",
        parameters=[FORM, UNIT, _STAGE],
        responses=responses_of(AllianceSerializer(many=True)),
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        return self.answer(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Alliance]:
        kvp = Kvp.from_query(self.request.query_params)
        stage = kvp.get("stage") or ""
        if stage and stage not in Alliance.Stage.values:
            stages = ", ".join(Alliance.Stage.values)
            raise InvalidValue("stage", f"«{stage[:20]}» no es una etapa: {stages}.")
        return alliances(unit_of(kvp), stage)
