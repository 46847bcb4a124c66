"""What changed of the investments in sanitation between two cut-off dates."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ows.errors import InvalidValue
from ows.kvp import Kvp
from ows.rest.parameters import FORM, check_known
from ows.rest.sanitation.asked import one_of
from ows.rest.table_lists import TableList, responses_of
from territory.models import SanitationCut
from territory.sanitation.changes import (
    KINDS,
    Change,
    Pair,
    changes,
    cuts,
    latest_pairs,
    pair_of,
    sizes,
)

_VALUES = ("status", "cost", "advance", "accrued")
_COLUMNS = (
    "cui",
    "name",
    "kinds",
    *(f"{name}_{when}" for name in _VALUES for when in ("before", "after")),
    "cost_moved",
    "date_before",
    "cutoff_date",
    "source",
    "is_sample",
)


class SanitationChangeSerializer(serializers.Serializer[Any]):
    """Una inversión en dos cortes; ``kinds``, con espacios: qué cambió de ella."""

    cui = serializers.CharField()
    name = serializers.CharField()
    kinds = serializers.CharField(help_text=", ".join(KINDS))
    status_before = serializers.CharField(allow_null=True)
    status_after = serializers.CharField(allow_null=True)
    cost_before = serializers.FloatField(allow_null=True)
    cost_after = serializers.FloatField(allow_null=True)
    advance_before = serializers.FloatField(allow_null=True)
    advance_after = serializers.FloatField(allow_null=True)
    accrued_before = serializers.FloatField(allow_null=True)
    accrued_after = serializers.FloatField(allow_null=True)
    cost_moved = serializers.FloatField(allow_null=True)
    date_before = serializers.DateField()
    cutoff_date = serializers.DateField()
    source = serializers.CharField()  # type: ignore[assignment]
    is_sample = serializers.BooleanField()


class SanitationCutSerializer(serializers.Serializer[Any]):
    """Un corte que se puede comparar con otro de las mismas unidades."""

    key = serializers.CharField(help_text="Lo que va en «from» y «to».")
    cutoff_date = serializers.DateField()
    covers = serializers.ListField(child=serializers.CharField(), help_text="Ubigeos, o PE.")
    investments = serializers.IntegerField()
    source = serializers.CharField()  # type: ignore[assignment]
    is_sample = serializers.BooleanField()


class SanitationCutList(APIView):
    """Los cortes de los que se guarda el estado de cada inversión."""

    @extend_schema(operation_id="sanitation_cuts", responses=SanitationCutSerializer(many=True))
    def get(self, request: Request) -> Response:
        check_known(request)
        found = cuts()
        number = sizes(found)
        rows = [
            {
                "key": cut.key,
                "cutoff_date": cut.cutoff_date,
                "covers": cut.covers,
                "investments": number.get(cut.pk, 0),
                "source": cut.source,
                "is_sample": cut.is_sample,
            }
            for cut in found
        ]
        return Response(SanitationCutSerializer(rows, many=True).data)


class SanitationChangeList(TableList):
    """Las inversiones que cambiaron entre dos cortes, las de mayor cambio de costo primero."""

    serializer_class = SanitationChangeSerializer
    file_name = "saneamiento-cambios"
    title = "Cambios entre cortes"
    columns = _COLUMNS
    known_parameters = ("from", "to", "kind", "f")

    @extend_schema(
        operation_id="sanitation_changes",
        parameters=[
            FORM,
            OpenApiParameter("from", str, description="Clave del corte anterior."),
            OpenApiParameter(
                "to", str, description="Clave del posterior; sin ambas, el último par."
            ),
            OpenApiParameter("kind", str, enum=list(KINDS)),
        ],
        responses=responses_of(SanitationChangeSerializer(many=True)),
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        return self.answer(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        kvp = Kvp.from_query(self.request.query_params)
        kind = one_of(kvp, "kind", list(KINDS))
        pair = asked_pair(kvp)
        return [_line(change, pair) for change in changes(pair, kind, limit=None)]


def asked_pair(kvp: Kvp) -> Pair:
    """The two cuts of ``from`` and ``to``, or the latest two; raises InvalidValue, Http404."""
    found = cuts()
    asked = {name: kvp.get(name) for name in ("from", "to")}
    if not any(asked.values()):
        pairs = latest_pairs(found)
        if not pairs:
            raise Http404("Aún no hay dos cortes de las mismas unidades que comparar.")
        return pairs[0]
    chosen = [_cut(name, asked[name] or "", found) for name in asked]
    pair = pair_of(chosen[0], chosen[1])
    if pair is None:
        raise InvalidValue("to", "Debe ser posterior a «from» y cubrir alguna de sus unidades.")
    return pair


def _cut(name: str, key: str, found: list[SanitationCut]) -> SanitationCut:
    for cut in found:
        if cut.key == key:
            return cut
    shown = key[:40].replace("\x00", "")
    raise InvalidValue(name, f"No hay un corte «{shown}»: vea /api/v1/sanitation/cuts/.")


def _line(change: Change, pair: Pair) -> dict[str, Any]:
    values = {
        f"{name}_{when}": getattr(change, name)[at]
        for name in _VALUES
        for at, when in enumerate(("before", "after"))
    }
    return {
        "cui": change.cui,
        "name": change.name,
        "kinds": " ".join(change.kinds),
        **values,
        "cost_moved": change.moved,
        "date_before": pair.earlier.cutoff_date,
        "cutoff_date": pair.later.cutoff_date,
        "source": pair.later.source,
        "is_sample": pair.later.is_sample,
    }
