"""Investments in sanitation, each once: a list, and one by its CUI."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ows.kvp import Kvp
from ows.rest.parameters import FORM, check_known
from ows.rest.sanitation.asked import NAMES, PARAMETERS, asked_investments
from ows.rest.table_lists import TableList, responses_of
from territory.models import SanitationProject, SanitationState
from territory.sanitation.changes import states_of
from territory.sanitation.investments import once, rows_of
from territory.sanitation.thresholds import thresholds

_COLUMNS = (
    "cui",
    "snip_code",
    "name",
    "status",
    "situation",
    "framework",
    "government_level",
    "sector",
    "entity",
    "executing_unit",
    "modality",
    "viable_on",
    "viable_year",
    "viable_amount_pen",
    "updated_cost_pen",
    "over_pct",
    "opening_budget_pen",
    "modified_budget_pen",
    "accrued_this_year_pen",
    "accrued_before_pen",
    "accrued_pen",
    "financial_advance_pct",
    "physical_advance_pct",
    "ahead_points",
    "execution_advance_pct",
    "beneficiaries",
    "source",
    "source_url",
    "cutoff_date",
    "is_sample",
)


def _number(text: str) -> serializers.FloatField:
    return serializers.FloatField(allow_null=True, help_text=text)


class SanitationInvestmentSerializer(serializers.ModelSerializer[SanitationProject]):
    """Una inversión entera; sus montos, en soles, no se reparten entre sus distritos."""

    viable_year = serializers.IntegerField(allow_null=True)
    over_pct = _number("Cuánto supera el costo actualizado al monto viable, en %.")
    financial_advance_pct = _number("Devengado acumulado entre costo actualizado, en %.")
    ahead_points = _number("Avance financiero menos avance físico, en puntos.")

    class Meta:
        model = SanitationProject
        fields = _COLUMNS


class SanitationStateSerializer(serializers.ModelSerializer[SanitationState]):
    """Lo que dijo un corte."""

    cutoff_date = serializers.DateField(source="cut.cutoff_date")
    source = serializers.CharField(source="cut.source")  # type: ignore[assignment]

    class Meta:
        model = SanitationState
        fields = (
            "cutoff_date",
            "status",
            "updated_cost_pen",
            "modified_budget_pen",
            "accrued_pen",
            "physical_advance_pct",
            "source",
        )


class _PlaceSerializer(serializers.Serializer[Any]):
    ubigeo = serializers.CharField(allow_null=True, source="declared_unit_id")
    name = serializers.CharField(allow_null=True, source="declared_unit.name", default=None)
    position_source = serializers.CharField(allow_null=True)


class SanitationSheetSerializer(SanitationInvestmentSerializer):
    """Una inversión con las unidades que declara y lo que dijo cada corte."""

    places = serializers.SerializerMethodField()
    states = serializers.SerializerMethodField()

    class Meta(SanitationInvestmentSerializer.Meta):
        fields: Any = (*_COLUMNS, "places", "states")

    @extend_schema_field(_PlaceSerializer(many=True))
    def get_places(self, row: SanitationProject) -> Any:
        return _PlaceSerializer(self.context["rows"], many=True).data

    @extend_schema_field(SanitationStateSerializer(many=True))
    def get_states(self, row: SanitationProject) -> Any:
        return SanitationStateSerializer(states_of(row.cui), many=True).data


class SanitationInvestmentList(TableList):
    """Las inversiones en saneamiento, cada una una vez, en JSON, CSV o XLSX."""

    serializer_class = SanitationInvestmentSerializer
    file_name = "inversiones-en-saneamiento"
    title = "Inversiones en saneamiento"
    columns = _COLUMNS
    known_parameters = (*NAMES, "f")

    @extend_schema(
        operation_id="sanitation_investments",
        parameters=[FORM, *PARAMETERS],
        responses=responses_of(SanitationInvestmentSerializer(many=True)),
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        return self.answer(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[SanitationProject]:
        known = thresholds()
        kvp = Kvp.from_query(self.request.query_params)
        return once(asked_investments(kvp, known), known).defer("geom", "map_point")


class SanitationInvestment(APIView):
    """Una inversión por su CUI, con sus lugares y sus cortes."""

    @extend_schema(operation_id="sanitation_investment", responses=SanitationSheetSerializer)
    def get(self, request: Request, cui: str) -> Response:
        check_known(request)
        rows = rows_of(cui) if len(cui) <= 8 else []
        if not rows:
            raise Http404("No hay una inversión publicada con ese CUI.")
        sheet = SanitationSheetSerializer(rows[0], context={"rows": rows})
        return Response(sheet.data)
