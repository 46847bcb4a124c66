"""Values of monitoring with what may be said of each, and the limits that they are held against."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from layers.errors import InvalidParameter
from ows.errors import InvalidValue
from ows.kvp import Kvp
from ows.rest.parameters import FORM, TABLE_TYPES, requested_form
from ows.rest.table_lists import TableList, responses_of
from territory.environment_info import points
from territory.environment_info.standard import TARGETED, Verdict
from territory.models import EnvironmentalMeasurement, MonitoringRegister, WaterStandardLimit

_COLUMNS = (
    "register",
    "point",
    "point_code",
    "matrix",
    "water_category",
    "parameter",
    "parameter_key",
    "analysis",
    "method",
    "sampled_on",
    "sampled_time",
    "state",
    "value",
    "limit_value",
    "unit",
    "original_value",
    "original_unit",
    "verdict",
    "verdict_title",
    "standard_limit",
    "standard_norm",
    "standard_article",
    "sampling",
    "declared_ubigeo",
    "source",
    "cutoff_date",
    "is_sample",
)
_LIMITS = (
    "parameter",
    "parameter_key",
    "category",
    "limit",
    "unit",
    "norm",
    "article",
    "norm_url",
    "first_year",
    "last_year",
    "is_sample",
)
_PARAMETERS = (
    OpenApiParameter("register", OpenApiTypes.STR, enum=MonitoringRegister.values),
    OpenApiParameter("point", OpenApiTypes.STR, description="La clave del punto en su registro."),
    OpenApiParameter("parameter", OpenApiTypes.STR, description="La clave: «arsenico»."),
    OpenApiParameter("unit", OpenApiTypes.STR, description="Ubigeo de 2, 4 o 6 dígitos."),
)


class MeasurementSerializer(serializers.ModelSerializer[EnvironmentalMeasurement]):
    """A value; ``limit_value`` is what it lies below or above where ``state`` says so."""

    register = serializers.CharField(source="feed")
    point = serializers.CharField(source="place_key")
    declared_ubigeo = serializers.CharField(source="declared_unit_id", allow_null=True)
    verdict = serializers.ChoiceField(choices=Verdict.choices)
    verdict_title = serializers.SerializerMethodField()
    standard_limit = serializers.FloatField(allow_null=True)
    standard_norm = serializers.CharField(allow_null=True)
    standard_article = serializers.CharField(allow_null=True)
    sampling = serializers.SerializerMethodField(help_text="Cómo se eligió dónde tomar muestras.")

    class Meta:
        model = EnvironmentalMeasurement
        fields = _COLUMNS

    def get_verdict_title(self, row: Any) -> str:
        return points.verdict_title(row)

    def get_sampling(self, _row: Any) -> str:
        return str(TARGETED)


class MeasurementList(TableList):
    """Lo que se midió en los puntos de monitoreo, con lo que se puede decir frente al estándar.

    Un valor menor que el límite del laboratorio queda como tal. El muestreo es dirigido, no al
    azar. La tabla (CSV, XLSX) es de un punto; todos los valores se descargan como capa,
    ``environmental_measurements``.
    """

    serializer_class = MeasurementSerializer
    file_name = "mediciones_ambientales"
    title = "Mediciones ambientales"
    columns = _COLUMNS
    known_parameters = ("register", "point", "parameter", "unit", "f")

    @extend_schema(
        operation_id="environmental_measurements",
        parameters=[*_PARAMETERS, FORM],
        responses=responses_of(MeasurementSerializer(many=True)),
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        asked = Kvp.from_query(request.query_params)
        if requested_form(request) in TABLE_TYPES:
            for name in ("register", "point"):
                if not asked.get(name):
                    raise InvalidParameter("Una tabla es de un punto.", parameter=name)
        return self.answer(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[EnvironmentalMeasurement]:
        kvp = Kvp.from_query(self.request.query_params)
        register = kvp.get("register") or ""
        if register and register not in MonitoringRegister.values:
            raise InvalidValue("register", f"Use {', '.join(MonitoringRegister.values)}.")
        unit = kvp.get("unit") or ""
        if unit and not (unit.isascii() and unit.isdecimal() and len(unit) in (2, 4, 6)):
            raise InvalidValue("unit", "Se espera un ubigeo de 2, 4 o 6 dígitos.")
        return points.measurements(
            register, kvp.get("point") or "", kvp.get("parameter") or "", unit
        ).defer("geom")


class StandardLimitSerializer(serializers.ModelSerializer[WaterStandardLimit]):
    """A limit with the norm that it is of."""

    is_sample = serializers.SerializerMethodField()

    class Meta:
        model = WaterStandardLimit
        fields = _LIMITS

    def get_is_sample(self, _row: Any) -> bool:
        return False


class StandardLimitList(TableList):
    """Los límites del estándar de agua que este sitio tiene registrados, cada uno con su norma."""

    serializer_class = StandardLimitSerializer
    file_name = "limites_del_estandar_de_agua"
    title = "Límites del estándar de agua"
    columns = _LIMITS
    source_column = "norm"

    @extend_schema(
        operation_id="water_standard",
        parameters=[FORM],
        responses=responses_of(StandardLimitSerializer(many=True)),
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        return self.answer(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[WaterStandardLimit]:
        return WaterStandardLimit.objects.all()
