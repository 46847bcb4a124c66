"""Milestones as JSON: what the account sees, each with its reports and evidence."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from layers.tracking.columns import COLUMNS, KEYS, MILESTONE, ONLY_OUT, REPORT
from ows.kvp import Kvp
from ows.rest.parameters import Pages, check_known
from territory.addresses import on_site
from territory.models import Evidence, Milestone, ProgressReport
from territory.reviewing import visible_to
from territory.tracking.milestones import with_progress


class EvidenceSerializer(serializers.ModelSerializer[Evidence]):
    """What supports a report: an address, or a file's kind, size and SHA-256."""

    state = serializers.CharField()
    kind = serializers.CharField(allow_null=True)

    class Meta:
        model = Evidence
        fields = ["id", "title", "address", "file_name", "kind", "size", "sha256", "state"]


class ReportSerializer(serializers.ModelSerializer[ProgressReport]):
    """A report; null is what isn't known."""

    evidence = EvidenceSerializer(many=True)
    state = serializers.CharField()
    progress = serializers.CharField(allow_null=True)

    class Meta:
        model = ProgressReport
        fields = [
            "number",
            "reported_on",
            "text",
            "actual_start",
            "actual_end",
            "percent",
            "progress",
            "next_steps",
            "units",
            "source_url",
            "state",
            "is_sample",
            "evidence",
        ]


class MilestoneSerializer(serializers.ModelSerializer[Milestone]):
    """A milestone with its progress as it was reported last, and its delay, which is computed."""

    commitment = serializers.IntegerField(source="commitment.number")
    responsible = serializers.CharField(source="responsible.acronym", default=None, allow_null=True)
    actual_start = serializers.DateField(source="shown_start", allow_null=True)
    actual_end = serializers.DateField(source="shown_end", allow_null=True)
    percent = serializers.IntegerField(source="shown_percent", allow_null=True)
    progress = serializers.CharField(source="shown_progress", allow_null=True)
    as_of = serializers.DateField(source="shown_as_of")
    delay = serializers.CharField(help_text="Calculado de las fechas.")
    delay_days = serializers.IntegerField(allow_null=True)
    reports = ReportSerializer(many=True)
    state = serializers.CharField()
    url = serializers.SerializerMethodField(help_text="Su lugar en la página del compromiso.")

    class Meta:
        model = Milestone
        fields = [
            "commitment",
            "code",
            "title",
            "responsible",
            "planned_start",
            "planned_end",
            "actual_start",
            "actual_end",
            "percent",
            "progress",
            "as_of",
            "delay",
            "delay_days",
            "units",
            "source_url",
            "cutoff_date",
            "state",
            "is_sample",
            "reports",
            "url",
        ]

    def get_url(self, milestone: Milestone) -> str:
        number = milestone.commitment.number
        return on_site(f"/compromisos/{number}/seguimiento/#hito-{milestone.pk}")


@extend_schema(parameters=[OpenApiParameter("commitment", OpenApiTypes.INT)])
class MilestoneList(ListAPIView[Milestone]):
    """Los hitos que quien pregunta puede ver, con sus informes y evidencias."""

    serializer_class = MilestoneSerializer
    pagination_class = Pages
    known_parameters = ("commitment",)

    def get_queryset(self) -> QuerySet[Any]:
        user = self.request.user
        evidence = Prefetch("evidence", visible_to(Evidence.objects.all(), user))
        reports = visible_to(ProgressReport.objects.all(), user).prefetch_related(evidence)
        rows = visible_to(Milestone.objects.all(), user)
        kvp = Kvp.from_query(self.request.query_params)
        if "commitment" in self.request.query_params:
            rows = rows.filter(
                commitment__number=kvp.integer("commitment", 0, minimum=1, maximum=18)
            )
        rows = with_progress(rows).select_related("commitment", "responsible")
        rows = rows.order_by("commitment__number", "code", "pk")
        return rows.prefetch_related(Prefetch("reports", reports))


class ColumnSerializer(serializers.Serializer[dict[str, Any]]):
    """A column of the CSV form."""

    name = serializers.CharField()
    meaning = serializers.CharField()
    use = serializers.CharField(help_text="key, value, only_out")
    rows = serializers.ListField(child=serializers.CharField(), help_text="«hito», «informe».")
    required_for = serializers.ListField(child=serializers.CharField())


class ColumnList(APIView):
    """Qué significa cada columna del CSV de hitos e informes."""

    @extend_schema(responses=ColumnSerializer(many=True))
    def get(self, request: Request) -> Response:
        check_known(request)
        kinds = (MILESTONE, REPORT)
        shared = {"rows": list(kinds), "required_for": []}
        found: list[dict[str, Any]] = [
            {"name": name, "meaning": meaning, "use": "key"} | shared
            for name, meaning in KEYS.items()
        ]
        found += [
            {
                "name": column.name,
                "meaning": column.meaning,
                "use": "value",
                "rows": [kind for kind in kinds if column.attribute(kind)],
                "required_for": list(column.required),
            }
            for column in COLUMNS
        ]
        found += [
            {"name": name, "meaning": meaning, "use": "only_out"} | shared
            for name, meaning in ONLY_OUT.items()
        ]
        return Response(found)
