"""Instruments of EIB, their rounds, and what was answered: sums from which nobody is found out."""

from __future__ import annotations

import re
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request

from ows.errors import InvalidValue
from ows.rest.parameters import FORM, Pages
from ows.rest.table_lists import TableList, responses_of
from ows.rest.wire_names import WireNames
from territory.addresses import on_site
from territory.eib.rounds.shown import Level, answer_counts, cells, instruments, rounds
from territory.models import EibAnswerCount, EibInstrument, EibRound, EibRoundCell

_SLUG = re.compile(r"[-a-zA-Z0-9_]{1,60}")


class AnswerChoiceSerializer(serializers.Serializer[Any]):
    """An answer that may be given; with a favourable one its link of the chain holds."""

    code = serializers.CharField()
    text = serializers.CharField()
    favourable = serializers.BooleanField()


class ItemSerializer(serializers.Serializer[Any]):
    """A question: the link of the chain that it is about, and who is counted."""

    code = serializers.CharField()
    link = serializers.CharField(help_text="training, materials, use o families.")
    respondent = serializers.CharField(help_text="teachers, services, classrooms o families.")
    text = serializers.CharField()
    answers = AnswerChoiceSerializer(many=True)


class InstrumentSerializer(serializers.ModelSerializer[EibInstrument]):
    """A version of a questionnaire, with its questions."""

    commitment = serializers.IntegerField(source="commitment.number")
    items = ItemSerializer(many=True)
    url = serializers.SerializerMethodField()

    class Meta:
        model = EibInstrument
        fields = [
            "slug",
            "number",
            "title",
            "purpose",
            "dated_on",
            "items",
            "commitment",
            "source_url",
            "cutoff_date",
            "is_sample",
            "url",
        ]

    def get_url(self, row: EibInstrument) -> str:
        return on_site(f"/eib/instrumentos/{row.slug}/?version={row.number}")


class InstrumentList(ListAPIView[EibInstrument]):
    """Los instrumentos EIB publicados: cada versión con sus preguntas y respuestas posibles."""

    serializer_class = InstrumentSerializer
    pagination_class = Pages
    known_parameters = ()

    def get_queryset(self) -> QuerySet[Any]:
        return instruments().select_related("commitment")


class RoundSerializer(WireNames[EibRound]):
    """A round; null is what isn't known, or would give somebody away."""

    instrument = serializers.CharField(source="instrument.slug")
    instrument_version = serializers.IntegerField(source="instrument.number")
    round_ = serializers.CharField(source="code")
    title = serializers.CharField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    asked = serializers.CharField()
    services_answered = serializers.IntegerField(allow_null=True)
    services_registered = serializers.IntegerField(allow_null=True)
    register_source = serializers.CharField(allow_null=True)
    register_cutoff_date = serializers.DateField(allow_null=True)
    source_ = serializers.CharField()
    source_url = serializers.URLField(allow_null=True)
    cutoff_date = serializers.DateField()
    is_sample = serializers.BooleanField()


class ResultSerializer(WireNames[EibRoundCell]):
    """What a group of services answered to a question; ``item`` is null for the services."""

    instrument = serializers.CharField(source="round.instrument.slug")
    instrument_version = serializers.IntegerField(source="round.instrument.number")
    round_ = serializers.CharField(source="round.code")
    ends_on = serializers.DateField(source="round.ends_on")
    level = serializers.CharField(
        help_text="country, ugel, network, language o, de los servicios, ugel_language."
    )
    ugel_code = serializers.CharField(allow_null=True)
    ugel = serializers.CharField(allow_null=True)
    network = serializers.CharField(allow_null=True)
    language = serializers.CharField(
        allow_null=True, help_text="Cada servicio cuenta en su primera lengua."
    )
    item = serializers.SerializerMethodField(
        help_text="Código de la pregunta; nulo: cuántos servicios respondieron algo."
    )
    state = serializers.CharField(help_text="value o suppressed.")
    total = serializers.IntegerField(
        allow_null=True, help_text="Respuestas; de servicios, cuántos."
    )
    favourable = serializers.SerializerMethodField()
    registered = serializers.IntegerField(allow_null=True)
    source_ = serializers.CharField(source="round.source")
    source_url = serializers.URLField(source="round.source_url", allow_null=True)
    cutoff_date = serializers.DateField(source="round.cutoff_date")
    is_sample = serializers.BooleanField(source="round.is_sample")

    def get_item(self, row: EibRoundCell) -> str | None:
        return row.item or None

    def get_favourable(self, row: EibRoundCell) -> int | None:
        return row.favourable if row.item else None


class AnswerCountSerializer(WireNames[EibAnswerCount]):
    """How many gave an answer in all of a round; null where it isn't given."""

    instrument = serializers.CharField(source="round.instrument.slug")
    instrument_version = serializers.IntegerField(source="round.instrument.number")
    round_ = serializers.CharField(source="round.code")
    item = serializers.CharField()
    answer = serializers.CharField()
    state = serializers.CharField(help_text="value o suppressed.")
    number = serializers.IntegerField(allow_null=True)
    source_ = serializers.CharField(source="round.source")
    source_url = serializers.URLField(source="round.source_url", allow_null=True)
    cutoff_date = serializers.DateField(source="round.cutoff_date")
    is_sample = serializers.BooleanField(source="round.is_sample")


def _columns(serializer: type[serializers.Serializer[Any]]) -> tuple[str, ...]:
    return tuple(serializer().get_fields())


_INSTRUMENT = OpenApiParameter("instrument", OpenApiTypes.STR, description="Su identificador.")
_ROUND = OpenApiParameter("round", OpenApiTypes.STR, description="Código de la ronda.")
_LEVEL = OpenApiParameter("level", OpenApiTypes.STR, enum=Level.values)


class _RoundList(TableList):
    """Rows of rounds, of one instrument or round if asked for; ``path`` leads to the round."""

    path = "round__"

    def filter_queryset(self, queryset: Any) -> Any:
        return queryset

    def chosen(self, queryset: Any) -> Any:
        """Raises InvalidValue for what no identifier is like."""
        asked = self.request.query_params
        for name, field in (("instrument", "instrument__slug"), ("round", "code")):
            value = asked.get(name)
            if value is None or name not in self.known_parameters:
                continue
            if not _SLUG.fullmatch(value):
                raise InvalidValue(name, "Se esperan letras, dígitos o guiones.")
            queryset = queryset.filter(**{f"{self.path}{field}": value})
        return queryset


class RoundList(_RoundList):
    """Las rondas publicadas: instrumento y versión, días, fuente, corte y cuántos respondieron."""

    serializer_class = RoundSerializer
    file_name = "rondas_eib"
    title = "Rondas de los instrumentos EIB"
    columns = _columns(RoundSerializer)
    known_parameters = ("f", "instrument")
    path = ""

    @extend_schema(
        parameters=[FORM, _INSTRUMENT], responses=responses_of(RoundSerializer(many=True))
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        return self.answer(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        return self.chosen(rounds())


class ResultList(_RoundList):
    """Los resultados de las rondas por grupo de servicios; lo reservado no se da."""

    serializer_class = ResultSerializer
    file_name = "resultados_rondas_eib"
    title = "Resultados de las rondas EIB"
    columns = _columns(ResultSerializer)
    known_parameters = ("f", "instrument", "round", "level")

    @extend_schema(
        parameters=[FORM, _INSTRUMENT, _ROUND, _LEVEL],
        responses=responses_of(ResultSerializer(many=True)),
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        return self.answer(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        rows = self.chosen(cells().select_related("round__instrument"))
        level = self.request.query_params.get("level")
        if level is None:
            return rows
        if level not in Level.values:
            raise InvalidValue("level", f"Se espera uno de: {', '.join(Level.values)}.")
        return rows.filter(level=level)


class AnswerCountList(_RoundList):
    """Cuántos dieron cada respuesta en toda la ronda."""

    serializer_class = AnswerCountSerializer
    file_name = "respuestas_rondas_eib"
    title = "Respuestas de las rondas EIB"
    columns = _columns(AnswerCountSerializer)
    known_parameters = ("f", "instrument", "round")

    @extend_schema(
        parameters=[FORM, _INSTRUMENT, _ROUND],
        responses=responses_of(AnswerCountSerializer(many=True)),
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        return self.answer(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        return self.chosen(answer_counts().select_related("round__instrument"))
