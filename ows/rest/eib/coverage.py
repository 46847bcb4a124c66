"""EIB services by UGEL and language, as JSON or a table."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from ows.errors import InvalidValue
from ows.rest.parameters import FORM
from ows.rest.table_lists import TableList, responses_of
from ows.rest.ugel.codes import ugel_code
from ows.rest.wire_names import WireNames
from territory.eib.coverage import COLUMNS, Counted, coverage
from territory.languages import languages


class CoverageSerializer(WireNames[Counted]):
    """The services of a language in a UGEL; null is what isn't known."""

    ugel_code = serializers.CharField(
        allow_null=True, help_text="Del padrón de escuelas; nulo si no tiene el servicio."
    )
    ugel = serializers.CharField(allow_null=True)
    language = serializers.CharField(allow_null=True)
    language_code = serializers.CharField(allow_null=True)
    family = serializers.CharField(allow_null=True)
    services = serializers.IntegerField(
        help_text="Un servicio con varias lenguas cuenta en cada una: no se suman."
    )
    strengthening = serializers.IntegerField()
    revitalization = serializers.IntegerField()
    urban = serializers.IntegerField()
    attention_unknown = serializers.IntegerField()
    pupils = serializers.IntegerField(
        allow_null=True, help_text="Todos los de los servicios, hablen lo que hablen."
    )
    services_with_pupils = serializers.IntegerField()
    source_ = serializers.CharField()
    source_url = serializers.URLField(allow_null=True)
    cutoff_date = serializers.DateField()
    register_source = serializers.CharField(allow_null=True)
    register_cutoff_date = serializers.DateField(allow_null=True)
    is_sample = serializers.BooleanField()


_PARAMETERS = [
    FORM,
    OpenApiParameter("ugel", OpenApiTypes.STR, description="Código de UGEL, 6 dígitos."),
    OpenApiParameter("language", OpenApiTypes.STR, description="Código o nombre de una lengua."),
]


class CoverageList(TableList):
    """Servicios EIB por UGEL y lengua: cuántos, su forma de atención y sus estudiantes."""

    serializer_class = CoverageSerializer
    file_name = "cobertura_eib"
    title = "Servicios EIB por UGEL y lengua"
    columns = COLUMNS
    known_parameters = ("f", "ugel", "language")

    @extend_schema(
        parameters=_PARAMETERS,
        responses=responses_of(CoverageSerializer(many=True)),
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        return self.answer(request, *args, **kwargs)

    def filter_queryset(self, queryset: Any) -> Any:
        return queryset

    def get_queryset(self) -> Any:
        asked = self.request.query_params
        ugel = asked.get("ugel")
        return coverage(
            ugel=None if ugel is None else ugel_code(ugel, "ugel"),
            language=_language(asked.get("language")),
        )


def _language(text: str | None) -> str | None:
    """The code of an official language, asked for by its code or name; raises InvalidValue."""
    if text is None:
        return None
    for language in languages():
        if text in (language.code, language.name):
            return language.code
    raise InvalidValue("language", "No es el código ni el nombre de una lengua originaria.")
