"""A commitment's figures: for the country and by department, as JSON or CSV."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from layers.themes import placed_records
from ows.rest.commitments import find_commitment
from ows.rest.covered import CoveredUnitSerializer
from ows.rest.figures import FigureRow, FigureSerializer, figures_file
from ows.rest.parameters import FORM, TABLE_TYPES, check_known, requested_form
from territory.figures import DepartmentRow, FigureTable, tables_for_commitment
from territory.models import Commitment
from territory.models.transport import LIMA_AND_CALLAO, OTHER_CITIES
from territory.participation.figures import participation_tables
from territory.population.figures import near_stop_tables


@dataclass(frozen=True)
class CommitmentTables:
    """A commitment with the tables of its themes."""

    commitment: Commitment
    tables: list[FigureTable]


class DepartmentSerializer(serializers.Serializer[DepartmentRow]):
    ubigeo = serializers.CharField(
        source="unit.ubigeo",
        default=None,
        allow_null=True,
        help_text="Nulo: sin territorio declarado.",
    )
    name = serializers.CharField(source="unit.name", default=None, allow_null=True)
    is_partial = serializers.BooleanField()
    figures = FigureSerializer(many=True)


class FigureTableSerializer(serializers.Serializer[FigureTable]):
    title = serializers.CharField(source="shown_title")
    is_sample = serializers.BooleanField()
    is_partial = serializers.BooleanField(
        help_text="El total no es del país: es el de las unidades de «covers»."
    )
    covers = CoveredUnitSerializer(many=True)
    total = FigureSerializer(many=True)
    departments = DepartmentSerializer(source="rows", many=True)


class CommitmentTablesSerializer(serializers.Serializer[CommitmentTables]):
    commitment = serializers.IntegerField(source="commitment.number")
    tables = FigureTableSerializer(many=True)


class CommitmentFigures(APIView):
    """Las cifras de un compromiso: el total y las de cada departamento, con fuente y corte."""

    @extend_schema(
        parameters=[FORM],
        responses={
            (200, "application/json"): CommitmentTablesSerializer,
            (200, "text/csv"): OpenApiTypes.STR,
            (200, TABLE_TYPES["xlsx"]): OpenApiTypes.BINARY,
        },
    )
    def get(self, request: Request, number: int) -> Any:
        check_known(request, "f")
        form = requested_form(request)
        commitment = find_commitment(Commitment.objects.all(), number)
        found = tables_for_commitment(number, placed_records(number))
        if number in (LIMA_AND_CALLAO, OTHER_CITIES):
            found += near_stop_tables(number)
        found += participation_tables(number)
        if form in TABLE_TYPES:
            title = f"{number}. {commitment.short_title}"
            rows = _rows(commitment, found)
            return figures_file(f"cifras_compromiso_{number}", title, rows, form, request)
        return Response(CommitmentTablesSerializer(CommitmentTables(commitment, found)).data)


def _rows(commitment: Commitment, tables: list[FigureTable]) -> list[FigureRow]:
    rows = []
    for table in tables:
        for department in table.rows:
            unit = department.unit
            place = unit.name if unit else _("Sin territorio declarado")
            code = unit.pk if unit else ""
            rows += [FigureRow(figure, code, place, commitment) for figure in department.figures]
        rows += [FigureRow(figure, "", _("Perú"), commitment) for figure in table.total]
    return rows
