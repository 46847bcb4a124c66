"""What was received, by place, year, kind and receiver, and the law's rules: JSON, CSV or XLSX."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from ows.kvp import Kvp
from ows.rest.extraction.asked import UNIT, YEAR, asked_unit, asked_year, one_of
from ows.rest.parameters import FORM
from ows.rest.table_lists import TableList, responses_of
from territory.extraction.received import Line, received_by_unit, received_in
from territory.models import CanonSplitRule

_BY = ("all", "unit")


class TransferSerializer(serializers.Serializer[Line]):
    """Lo que los gobiernos de un lugar recibieron de un recurso en un año, en soles.

    ``amount_pen`` es nulo si falta el monto de alguno; ``known_pen`` es lo que suman los demás.
    """

    unit = serializers.CharField(help_text="Ubigeo; vacío: todo el lugar que se pide, junto.")
    year = serializers.IntegerField()
    kind = serializers.CharField()
    kind_title = serializers.CharField()
    nature = serializers.CharField(help_text="renewable, non_renewable o unknown.")
    recipient = serializers.CharField()
    recipient_title = serializers.CharField()
    amount_pen = serializers.FloatField(allow_null=True)
    known_pen = serializers.FloatField()
    governments = serializers.IntegerField(help_text="De cuántos gobiernos se sabe el monto.")
    not_reported = serializers.IntegerField(help_text="De cuántos no.")
    source = serializers.CharField()  # type: ignore[assignment]
    source_url = serializers.CharField()
    cutoff_date = serializers.DateField()
    is_sample = serializers.BooleanField()

    def to_representation(self, line: Line) -> dict[str, Any]:
        amount = line.amount
        return {
            "unit": line.unit,
            "year": line.year,
            "kind": line.kind.value,
            "kind_title": str(line.kind.label),
            "nature": line.nature.value,
            "recipient": line.recipient.value,
            "recipient_title": str(line.recipient.label),
            "amount_pen": None if amount.value is None else float(amount.value),
            "known_pen": float(amount.known),
            "governments": amount.governments,
            "not_reported": amount.untold,
            "source": line.source,
            "source_url": line.source_url,
            "cutoff_date": str(line.cutoff_date),
            "is_sample": line.is_sample,
        }


class TransferList(TableList):
    """Lo recibido por actividades extractivas, año por año."""

    serializer_class = TransferSerializer
    file_name = "transferencias-extractivas"
    title = "Transferencias por actividades extractivas"
    columns = tuple(TransferSerializer().fields)
    known_parameters = ("unit", "year", "by", "f")

    @extend_schema(
        operation_id="extraction_transfers",
        parameters=[
            FORM,
            UNIT,
            YEAR,
            OpenApiParameter(
                "by", str, enum=list(_BY), description="Por lugar, o todo el lugar junto."
            ),
        ],
        responses=responses_of(TransferSerializer(many=True)),
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        return self.answer(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        kvp = Kvp.from_query(self.request.query_params)
        unit, year = asked_unit(kvp), asked_year(kvp)
        code = unit.pk if unit else ""
        if one_of(kvp, "by", _BY) == "unit":
            return received_by_unit(code, year)
        return [line for line in received_in(code) if year in (None, line.year)]


class CanonRuleSerializer(serializers.ModelSerializer[CanonSplitRule]):
    """Qué parte de un canon da la ley a qué gobiernos, con su artículo y dónde se leyó."""

    is_sample = serializers.SerializerMethodField()

    class Meta:
        model = CanonSplitRule
        fields = (
            "kind",
            "group",
            "share_pct",
            "text",
            "norm",
            "article",
            "source_url",
            "source_note",
            "first_year",
            "last_year",
            "is_sample",
        )

    def get_is_sample(self, rule: CanonSplitRule) -> bool:
        """A rule is none."""
        return False


class CanonRuleList(TableList):
    """Las reglas de reparto del canon cargadas; de un recurso sin reglas no se calcula nada."""

    serializer_class = CanonRuleSerializer
    file_name = "reparto-del-canon"
    title = "Reglas de reparto del canon"
    columns = CanonRuleSerializer.Meta.fields
    source_column = "source_url"
    queryset = CanonSplitRule.objects.order_by("kind", "first_year", "id")

    @extend_schema(
        operation_id="extraction_rules",
        parameters=[FORM],
        responses=responses_of(CanonRuleSerializer(many=True)),
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        return self.answer(request, *args, **kwargs)
