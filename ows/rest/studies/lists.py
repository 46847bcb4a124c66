"""The studies and their versions, as JSON or a table."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.generics import RetrieveAPIView
from rest_framework.request import Request

from layers.errors import FeatureNotFound
from ows.errors import InvalidValue
from ows.kvp import Kvp
from ows.rest.parameters import FORM, check_known
from ows.rest.table_lists import TableList, responses_of
from territory.addresses import on_site
from territory.models import SanitationStudy, StudyVersion
from territory.models.studies import FIRST_YEAR, LAST_YEAR, StudyKind
from territory.sanitation_studies import downloads, index, library
from territory.sanitation_studies.licences import address_of, permits_copies

_Q = OpenApiParameter("q", OpenApiTypes.STR, description="Palabras: tildes y plurales no cuentan.")
_KIND = OpenApiParameter("kind", OpenApiTypes.STR, enum=StudyKind.values)
_YEAR = OpenApiParameter("year", OpenApiTypes.INT)
_UNIT = OpenApiParameter("unit", OpenApiTypes.STR, description="Ubigeo.")
_COLUMNS = (
    "id",
    "title",
    "institution",
    "year",
    "kind",
    "kind_title",
    "licence",
    "licence_url",
    "units",
    "number_of_versions",
    "last_version",
    "url",
    "source",
    "source_url",
    "cutoff_date",
    "is_sample",
)


class SanitationStudySerializer(serializers.ModelSerializer[SanitationStudy]):
    """A study of the repository."""

    kind_title = serializers.CharField(source="get_kind_display")
    licence_url = serializers.SerializerMethodField()
    units = serializers.SerializerMethodField(help_text="Ubigeos, separados por espacios.")
    number_of_versions = serializers.SerializerMethodField()
    last_version = serializers.SerializerMethodField()
    url = serializers.SerializerMethodField()
    source = serializers.CharField(source="institution")  # type: ignore[assignment]

    class Meta:
        model = SanitationStudy
        fields = _COLUMNS

    def get_licence_url(self, row: SanitationStudy) -> str | None:
        return address_of(row.licence) or None

    def get_units(self, row: SanitationStudy) -> str | None:
        return " ".join(row.units) or None

    def get_number_of_versions(self, row: Any) -> int:
        return len(row.public_versions)

    def get_last_version(self, row: Any) -> int | None:
        return row.public_versions[0].number if row.public_versions else None

    def get_url(self, row: SanitationStudy) -> str:
        return on_site(f"/estudios/{row.pk}/")


class StudyVersionSerializer(serializers.ModelSerializer[StudyVersion]):
    """A version: its ``address``, or a ``file_url`` where a licence permits it."""

    url = serializers.SerializerMethodField(help_text="Su dirección, que no cambia.")
    file_url = serializers.SerializerMethodField()
    downloads = serializers.SerializerMethodField()

    class Meta:
        model = StudyVersion
        fields = ("number", "title", "url", "address", "file_url", "size", "sha256", "downloads")

    def get_url(self, row: StudyVersion) -> str:
        return on_site(f"/estudios/{row.study_id}/v{row.number}/")

    def get_file_url(self, row: StudyVersion) -> str | None:
        if not row.file or not permits_copies(self.context["licence"]):
            return None
        return on_site(f"/estudios/{row.study_id}/v{row.number}/archivo/")

    def get_downloads(self, row: StudyVersion) -> int:
        times: dict[int, int] = self.context["downloads"]
        return times.get(row.pk, 0)


class SanitationStudyDetailSerializer(SanitationStudySerializer):
    """A study with its abstract and its versions, the last first."""

    versions = serializers.SerializerMethodField()

    class Meta(SanitationStudySerializer.Meta):
        fields = (*_COLUMNS, "abstract", "versions")  # type: ignore[assignment]

    @extend_schema_field(StudyVersionSerializer(many=True))
    def get_versions(self, row: Any) -> Any:
        context = {
            "licence": row.licence,
            "downloads": downloads.by_version(row.public_versions),
        }
        return StudyVersionSerializer(row.public_versions, many=True, context=context).data


class SanitationStudyList(TableList):
    """Los estudios del repositorio, o los que responden a unas palabras, el mejor primero."""

    serializer_class = SanitationStudySerializer
    file_name = "estudios_de_saneamiento"
    title = "Estudios de saneamiento"
    columns = _COLUMNS
    known_parameters = ("q", "kind", "year", "unit", "f")

    @extend_schema(
        operation_id="sanitation_studies",
        parameters=[FORM, _Q, _KIND, _YEAR, _UNIT],
        responses=responses_of(SanitationStudySerializer(many=True)),
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        return self.answer(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[SanitationStudy]:
        kvp = Kvp.from_query(self.request.query_params)
        kind, unit, question = kvp.get("kind") or "", kvp.get("unit") or "", kvp.get("q") or ""
        if kind and kind not in StudyKind.values:
            kinds = ", ".join(StudyKind.values)
            raise InvalidValue("kind", f"«{kind[:40]}» no existe: use {kinds}.")
        if unit and not (unit.isascii() and unit.isdigit() and len(unit) in (2, 4, 6)):
            raise InvalidValue("unit", "Se espera un ubigeo de 2, 4 o 6 dígitos.")
        if len(question) > index.MOST_CHARACTERS:
            raise InvalidValue("q", f"Tiene más de {index.MOST_CHARACTERS} caracteres.")
        year = None
        if kvp.get("year") is not None:
            year = kvp.integer("year", 0, minimum=FIRST_YEAR, maximum=LAST_YEAR)
        rows = library.studies(kind, year, unit)
        return index.ranked(rows, question) if question.strip() else rows


class SanitationStudyDetail(RetrieveAPIView[SanitationStudy]):
    """Un estudio con sus versiones, cada una con su dirección y su SHA-256."""

    serializer_class = SanitationStudyDetailSerializer

    @extend_schema(operation_id="sanitation_study")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        check_known(request)
        return self.retrieve(request, *args, **kwargs)

    def get_object(self) -> SanitationStudy:
        key = self.kwargs["pk"]
        found = library.studies().filter(pk=key).first() if key < 2**63 else None
        if found is None:
            raise FeatureNotFound(f"No existe el estudio {str(key)[:40]}.", parameter="pk")
        return found
