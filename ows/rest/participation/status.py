"""A contribution as whoever has its code sees it: its state, the answer, the decision."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from layers.participation.receiving import Received
from territory.addresses import on_site
from territory.models import Contribution, ContributionDecision, ReviewState
from territory.models.contributions import AnswerState, Outcome, Reason, State
from territory.participation.answering_term import clock_of
from territory.participation.processes.contributed import change_of, decision_of

# The address is a secret, and so is what is read there.
PRIVATE = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex"}


def address_of(request: Request) -> str:
    """Where the request comes from; the server in front has already said who is trusted for it."""
    return str(request.META.get("REMOTE_ADDR", ""))


class ChallengeSerializer(serializers.Serializer[Any]):
    challenge = serializers.CharField()
    bits = serializers.IntegerField()


class AnswerSerializer(serializers.Serializer[Contribution]):
    """What the agency in charge answered, once it is public."""

    agency = serializers.CharField(source="agency.acronym", default=None, allow_null=True)
    outcome = serializers.ChoiceField(choices=Outcome.choices)
    outcome_title = serializers.CharField(source="get_outcome_display")
    text = serializers.CharField(source="answer")
    answered_at = serializers.DateTimeField()


class DecisionSerializer(serializers.Serializer[ContributionDecision]):
    """What was decided in the consultation, and where the text changed because of it."""

    outcome = serializers.ChoiceField(choices=ContributionDecision.Outcome.choices)
    outcome_title = serializers.CharField(source="get_outcome_display")
    reason = serializers.CharField()
    changed_version = serializers.SerializerMethodField()
    changed_paragraph = serializers.SerializerMethodField()

    def get_changed_version(self, decision: ContributionDecision) -> int | None:
        change = change_of(decision)
        return change[0] if change else None

    def get_changed_paragraph(self, decision: ContributionDecision) -> int | None:
        change = change_of(decision)
        return change[1] if change else None


class StatusSerializer(serializers.Serializer[Contribution]):
    """Of one that was withdrawn nothing is left but that it was, and when."""

    state = serializers.CharField(help_text="received, published, rejected, withdrawn")
    state_title = serializers.CharField(source="get_state_display")
    reason = serializers.SerializerMethodField(help_text="Por qué no se publica.")
    reason_title = serializers.CharField(source="get_reason_display")
    received_at = serializers.DateTimeField()
    published_at = serializers.DateTimeField(allow_null=True)
    withdrawn_on = serializers.DateField(allow_null=True)
    commitment = serializers.IntegerField(source="commitment.number", default=None, allow_null=True)
    consultation = serializers.SerializerMethodField()
    paragraph = serializers.IntegerField(allow_null=True)
    unit = serializers.CharField(source="unit_id", allow_null=True)
    text = serializers.SerializerMethodField(
        help_text="Como se envió; null en los compromisos 16, 17 y 18, que no lo muestran."
    )
    public_text = serializers.CharField(
        help_text="Como se muestra: sin datos personales o, en los compromisos 16, 17 y 18, un "
        "resumen de quien revisa."
    )
    answer = serializers.SerializerMethodField()
    decision = serializers.SerializerMethodField()
    days = serializers.SerializerMethodField(help_text="Días calendario hasta hoy o la respuesta.")
    term_days = serializers.SerializerMethodField(help_text="Los que este sitio pide.")
    page = serializers.SerializerMethodField(help_text="Su página pública.")

    def get_reason(self, row: Contribution) -> str | None:
        return Reason(row.reason).value if row.reason else None

    def get_text(self, row: Contribution) -> str | None:
        return None if row.is_summarised else row.text

    def get_consultation(self, row: Contribution) -> str | None:
        found = row.consultation
        return found.slug if found and found.state == ReviewState.PUBLISHED else None

    @extend_schema_field(AnswerSerializer(allow_null=True))
    def get_answer(self, row: Contribution) -> Any:
        public = row.answer_state == AnswerState.PUBLISHED
        return AnswerSerializer(row).data if public else None

    @extend_schema_field(DecisionSerializer(allow_null=True))
    def get_decision(self, row: Contribution) -> Any:
        found = decision_of(row)
        return None if found is None else DecisionSerializer(found).data

    def get_days(self, row: Contribution) -> int | None:
        return None if row.state == State.WITHDRAWN else clock_of(row).days

    def get_term_days(self, row: Contribution) -> int:
        return clock_of(row).term

    def get_page(self, row: Contribution) -> str | None:
        public = row.state == State.PUBLISHED
        return on_site(f"/participar/aportes/{row.pk}/") if public else None


class ReceivedSerializer(serializers.Serializer[Any]):
    code = serializers.CharField(help_text="Se da esta única vez: guárdelo.")
    state = serializers.CharField(help_text="received, published, rejected, withdrawn")
    url = serializers.CharField(help_text="Donde se sigue, y se retira con DELETE.")
    page = serializers.CharField(help_text="Lo mismo, como página.")


def received_answer(request: Request, received: Received) -> Response:
    """The one answer that holds the code."""
    url = on_site(f"/api/v1/contributions/{received.code}/")
    content = {
        "code": received.code,
        "state": received.contribution.state,
        "url": url,
        "page": on_site(f"/participar/aporte/{received.code}/"),
    }
    location = request.build_absolute_uri(url)
    return Response(content, status=201, headers=PRIVATE | {"Location": location})
