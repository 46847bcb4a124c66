"""The national inventory of greenhouse gases, a line a source of emission and year."""

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
from territory.environment_info.emissions import published
from territory.models import GreenhouseGasEmission

_COLUMNS = (
    "year",
    "sector",
    "category",
    "subcategory",
    "emission_source",
    "ipcc_code",
    "co2",
    "ch4",
    "ch4_co2eq",
    "n2o",
    "n2o_co2eq",
    "hfc_co2eq",
    "total_co2eq",
    "source",
    "source_url",
    "cutoff_date",
    "is_sample",
)


class EmissionSerializer(serializers.ModelSerializer[GreenhouseGasEmission]):
    """Gigagrams of each gas; null where the inventory says no value, which is no zero."""

    class Meta:
        model = GreenhouseGasEmission
        fields = _COLUMNS


class EmissionList(TableList):
    """El inventario nacional de gases de efecto invernadero, fuente por fuente de emisión y año.

    En gigagramos. Vacío donde el inventario no dice un valor: no es cero. No es de ningún lugar.
    """

    serializer_class = EmissionSerializer
    file_name = "gases_de_efecto_invernadero"
    title = "Inventario nacional de gases de efecto invernadero"
    columns = _COLUMNS
    known_parameters = ("year", "f")

    @extend_schema(
        operation_id="environmental_emissions",
        parameters=[OpenApiParameter("year", OpenApiTypes.INT), FORM],
        responses=responses_of(EmissionSerializer(many=True)),
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        return self.answer(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[GreenhouseGasEmission]:
        year = Kvp.from_query(self.request.query_params).get("year") or ""
        if not year:
            return published()
        if not (year.isascii() and year.isdecimal() and len(year) == 4):
            raise InvalidValue("year", "Se espera un año, AAAA.")
        return published().filter(year=int(year))
