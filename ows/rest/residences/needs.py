"""What each residence needs, as JSON or a table."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from ows.errors import InvalidValue
from ows.kvp import Kvp
from ows.rest.parameters import FORM
from ows.rest.residences.asked import ITEM, UNIT, item_of, unit_of
from ows.rest.table_lists import TableList, responses_of
from territory.addresses import on_site
from territory.models import ResidenceNeed, RuralResidence
from territory.residences.shown import find_residence, needs

_COLUMNS = (
    "residence",
    "residence_name",
    "service_model",
    "ubigeo",
    "item",
    "item_title",
    "counted_in",
    "quantity",
    "agreed",
    "delivered",
    "missing",
    "priority",
    "document",
    "source_url",
    "cutoff_date",
    "is_sample",
    "page",
)
_RESIDENCE = OpenApiParameter(
    "residence", OpenApiTypes.STR, description="Código modular y anexo: 0257048-0."
)


class NeedSerializer(serializers.ModelSerializer[ResidenceNeed]):
    """How many of an item a residence needs, by a document."""

    residence = serializers.CharField(source="residence.code")
    residence_name = serializers.CharField(source="residence.name")
    service_model = serializers.CharField(source="residence.service_model")
    ubigeo = serializers.CharField(source="residence.declared_unit_id", allow_null=True)
    item_title = serializers.CharField(source="get_item_display")
    counted_in = serializers.CharField(source="unit")
    agreed = serializers.IntegerField(source="coverage.agreed")
    delivered = serializers.IntegerField(source="coverage.covered")
    missing = serializers.IntegerField()
    page = serializers.SerializerMethodField()

    class Meta:
        model = ResidenceNeed
        fields = _COLUMNS

    def get_page(self, row: Any) -> str:
        return on_site(f"/residencias/{row.residence.code}/")


class NeedList(TableList):
    """Lo que se publicó que cada residencia necesita, con su documento."""

    serializer_class = NeedSerializer
    file_name = "necesidades_de_residencias"
    title = "Necesidades de las residencias"
    columns = _COLUMNS
    known_parameters = ("unit", "item", "residence", "f")

    @extend_schema(
        operation_id="residence_needs",
        parameters=[FORM, UNIT, ITEM, _RESIDENCE],
        responses=responses_of(NeedSerializer(many=True)),
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        return self.answer(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[ResidenceNeed]:
        kvp = Kvp.from_query(self.request.query_params)
        residence = None
        if code := kvp.get("residence"):
            try:
                residence = find_residence(code.replace("\x00", ""))
            except RuralResidence.DoesNotExist:
                raise InvalidValue(
                    "residence", f"No hay ninguna residencia publicada «{code[:20]}»."
                ) from None
        return needs(unit_of(kvp), item_of(kvp), residence)
