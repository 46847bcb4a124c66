"""Published complaints by unit and period, with rates: JSON, CSV or XLSX."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from ows.errors import InvalidValue
from ows.kvp import Kvp
from ows.rest.parameters import FORM
from ows.rest.table_lists import TableList, responses_of
from territory.crime.complaints import published
from territory.crime.rates import with_rate
from territory.models import AdminUnit
from territory.models.crime import CrimeCount, CrimeKind
from territory.periods import Granularity, Period
from territory.queries import current_units

MOST_UNITS = 200
_UBIGEO = re.compile(r"(?:[0-9]{2}){1,3}")
_COLUMNS = (
    "unit",
    "unit_name",
    "level",
    "period",
    "granularity",
    "category",
    "value",
    "state",
    "rate",
    "source",
    "source_url",
    "cutoff_date",
    "is_sample",
)


class ComplaintSerializer(serializers.ModelSerializer[CrimeCount]):
    """Denuncias, no delitos cometidos; ``value`` es null donde ``state`` dice por qué."""

    unit = serializers.CharField(source="declared_unit_id")
    unit_name = serializers.CharField(source="declared_unit.name")
    level = serializers.CharField(source="declared_unit.level")
    period = serializers.SerializerMethodField(help_text="AAAA o AAAA-MM.")
    category = serializers.CharField(help_text=", ".join(CrimeKind.values))
    rate = serializers.FloatField(
        allow_null=True,
        help_text="Por cada 10 000 habitantes; null sin la población de ese mismo año.",
    )

    class Meta:
        model = CrimeCount
        fields = _COLUMNS

    def get_period(self, row: CrimeCount) -> str:
        return row.period.code


class ComplaintList(TableList):
    """Las denuncias publicadas, por unidad y periodo: por año cada modalidad, por mes todas."""

    serializer_class = ComplaintSerializer
    file_name = "denuncias"
    title = "Denuncias"
    columns = _COLUMNS
    known_parameters = ("units", "level", "granularity", "period", "year", "category", "f")

    @extend_schema(
        operation_id="complaints",
        parameters=[
            FORM,
            OpenApiParameter("units", str, description=f"Ubigeos con comas: hasta {MOST_UNITS}."),
            OpenApiParameter("level", str, enum=list(AdminUnit.Level.values)),
            OpenApiParameter("granularity", str, enum=["year", "month"]),
            OpenApiParameter("period", str, description="AAAA o AAAA-MM."),
            OpenApiParameter("year", str, description="AAAA: su año y sus meses."),
            OpenApiParameter("category", str, enum=list(CrimeKind.values)),
        ],
        responses=responses_of(ComplaintSerializer(many=True)),
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        return self.answer(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[CrimeCount]:
        kvp = Kvp.from_query(self.request.query_params)
        rows = with_rate(published())
        if codes := asked_units(kvp):
            rows = rows.filter(declared_unit__in=codes)
        for name, path, known in (
            ("level", "declared_unit__level", AdminUnit.Level.values),
            ("granularity", "granularity", ["year", "month"]),
            ("category", "category", CrimeKind.values),
        ):
            if (value := kvp.get(name)) is not None:
                rows = rows.filter(**{path: _one_of(name, value, known)})
        if (period := _period(kvp, "period")) is not None:
            rows = rows.filter(period_start=period.start, granularity=period.granularity)
        if (period := _period(kvp, "year")) is not None:
            rows = rows.filter(period_start__gte=period.start, period_start__lt=period.end)
        return rows.order_by("period_start", "granularity", "declared_unit", "category")


def asked_units(kvp: Kvp) -> list[str]:
    """The ubigeos of ``units``; raises InvalidValue for one that there isn't."""
    codes = sorted({code for code in (kvp.get("units") or "").split(",") if code})
    if len(codes) > MOST_UNITS:
        raise InvalidValue("units", f"Se pueden pedir {MOST_UNITS} unidades; hay {len(codes)}.")
    well = [code for code in codes if _UBIGEO.fullmatch(code)]
    known = set(current_units().filter(pk__in=well).values_list("pk", flat=True))
    if unknown := [code for code in codes if code not in known]:
        shown = unknown[0][:12].replace("\x00", "")
        raise InvalidValue("units", f"No hay unidad con el ubigeo «{shown}».")
    return codes


def _one_of(name: str, value: str, known: Any) -> str:
    if value not in known:
        shown = value[:40].replace("\x00", "")
        raise InvalidValue(name, f"«{shown}» no existe: use {', '.join(known)}.")
    return value


def _period(kvp: Kvp, name: str) -> Period | None:
    text = kvp.get(name)
    if text is None:
        return None
    try:
        period = Period.parse(text)
    except ValueError:
        period = Period(dt.date(1, 1, 1), Granularity.DAY)
    if period.granularity == Granularity.DAY or (name, len(text) == 4) == ("year", False):
        shown = text[:40].replace("\x00", "")
        raise InvalidValue(
            name, f"«{shown}» no es AAAA" + ("." if name == "year" else " ni AAAA-MM.")
        )
    return period
