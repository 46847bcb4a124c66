"""The calendar of publications with its lateness, and the systems' versions, as JSON or a table."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from layers.security_policy.calendar import Planned, Punctuality, planned
from ows.rest.parameters import FORM
from ows.rest.table_lists import TableList, responses_of
from territory.models import SystemVersion
from territory.security_policy.systems import versions

_CALENDAR = (
    "commitment",
    "source",
    "source_title",
    "series",
    "period",
    "planned_on",
    "published_on",
    "late_days",
    "punctuality",
    "punctuality_title",
    "source_url",
    "cutoff_date",
    "is_sample",
)
_SYSTEMS = (
    "commitment",
    "system",
    "system_name",
    "institution",
    "records",
    "version",
    "in_use_from",
    "improvements",
    "coverage",
    "lag_days",
    "evidence",
    "source_url",
    "cutoff_date",
    "is_sample",
)


class PlannedPublicationSerializer(serializers.Serializer[Planned]):
    """A planned publication; ``late_days`` run until it was published or, if not, until today."""

    commitment = serializers.IntegerField(source="record.commitment.number")
    source = serializers.CharField(source="record.source")  # type: ignore[assignment]
    source_title = serializers.CharField()
    series = serializers.CharField(source="record.series")
    period = serializers.CharField(source="record.period")
    planned_on = serializers.DateField(source="record.planned_on")
    published_on = serializers.DateField(allow_null=True)
    late_days = serializers.IntegerField()
    punctuality = serializers.ChoiceField(choices=[str(item) for item in Punctuality])
    punctuality_title = serializers.CharField()
    source_url = serializers.URLField(source="record.source_url", allow_null=True)
    cutoff_date = serializers.DateField(source="record.cutoff_date")
    is_sample = serializers.BooleanField(source="record.is_sample")


class SystemVersionSerializer(serializers.ModelSerializer[SystemVersion]):
    """A version of a system; what nobody said is null."""

    commitment = serializers.IntegerField(source="system.commitment.number")
    system = serializers.CharField(source="system.code")
    system_name = serializers.CharField(source="system.name")
    institution = serializers.CharField(source="system.institution")
    records = serializers.CharField(source="system.records")
    version = serializers.CharField(source="label")
    evidence = serializers.SerializerMethodField(help_text="El título, si es pública.")

    class Meta:
        model = SystemVersion
        fields = _SYSTEMS

    def get_evidence(self, row: SystemVersion) -> str | None:
        return row.evidence.title if row.evidence else None


class CalendarList(TableList):
    """Cuándo se previó publicar cada serie de seguridad, cuándo se publicó y con qué atraso."""

    serializer_class = PlannedPublicationSerializer
    file_name = "calendario_de_publicaciones_de_seguridad"
    title = "Calendario de publicaciones de seguridad"
    columns = _CALENDAR

    @extend_schema(
        operation_id="publication_calendar",
        parameters=[FORM],
        responses=responses_of(PlannedPublicationSerializer(many=True)),
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        return self.answer(request, *args, **kwargs)

    def filter_queryset(self, queryset: Any) -> Any:
        return queryset

    def get_queryset(self) -> Any:
        return planned()


class SystemVersionList(TableList):
    """Las versiones de los sistemas de información: qué mejoran, qué cubren y cuánto tardan."""

    serializer_class = SystemVersionSerializer
    file_name = "sistemas_de_informacion_de_seguridad"
    title = "Versiones de los sistemas de información"
    columns = _SYSTEMS
    source_column = "institution"

    @extend_schema(
        operation_id="information_systems",
        parameters=[FORM],
        responses=responses_of(SystemVersionSerializer(many=True)),
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        return self.answer(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[SystemVersion]:
        return versions()
