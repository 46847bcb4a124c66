"""Consultations with their versions, paragraph by paragraph, and what was decided."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from layers.errors import FeatureNotFound
from layers.participation.processes.decision_samples import SampleDecision, sample_decisions
from ows.errors import InvalidValue
from ows.kvp import Kvp
from ows.rest.parameters import FORM, check_known
from ows.rest.participation.chosen import of_commitment
from ows.rest.participation.spaces import COMMITMENT
from ows.rest.table_lists import TableList, responses_of
from territory.addresses import on_site
from territory.models import Consultation, ConsultationVersion, ReviewState
from territory.participation.processes.agreements import today
from territory.participation.processes.consultations import Phase, phase_of, versions_of
from territory.participation.processes.contributed import (
    Decided,
    added,
    decided_by_paragraph,
    text_changes,
)
from territory.participation.processes.seen import seen
from territory.plan_consultations import stage_of, with_plan


class ConsultationSerializer(serializers.ModelSerializer[Consultation]):
    """A text on which everybody may say something between its days, both in."""

    commitment = serializers.IntegerField(source="commitment.number")
    space = serializers.SerializerMethodField(help_text="El foro que la convoca.")
    kind = serializers.CharField()
    kind_title = serializers.CharField(source="get_kind_display")
    phase = serializers.SerializerMethodField(help_text="coming, open, closed")
    state = serializers.CharField()
    plan_name = serializers.CharField(
        allow_null=True, help_text="Vacío si hoy no hay ningún plan publicado con ese código."
    )
    plan_stage = serializers.SerializerMethodField(
        help_text="drafting, follow_up o unknown; vacío si no es de ningún plan."
    )
    plan_url = serializers.SerializerMethodField(help_text="La página del plan.")
    url = serializers.SerializerMethodField(help_text="Su página.")

    class Meta:
        model = Consultation
        fields = [
            "slug",
            "title",
            "commitment",
            "space",
            "plan_code",
            "plan_name",
            "plan_stage",
            "plan_url",
            "kind",
            "kind_title",
            "summary",
            "opens_on",
            "closes_on",
            "phase",
            "closing_summary",
            "source_url",
            "cutoff_date",
            "state",
            "is_sample",
            "url",
        ]

    def get_space(self, row: Consultation) -> str | None:
        forum = row.forum
        return forum.slug if forum and forum.state == ReviewState.PUBLISHED else None

    def get_plan_stage(self, row: Any) -> str | None:
        return str(stage_of(row.opens_on, row.plan_approved_on)) if row.plan_code else None

    def get_plan_url(self, row: Any) -> str | None:
        return on_site(f"/transporte/planes/{row.plan_code}/") if row.plan_name else None

    def get_phase(self, row: Consultation) -> str:
        return str(phase_of(row, today()))

    def get_url(self, row: Consultation) -> str:
        return on_site(f"/participar/consultas/{row.slug}/")


class DecidedSerializer(serializers.Serializer[Decided]):
    """How many published contributions there are, and how many were decided how."""

    total = serializers.IntegerField()
    accepted = serializers.IntegerField()
    partly = serializers.IntegerField()
    declined = serializers.IntegerField()
    undecided = serializers.IntegerField()


class ParagraphSerializer(serializers.Serializer[Any]):
    number = serializers.IntegerField(help_text="El mismo en todas las versiones.")
    text = serializers.CharField()


class VersionSerializer(serializers.ModelSerializer[ConsultationVersion]):
    paragraphs = ParagraphSerializer(many=True)
    state = serializers.CharField()

    class Meta:
        model = ConsultationVersion
        fields = ["number", "note", "paragraphs", "state", "is_sample"]


class SaidOfParagraphSerializer(serializers.Serializer[Any]):
    paragraph = serializers.IntegerField()
    contributions = DecidedSerializer()


class TextChangeSerializer(serializers.Serializer[Any]):
    """A paragraph of a version that so many contributions changed."""

    version = serializers.IntegerField()
    paragraph = serializers.IntegerField()
    contributions = serializers.IntegerField()


class SampleDecisionSerializer(serializers.Serializer[SampleDecision]):
    """What a decision looks like; nobody contributes to an example, and none is counted."""

    paragraph = serializers.IntegerField()
    text = serializers.CharField()
    outcome = serializers.CharField()
    reason = serializers.CharField()
    changed_version = serializers.SerializerMethodField()
    changed_paragraph = serializers.SerializerMethodField()
    is_sample = serializers.SerializerMethodField()

    def get_changed_version(self, row: SampleDecision) -> int | None:
        return row.change and row.change[0]

    def get_changed_paragraph(self, row: SampleDecision) -> int | None:
        return row.change and row.change[1]

    def get_is_sample(self, _row: SampleDecision) -> bool:
        return True


class ConsultationDetailSerializer(ConsultationSerializer):
    versions = VersionSerializer(many=True, source="seen_versions")
    contributions = DecidedSerializer(source="decided")
    by_paragraph = SaidOfParagraphSerializer(many=True, source="said")
    changes = TextChangeSerializer(many=True, source="text_changes")
    sample_decisions = SampleDecisionSerializer(many=True, help_text="Solo de un ejemplo.")

    class Meta(ConsultationSerializer.Meta):
        fields = [
            *ConsultationSerializer.Meta.fields,
            "versions",
            "contributions",
            "by_paragraph",
            "changes",
            "sample_decisions",
        ]


class ConsultationList(TableList):
    """Las consultas que quien pregunta puede ver, la última primero."""

    serializer_class = ConsultationSerializer
    file_name = "consultas"
    title = "Consultas públicas"
    columns = tuple(ConsultationSerializer.Meta.fields)
    source_column = "source_url"
    known_parameters = ("commitment", "kind", "phase", "plan", "f")

    @extend_schema(
        operation_id="participation_consultations",
        responses=responses_of(ConsultationSerializer(many=True)),
        parameters=[
            FORM,
            COMMITMENT,
            OpenApiParameter("plan", OpenApiTypes.STR, description="Código de un plan."),
            OpenApiParameter("kind", OpenApiTypes.STR, enum=Consultation.Kind.values),
            OpenApiParameter("phase", OpenApiTypes.STR, enum=[str(phase) for phase in Phase]),
        ],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        return self.answer(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Any]:
        rows = of_commitment(seen(Consultation, self.request.user), self.request, "commitment")
        kvp = Kvp.from_query(self.request.query_params)
        if kind := kvp.get("kind"):
            if kind not in Consultation.Kind.values:
                raise InvalidValue("kind", f"Use uno de {', '.join(Consultation.Kind.values)}.")
            rows = rows.filter(kind=kind)
        if phase := kvp.get("phase"):
            rows = _in_phase(rows, phase)
        if plan := kvp.get("plan"):
            rows = rows.filter(plan_code=plan)
        rows = with_plan(rows).select_related("commitment", "forum").defer("forum__geom")
        return rows.order_by("-opens_on", "slug")


def _in_phase(rows: QuerySet[Any], phase: str) -> QuerySet[Any]:
    day = today()
    match phase:
        case Phase.COMING:
            return rows.filter(opens_on__gt=day)
        case Phase.OPEN:
            return rows.filter(opens_on__lte=day, closes_on__gte=day)
        case Phase.CLOSED:
            return rows.filter(closes_on__lt=day)
    raise InvalidValue("phase", f"Use uno de {', '.join(Phase)}.")


class ConsultationDetail(APIView):
    """Una consulta: sus versiones por párrafos, y qué se decidió sobre lo que se aportó."""

    @extend_schema(
        operation_id="participation_consultation",
        parameters=[OpenApiParameter("slug", OpenApiTypes.STR, OpenApiParameter.PATH)],
        responses=ConsultationDetailSerializer,
    )
    def get(self, request: Request, slug: str) -> Response:
        check_known(request)
        rows = with_plan(seen(Consultation, request.user)).select_related("commitment", "forum")
        found: Any = rows.defer("forum__geom").filter(slug=slug).first()
        if found is None:
            raise FeatureNotFound("No hay ninguna consulta con ese nombre.", parameter="slug")
        counts = decided_by_paragraph(found)
        found.seen_versions = versions_of(found, request.user)
        found.decided = added(counts.values())
        found.said = [
            {"paragraph": number, "contributions": counts[number]} for number in sorted(counts)
        ]
        found.sample_decisions = sample_decisions(found)
        found.text_changes = text_changes(found)
        return Response(ConsultationDetailSerializer(found).data)
