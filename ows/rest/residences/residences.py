"""The residences with what is known of each, as JSON or a table. Points are the layer's."""

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
from ows.rest.residences.asked import UNIT, unit_of
from ows.rest.table_lists import TableList, responses_of
from territory.addresses import on_site
from territory.models import RuralResidence
from territory.residences.shown import residences

_COLUMNS = (
    "residence",
    "name",
    "service_model",
    "ubigeo",
    "pupils",
    "district_capital_m",
    "province_capital_m",
    "nearest_residence_m",
    "nearest_residence",
    "condition",
    "condition_on",
    "needs",
    "needs_met",
    "need_state",
    "service_model_source",
    "service_model_cutoff_date",
    "source",
    "source_url",
    "cutoff_date",
    "is_sample",
    "page",
)
_STATE = OpenApiParameter(
    "state", OpenApiTypes.STR, enum=RuralResidence.NeedState.values, description="De lo publicado."
)


class ResidenceSerializer(serializers.ModelSerializer[RuralResidence]):
    """A residence; null is what isn't known. Distances are straight lines."""

    residence = serializers.CharField(source="code")
    ubigeo = serializers.CharField(source="declared_unit_id", allow_null=True)
    page = serializers.SerializerMethodField()

    class Meta:
        model = RuralResidence
        fields = _COLUMNS

    def get_page(self, row: RuralResidence) -> str:
        return on_site(f"/residencias/{row.code}/")


class ResidenceList(TableList):
    """Las residencias, con sus distancias en línea recta y lo que se publicó de ellas."""

    serializer_class = ResidenceSerializer
    file_name = "residencias"
    title = "Residencias estudiantiles rurales"
    columns = _COLUMNS
    known_parameters = ("unit", "state", "f")

    @extend_schema(
        operation_id="residences",
        parameters=[FORM, UNIT, _STATE],
        responses=responses_of(ResidenceSerializer(many=True)),
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        return self.answer(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[RuralResidence]:
        kvp = Kvp.from_query(self.request.query_params)
        state = kvp.get("state") or ""
        if state and state not in RuralResidence.NeedState.values:
            states = ", ".join(RuralResidence.NeedState.values)
            raise InvalidValue("state", f"«{state[:20]}» no es un estado: {states}.")
        return residences(unit_of(kvp), state)
