"""Who uses which catalogue of health, and the sector's practices, as JSON or tables."""

from __future__ import annotations

import re
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
from ows.rest.units import UBIGEO
from territory.health_catalogues.coverage import Chosen, CoverageLine, adoptions, coverage_lines
from territory.health_catalogues.practices import practices
from territory.models import AdoptionState, CatalogueAdoption, HealthPractice, PracticeKind

_SOURCED = ("source", "source_url", "cutoff_date", "is_sample")
_ADOPTION = (
    "facility_code",
    "facility_name",
    "category",
    "unit",
    "catalogue",
    "state",
    "edition",
    "adopted_on",
    *_SOURCED,
)
_COVERAGE = (
    "catalogue",
    "state",
    "edition",
    "facilities",
    "registered",
    "unknown",
    "source",
    "first_cutoff",
    "last_cutoff",
    "is_sample",
)
_PRACTICES = (
    "title",
    "edition",
    "kind",
    "issued_on",
    "changes",
    "document_url",
    "document_hash",
    *_SOURCED,
)
_FACILITY = re.compile(r"[0-9]{8}")
_UNIT = OpenApiParameter("unit", OpenApiTypes.STR, description="Un ubigeo: 2, 4 o 6 dígitos.")


class AdoptionSerializer(serializers.ModelSerializer[CatalogueAdoption]):
    """What a facility's systems use; its point is a feature of the layer."""

    unit = serializers.CharField(source="declared_unit_id", allow_null=True)

    class Meta:
        model = CatalogueAdoption
        fields = _ADOPTION


class CatalogueUseSerializer(serializers.Serializer[CoverageLine]):
    """How many facilities use a version; ``unknown`` is null where there is no register."""

    catalogue = serializers.CharField()
    state = serializers.CharField()
    edition = serializers.CharField(allow_null=True)
    facilities = serializers.IntegerField()
    registered = serializers.IntegerField(allow_null=True)
    unknown = serializers.IntegerField(
        allow_null=True, help_text="Del catálogo: de cuántos del registro no se sabe."
    )
    source = serializers.CharField()  # type: ignore[assignment]  # the wire's name, not DRF's
    first_cutoff = serializers.DateField()
    last_cutoff = serializers.DateField()
    is_sample = serializers.BooleanField()


class PracticeSerializer(serializers.ModelSerializer[HealthPractice]):
    """A version of a practice or protocol."""

    class Meta:
        model = HealthPractice
        fields = _PRACTICES


class AdoptionList(TableList):
    """Qué versión de cada catálogo de salud usa cada establecimiento."""

    serializer_class = AdoptionSerializer
    file_name = "uso_de_catalogos_de_salud"
    title = "Uso de catálogos de salud"
    columns = _ADOPTION
    known_parameters = ("facility", "catalogue", "edition", "state", "unit", "f")

    @extend_schema(
        operation_id="catalogue_adoption",
        parameters=[
            FORM,
            OpenApiParameter("facility", OpenApiTypes.STR, description="Código único: 8 dígitos."),
            OpenApiParameter("catalogue", OpenApiTypes.STR),
            OpenApiParameter("edition", OpenApiTypes.STR),
            OpenApiParameter("state", OpenApiTypes.STR, enum=AdoptionState.values),
            _UNIT,
        ],
        responses=responses_of(AdoptionSerializer(many=True)),
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        return self.answer(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[CatalogueAdoption]:
        kvp = Kvp.from_query(self.request.query_params)
        facility = kvp.get("facility") or ""
        if facility and not _FACILITY.fullmatch(facility):
            raise InvalidValue("facility", f"«{facility[:40]}» no es un código único: 8 dígitos.")
        return adoptions(
            Chosen(
                facility,
                kvp.get("catalogue") or "",
                kvp.get("edition") or "",
                _one_of(kvp, "state", AdoptionState.values),
                _unit(kvp),
            )
        )


class CoverageList(TableList):
    """Cuántos establecimientos usan cada versión de cada catálogo, y de cuántos no se sabe."""

    serializer_class = CatalogueUseSerializer
    file_name = "catalogos_de_salud_por_version"
    title = "Catálogos de salud por versión"
    columns = _COVERAGE
    known_parameters = ("unit", "f")

    @extend_schema(
        operation_id="catalogue_coverage",
        parameters=[FORM, _UNIT],
        responses=responses_of(CatalogueUseSerializer(many=True)),
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        return self.answer(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        return coverage_lines(_unit(Kvp.from_query(self.request.query_params)))


class PracticeList(TableList):
    """Las prácticas y protocolos del sector salud, versión por versión."""

    serializer_class = PracticeSerializer
    file_name = "practicas_de_salud"
    title = "Prácticas y protocolos de salud"
    columns = _PRACTICES
    known_parameters = ("kind", "f")

    @extend_schema(
        operation_id="health_practices",
        parameters=[FORM, OpenApiParameter("kind", OpenApiTypes.STR, enum=PracticeKind.values)],
        responses=responses_of(PracticeSerializer(many=True)),
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        return self.answer(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[HealthPractice]:
        kvp = Kvp.from_query(self.request.query_params)
        return practices(_one_of(kvp, "kind", PracticeKind.values))


def _unit(kvp: Kvp) -> str:
    """Raises InvalidValue where it is no ubigeo; empty asks for all."""
    unit = kvp.get("unit") or ""
    if unit and not UBIGEO.fullmatch(unit):
        raise InvalidValue("unit", f"«{unit[:40]}» no es un ubigeo: 2, 4 o 6 dígitos.")
    return unit


def _one_of(kvp: Kvp, parameter: str, values: list[str]) -> str:
    """Raises InvalidValue where it is none of them; empty asks for all."""
    text = kvp.get(parameter) or ""
    if text and text not in values:
        raise InvalidValue(parameter, f"Use {', '.join(values)}.")
    return text
