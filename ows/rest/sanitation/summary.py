"""What is invested by region, level of government, year or government: JSON, CSV or XLSX."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from ows.kvp import Kvp
from ows.rest.parameters import FORM
from ows.rest.sanitation.asked import NAMES, PARAMETERS, asked_investments, one_of
from ows.rest.table_lists import TableList, responses_of
from territory.sanitation.groups import BY, REGION, SUMS, Group, groups
from territory.sanitation.thresholds import thresholds

_SUM_COLUMNS = tuple(column for name in SUMS for column in (name, f"{name}_known"))
_COLUMNS = (
    "key",
    "title",
    "level",
    "investments",
    "active",
    "closed",
    *_SUM_COLUMNS,
    "source",
    "cutoff_date",
    "is_sample",
)
# A file names at most some thousand governments: Peru has 1,891 municipalities and 25 regions.
MAX_GROUPS = 10_000


class SanitationGroupSerializer(serializers.Serializer[Group]):
    """Inversiones con algo en común; una suma es de tantas como dice su ``_known``.

    Una inversión de dos departamentos cuenta entera en ambos: las regiones no suman el país.
    """

    key = serializers.CharField(help_text="Vacío: el archivo no lo dice; 00: varios departamentos.")
    title = serializers.CharField()
    level = serializers.CharField(help_text="GN, GR o GL, si todas son del mismo.")
    investments = serializers.IntegerField()
    active = serializers.IntegerField()
    closed = serializers.IntegerField()
    source = serializers.CharField()  # type: ignore[assignment]
    cutoff_date = serializers.DateField()
    is_sample = serializers.BooleanField()

    def get_fields(self) -> dict[str, Any]:
        fields: dict[str, Any] = super().get_fields()
        for name in SUMS:
            fields[name] = serializers.FloatField(allow_null=True)
            fields[f"{name}_known"] = serializers.IntegerField()
        return fields

    def to_representation(self, group: Group) -> dict[str, Any]:
        found = {name: getattr(group, name) for name in _COLUMNS if name not in _SUM_COLUMNS}
        for name, amount in group.amounts.items():
            found[name] = None if amount.value is None else float(amount.value)
            found[f"{name}_known"] = amount.known
        return found


class SanitationSummary(TableList):
    """Las inversiones en saneamiento agrupadas; nunca se cuenta un monto dos veces en un grupo."""

    serializer_class = SanitationGroupSerializer
    file_name = "saneamiento-resumen"
    title = "Inversiones en saneamiento, resumen"
    columns = _COLUMNS
    known_parameters = (*NAMES, "by", "f")

    @extend_schema(
        operation_id="sanitation_summary",
        parameters=[FORM, OpenApiParameter("by", str, enum=list(BY)), *PARAMETERS],
        responses=responses_of(SanitationGroupSerializer(many=True)),
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        return self.answer(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        known = thresholds()
        kvp = Kvp.from_query(self.request.query_params)
        by = one_of(kvp, "by", BY, REGION)
        return groups(by, asked_investments(kvp, known), known)[:MAX_GROUPS]
