"""The events of the plan's making as JSON or a table, and what each of their columns means."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ows.errors import InvalidValue
from ows.kvp import Kvp
from ows.rest.parameters import FORM, check_known
from ows.rest.table_lists import TableList, responses_of
from ows.rest.units import UBIGEO
from territory.models import PlanEvent, Theme
from territory.plan_making import events

_MEANINGS = {
    "kind": "Tipo de evento, de los que nombra el texto del plan.",
    "kind_title": "El tipo, en palabras.",
    "title": "Título, como lo dice la fuente.",
    "sector": "Sector del que trató; vacío si la fuente no nombra ninguno.",
    "sector_title": "El sector, en palabras.",
    "ubigeo": "Ubigeo del territorio para el que fue; vacío si la fuente no nombra ninguno.",
    "unit_name": "Nombre del territorio.",
    "held_on": "Fecha del evento (AAAA-MM-DD); vacía si la fuente no la dice.",
    "source": "Quién lo publica.",
    "source_url": "Dirección de la página en que se leyó.",
    "cutoff_date": "Fecha de corte de la fuente (AAAA-MM-DD).",
    "is_sample": "Si es un ejemplo; siempre «false»: un evento sin fuente no se publica.",
}
_COLUMNS = tuple(_MEANINGS)


class PlanEventSerializer(serializers.ModelSerializer[PlanEvent]):
    """An event of the plan's making; null is what its source doesn't say."""

    kind_title = serializers.CharField(source="get_kind_display")
    sector = serializers.CharField(source="theme", allow_null=True)
    sector_title = serializers.CharField(source="get_theme_display", allow_null=True)
    ubigeo = serializers.CharField(source="unit_id", allow_null=True)
    unit_name = serializers.CharField(source="unit.name", default=None, allow_null=True)
    source = serializers.CharField()  # type: ignore[assignment]  # the wire's name, not DRF's
    is_sample = serializers.SerializerMethodField(help_text="Siempre falso: cada uno tiene fuente.")

    class Meta:
        model = PlanEvent
        fields = _COLUMNS

    def get_is_sample(self, event: PlanEvent) -> bool:
        return False


class PlanEventList(TableList):
    """Los eventos de la elaboración del plan, por fecha, cada uno con su fuente."""

    serializer_class = PlanEventSerializer
    file_name = "eventos_de_la_elaboracion_del_plan"
    title = "Eventos de la elaboración del plan"
    columns = _COLUMNS
    known_parameters = ("kind", "sector", "unit", "f")

    @extend_schema(
        operation_id="plan_events",
        parameters=[
            FORM,
            OpenApiParameter("kind", OpenApiTypes.STR, enum=PlanEvent.Kind.values),
            OpenApiParameter("sector", OpenApiTypes.STR, enum=Theme.values),
            OpenApiParameter("unit", OpenApiTypes.STR, description="Un ubigeo: 2, 4 o 6 dígitos."),
        ],
        responses=responses_of(PlanEventSerializer(many=True)),
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        return self.answer(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[PlanEvent]:
        kvp = Kvp.from_query(self.request.query_params)
        kind = _one_of(kvp, "kind", PlanEvent.Kind.values)
        sector = _one_of(kvp, "sector", Theme.values)
        unit = kvp.get("unit") or ""
        if unit and not UBIGEO.fullmatch(unit):
            raise InvalidValue("unit", f"«{unit[:40]}» no es un ubigeo: 2, 4 o 6 dígitos.")
        found = events(sector, unit)
        return found.filter(kind=kind) if kind else found


def _one_of(kvp: Kvp, name: str, values: list[str]) -> str:
    value = kvp.get(name) or ""
    if value and value not in values:
        raise InvalidValue(name, f"Use uno de {', '.join(values)}.")
    return value


class PlanEventColumnSerializer(serializers.Serializer[dict[str, str]]):
    name = serializers.CharField()
    meaning = serializers.CharField()
    values = serializers.ListField(
        child=serializers.CharField(), help_text="Los que puede tener; vacío si cualquiera."
    )


class PlanEventColumnList(APIView):
    """Qué significa cada columna de los eventos de la elaboración del plan."""

    @extend_schema(
        operation_id="plan_event_columns", responses=PlanEventColumnSerializer(many=True)
    )
    def get(self, request: Request) -> Response:
        check_known(request)
        values = {"kind": PlanEvent.Kind.values, "sector": Theme.values}
        return Response(
            [
                {"name": name, "meaning": meaning, "values": values.get(name, [])}
                for name, meaning in _MEANINGS.items()
            ]
        )
