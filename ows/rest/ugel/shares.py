"""What each UGEL or DRE has in a district, as JSON or a table."""

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
from ows.rest.table_lists import TableList, responses_of
from ows.rest.ugel.codes import CODE, ugel_code
from ows.rest.units import UBIGEO
from territory.models import UgelDistrict
from territory.ugel.shares import shares

_COLUMNS = (
    "ubigeo",
    "district",
    "code",
    "name",
    "is_regional",
    "services",
    "percent",
    "is_assigned",
    "is_tied",
    "source",
    "cutoff_date",
    "is_sample",
)


class UgelDistrictSerializer(serializers.ModelSerializer[UgelDistrict]):
    """An office's services in a district; null is what isn't known or doesn't apply."""

    ubigeo = serializers.CharField(source="unit_id")
    district = serializers.CharField(source="unit.name")

    class Meta:
        model = UgelDistrict
        fields = _COLUMNS


class UgelDistrictList(TableList):
    """Los servicios que cada UGEL o DRE tiene en cada distrito, y a cuál se asigna el distrito."""

    serializer_class = UgelDistrictSerializer
    file_name = "distritos_por_ugel"
    title = "Distritos por UGEL"
    columns = _COLUMNS
    known_parameters = ("unit", "code", "f")

    @extend_schema(
        operation_id="ugel_districts",
        parameters=[
            FORM,
            OpenApiParameter("unit", OpenApiTypes.STR, description="Un ubigeo: 2, 4 o 6 dígitos."),
            CODE,
        ],
        responses=responses_of(UgelDistrictSerializer(many=True)),
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        return self.answer(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[UgelDistrict]:
        kvp = Kvp.from_query(self.request.query_params)
        unit, code = kvp.get("unit") or "", kvp.get("code")
        if unit and not UBIGEO.fullmatch(unit):
            raise InvalidValue("unit", f"«{unit[:40]}» no es un ubigeo: 2, 4 o 6 dígitos.")
        rows = shares().filter(unit__ubigeo__startswith=unit)
        return rows if code is None else rows.filter(code=ugel_code(code))
