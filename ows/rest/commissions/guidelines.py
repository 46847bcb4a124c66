"""The versions of the guidelines, those of a file and those written here, as JSON or a table."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from ows.rest.parameters import FORM
from ows.rest.table_lists import TableList, responses_of
from territory.guidelines import Guideline, guidelines

_COLUMNS = (
    "title",
    "version",
    "issued_on",
    "changes",
    "document_url",
    "written_here",
    "source",
    "source_url",
    "cutoff_date",
    "is_sample",
)


class GuidelineSerializer(serializers.Serializer[Guideline]):
    """A version; ``changes`` is what it changed from the one before, null where nobody says it."""

    title = serializers.CharField()
    version = serializers.CharField()
    issued_on = serializers.DateField()
    changes = serializers.CharField(allow_null=True)
    document_url = serializers.URLField(allow_null=True)
    written_here = serializers.BooleanField(
        source="written", help_text="Escrita en este sitio por su entidad; si no, de un archivo."
    )
    source = serializers.CharField()  # type: ignore[assignment]
    source_url = serializers.URLField(allow_null=True)
    cutoff_date = serializers.DateField()
    is_sample = serializers.BooleanField()


class GuidelineList(TableList):
    """Las versiones publicadas de los lineamientos, por documento, la más reciente primero."""

    serializer_class = GuidelineSerializer
    file_name = "versiones_de_lineamientos"
    title = "Versiones de los lineamientos"
    columns = _COLUMNS

    @extend_schema(
        operation_id="guideline_versions",
        parameters=[FORM],
        responses=responses_of(GuidelineSerializer(many=True)),
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        return self.answer(request, *args, **kwargs)

    def filter_queryset(self, queryset: Any) -> Any:
        return queryset

    def get_queryset(self) -> Any:
        return guidelines()
