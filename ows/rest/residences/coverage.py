"""What residences need and get by department and item, as JSON or a table."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from ows.kvp import Kvp
from ows.rest.parameters import FORM
from ows.rest.residences.asked import ITEM, UNIT, item_of, unit_of
from ows.rest.table_lists import TableList, responses_of
from territory.residences.coverage import Line, coverage

_COLUMNS = (
    "ubigeo",
    "department",
    "residences",
    "residences_with_needs",
    "item",
    "item_title",
    "counted_in",
    "residences_in_need",
    "needed",
    "agreed",
    "delivered",
    "missing",
    "percent",
    "oldest_cutoff_date",
    "is_sample",
)


class CoverageLineSerializer(serializers.Serializer[Line]):
    """An item in a department; of ``residences_with_needs`` of its ``residences`` only."""

    ubigeo = serializers.CharField(source="known.ubigeo", allow_null=True)
    department = serializers.CharField(source="known.name")
    residences = serializers.IntegerField(
        source="known.residences", help_text="Las del departamento o la parte que se pide."
    )
    residences_with_needs = serializers.IntegerField(
        source="known.with_needs", help_text="De cuántas se publicó qué necesitan."
    )
    item = serializers.CharField()
    item_title = serializers.CharField(source="title")
    counted_in = serializers.CharField(source="unit")
    residences_in_need = serializers.IntegerField(source="residences")
    needed = serializers.IntegerField(help_text="No se suma con otros bienes.")
    agreed = serializers.IntegerField(help_text="Por alianzas vigentes.")
    delivered = serializers.IntegerField(
        source="covered",
        help_text="Con evidencia publicada; de ninguna residencia más de lo que necesita.",
    )
    missing = serializers.IntegerField()
    percent = serializers.FloatField(help_text="Entregado, de lo que se publicó que se necesita.")
    oldest_cutoff_date = serializers.DateField(source="cutoff_date")
    is_sample = serializers.BooleanField(source="known.is_sample")


class ResidenceCoverage(TableList):
    """Lo que las residencias necesitan y reciben por departamento y bien, y de cuántas se sabe."""

    serializer_class = CoverageLineSerializer
    file_name = "necesidades_por_departamento"
    title = "Necesidades por departamento y bien"
    columns = _COLUMNS
    known_parameters = ("unit", "item", "f")

    @extend_schema(
        operation_id="residence_coverage",
        parameters=[FORM, UNIT, ITEM],
        responses=responses_of(CoverageLineSerializer(many=True)),
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        return self.answer(request, *args, **kwargs)

    def filter_queryset(self, queryset: Any) -> Any:
        return queryset

    def get_queryset(self) -> Any:
        kvp = Kvp.from_query(self.request.query_params)
        return coverage(unit_of(kvp), item_of(kvp))
