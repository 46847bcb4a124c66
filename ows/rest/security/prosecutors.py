"""Published complaints in prosecutors' offices, by prosecutors' district: JSON, CSV or XLSX."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from ows.errors import InvalidValue
from ows.kvp import Kvp
from ows.rest.parameters import FORM
from ows.rest.table_lists import TableList, responses_of
from territory.crime.prosecutors import published
from territory.models.prosecutors import LABELS, ProsecutorsCount, ProsecutorsDistrict

_MOST_TEXT = 120
_COLUMNS = (
    "district",
    "district_name",
    "year",
    "category",
    "category_label",
    "value",
    "state",
    "extracted_on",
    "source",
    "source_url",
    "cutoff_date",
    "is_sample",
)


class ProsecutorsCountSerializer(serializers.ModelSerializer[ProsecutorsCount]):
    """Denuncias en fiscalías por distrito fiscal, que no es una unidad del INEI."""

    district = serializers.CharField(help_text=", ".join(ProsecutorsDistrict.values))
    district_name = serializers.CharField(source="get_district_display")
    year = serializers.IntegerField(source="period_start.year")
    category = serializers.CharField(
        help_text=f"{', '.join(LABELS)}, o un delito genérico como lo llama el archivo."
    )
    category_label = serializers.CharField()

    class Meta:
        model = ProsecutorsCount
        fields = _COLUMNS


class ProsecutorsCountList(TableList):
    """Denuncias en fiscalías, por distrito fiscal y año; no se suman a las policiales."""

    serializer_class = ProsecutorsCountSerializer
    file_name = "denuncias_fiscalias"
    title = "Denuncias en fiscalías"
    columns = _COLUMNS
    known_parameters = ("district", "year", "category", "f")

    @extend_schema(
        operation_id="prosecutorsComplaints",
        parameters=[
            FORM,
            OpenApiParameter("district", str, enum=list(ProsecutorsDistrict.values)),
            OpenApiParameter("year", str, description="AAAA."),
            OpenApiParameter("category", str, description="El código de un delito."),
        ],
        responses=responses_of(ProsecutorsCountSerializer(many=True)),
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        return self.answer(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[ProsecutorsCount]:
        kvp = Kvp.from_query(self.request.query_params)
        rows = published()
        if (district := kvp.get("district")) is not None:
            if district not in ProsecutorsDistrict.values:
                raise InvalidValue("district", f"«{_shown(district)}» no es un distrito fiscal.")
            rows = rows.filter(district=district)
        if (year := kvp.get("year")) is not None:
            if not (year.isascii() and year.isdecimal() and len(year) == 4 and year != "0000"):
                raise InvalidValue("year", f"«{_shown(year)}» no es AAAA.")
            rows = rows.filter(period_start__year=int(year))
        if (category := kvp.get("category")) is not None:
            if len(category) > _MOST_TEXT or "\x00" in category:
                raise InvalidValue("category", f"«{_shown(category)}» no es un delito.")
            rows = rows.filter(category=category)
        return rows


def _shown(text: str) -> str:
    return text[:40].replace("\x00", "")
