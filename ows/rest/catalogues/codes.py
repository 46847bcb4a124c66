"""The published catalogues of health for spreadsheets; for programs there is FHIR (``/fhir/``)."""

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
from territory.addresses import on_site
from territory.health_catalogues.browsing import codes, mappings, version, versions
from territory.health_catalogues.differences import Change, Difference, Differences
from territory.models import CodeConcept, CodeSystem, ConceptMapping

_SOURCED = ("source", "source_url", "cutoff_date", "is_sample")
_SYSTEMS = (
    "slug",
    "url",
    "version",
    "title",
    "status",
    "dated_on",
    "concept_count",
    "active_count",
    *_SOURCED,
    "page",
)
_CODES = ("system", "url", "version", "code", "display", "definition", "is_inactive", *_SOURCED)
_DIFFERENCES = (
    "code",
    "changes",
    "display_before",
    "display_after",
    "parents_before",
    "parents_after",
    *_SOURCED,
)
_MAPPINGS = (
    "map",
    "version",
    "source_system",
    "source_version",
    "source_code",
    "target_system",
    "target_version",
    "target_code",
    "equivalence",
    "comment",
    *_SOURCED,
)


class SystemSerializer(serializers.ModelSerializer[CodeSystem]):
    """A public version of a catalogue."""

    status = serializers.CharField()
    page = serializers.SerializerMethodField()

    class Meta:
        model = CodeSystem
        fields = _SYSTEMS

    def get_page(self, row: CodeSystem) -> str:
        return on_site(f"/catalogos/versiones/{row.slug}/")


class _OfVersion(serializers.ModelSerializer[Any]):
    """Rows that are from where their version is."""

    source = serializers.CharField(source="system.source")  # type: ignore[assignment]  # the wire's name, not DRF's
    source_url = serializers.CharField(source="system.source_url", allow_null=True)
    cutoff_date = serializers.DateField(source="system.cutoff_date")
    is_sample = serializers.BooleanField(source="system.is_sample")


class CodeSerializer(_OfVersion):
    """A code of a public version."""

    system = serializers.CharField(source="system.slug")
    url = serializers.CharField(source="system.url")
    version = serializers.CharField(source="system.version", allow_null=True)

    class Meta:
        model = CodeConcept
        fields = _CODES


class DifferenceSerializer(serializers.Serializer[Difference]):
    """A code that a version changed; of a cell with several they are joined by a comma."""

    code = serializers.CharField()
    changes = serializers.SerializerMethodField()
    display_before = serializers.CharField(source="before", allow_null=True)
    display_after = serializers.CharField(source="after", allow_null=True)
    parents_before = serializers.CharField(source="old_parent")
    parents_after = serializers.CharField(source="new_parent")
    source = serializers.CharField(source="of.source")  # type: ignore[assignment]  # the wire's name, not DRF's
    source_url = serializers.CharField(source="of.source_url", allow_null=True)
    cutoff_date = serializers.DateField(source="of.cutoff_date")
    is_sample = serializers.BooleanField(source="of.is_sample")

    def get_changes(self, row: Difference) -> str:
        return ", ".join(row.changes)


class MappingSerializer(serializers.ModelSerializer[ConceptMapping]):
    """What a code is in another catalogue; ``target_code`` null: it is nothing there."""

    map = serializers.CharField(source="map.slug")
    version = serializers.CharField(source="map.version", allow_null=True)
    source = serializers.CharField(source="map.source")  # type: ignore[assignment]  # the wire's name, not DRF's
    source_url = serializers.CharField(source="map.source_url", allow_null=True)
    cutoff_date = serializers.DateField(source="map.cutoff_date")
    is_sample = serializers.BooleanField(source="map.is_sample")

    class Meta:
        model = ConceptMapping
        fields = _MAPPINGS


class SystemList(TableList):
    """Las versiones públicas de los catálogos de salud."""

    serializer_class = SystemSerializer
    file_name = "catalogos_de_salud"
    title = "Catálogos de salud"
    columns = _SYSTEMS

    @extend_schema(
        operation_id="health_code_systems",
        parameters=[FORM],
        responses=responses_of(SystemSerializer(many=True)),
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        return self.answer(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[CodeSystem]:
        return versions()


class CodeList(TableList):
    """Los códigos de una versión, o los que tienen unas palabras en las que están vigentes."""

    serializer_class = CodeSerializer
    file_name = "codigos_de_salud"
    title = "Códigos de salud"
    columns = _CODES
    known_parameters = ("system", "q", "f")

    @extend_schema(
        operation_id="health_codes",
        parameters=[
            FORM,
            OpenApiParameter("system", OpenApiTypes.STR, description="Una versión: su `slug`."),
            OpenApiParameter("q", OpenApiTypes.STR, description="Un código o unas palabras."),
        ],
        responses=responses_of(CodeSerializer(many=True)),
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        return self.answer(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Any]:
        kvp = Kvp.from_query(self.request.query_params)
        text = kvp.get("q") or ""
        if "\0" in text:
            raise InvalidValue("q", "Tiene un carácter nulo.")
        slug = kvp.get("system")
        return codes(text, None if slug is None else _version(slug, "system"))


class DifferenceList(TableList):
    """Qué cambió la versión `to` de un catálogo respecto de la versión `from`."""

    serializer_class = DifferenceSerializer
    file_name = "cambios_de_un_catalogo"
    title = "Cambios de un catálogo"
    columns = _DIFFERENCES
    known_parameters = ("from", "to", "change", "f")

    @extend_schema(
        operation_id="health_code_differences",
        parameters=[
            FORM,
            OpenApiParameter("from", OpenApiTypes.STR, required=True),
            OpenApiParameter("to", OpenApiTypes.STR, required=True),
            OpenApiParameter("change", OpenApiTypes.STR, enum=Change.values),
        ],
        responses=responses_of(DifferenceSerializer(many=True)),
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        return self.answer(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        before, after = self._versions()
        change = Kvp.from_query(self.request.query_params).get("change") or ""
        if change and change not in Change.values:
            raise InvalidValue("change", f"Use {', '.join(Change.values)}.")
        return Differences(before, after, change)

    def _versions(self) -> tuple[CodeSystem, CodeSystem]:
        kvp = Kvp.from_query(self.request.query_params)
        before, after = (_version(kvp.get(name) or "", name) for name in ("from", "to"))
        if before.url != after.url:
            raise InvalidValue("to", "Es una versión de otro catálogo.")
        return before, after


class MappingList(TableList):
    """Las correspondencias públicas entre catálogos de salud; todas, o las de un código."""

    serializer_class = MappingSerializer
    file_name = "correspondencias_de_salud"
    title = "Correspondencias de salud"
    columns = _MAPPINGS
    known_parameters = ("map", "code", "f")

    @extend_schema(
        operation_id="health_code_mappings",
        parameters=[
            FORM,
            OpenApiParameter("map", OpenApiTypes.STR, description="Una tabla: su `slug`."),
            OpenApiParameter("code", OpenApiTypes.STR, description="Código de origen."),
        ],
        responses=responses_of(MappingSerializer(many=True)),
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        return self.answer(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[ConceptMapping]:
        kvp = Kvp.from_query(self.request.query_params)
        slug, code = kvp.get("map") or "", kvp.get("code") or ""
        for name, text in (("map", slug), ("code", code)):
            if "\0" in text:
                raise InvalidValue(name, "Tiene un carácter nulo.")
        return mappings(slug, code)


def _version(slug: str, parameter: str) -> CodeSystem:
    """Raises InvalidValue where there is no public version of that name."""
    found = None if "\0" in slug else version(slug)
    if found is None:
        shown = slug[:64].replace("\0", "")
        raise InvalidValue(parameter, f"No hay una versión pública «{shown}».")
    return found
