"""The layer of what citizens contributed: what was published, and of that nothing personal."""

from __future__ import annotations

from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Left, TruncDate

from layers.fields import Field, FieldType
from layers.layer import PUBLIC, AnyUser, Layer
from layers.model_fields import field_of, fields_of
from layers.models.datasets import Dataset, DatasetState
from layers.participation.chosen import consulted_choices
from layers.styles import palette
from layers.styles.model import Fill, Marker, Rule, Stroke, Style
from layers.styles.twins import of_value
from territory.models import Contribution, ContributionDecision, ReviewState
from territory.models.contribution_subjects import NAME_LETTERS
from territory.models.contributions import AnswerState, State

NAME = "contributions"
SOURCE = "Ciudadanía que participa en este sitio"
# As much of a text as names it in a list.
_TITLE_LETTERS = 80

EXACT, ROUNDED, OF_UNIT, OF_TEXT = "exact", "rounded", "unit", "text"
PLACES = (
    (EXACT, "lugar público, exacto"),
    (ROUNDED, "redondeado a una cuadrícula de unos 100 m"),
    (OF_UNIT, "solo la unidad"),
    (OF_TEXT, "ninguno: trata de un texto en consulta"),
)


def published() -> QuerySet[Contribution]:
    """The contributions that everybody sees.

    ``public_feature`` is the name of the feature that one is about, None where it is about none
    or its layer is an agency's that not everybody sees any more.
    """
    hidden = Dataset.objects.filter(name=OuterRef("feature_layer"))
    hidden = hidden.exclude(state=DatasetState.PUBLISHED)
    named = ~Q(feature_layer="") & ~Exists(hidden)
    return Contribution.objects.filter(state=State.PUBLISHED).annotate(
        public_feature=Case(
            When(named, then=F("feature_name")), output_field=CharField(max_length=NAME_LETTERS)
        )
    )


def _rows(_user: AnyUser) -> QuerySet[Contribution]:
    answered = Q(answer_state=AnswerState.PUBLISHED)
    # Of a consultation that was withdrawn since nothing is said, nor of what waits for a decision.
    consulted = Q(consultation__state=ReviewState.PUBLISHED)
    decided = consulted & Q(decision__state=ReviewState.PUBLISHED)
    rows: QuerySet[Contribution] = published().annotate(
        title=Left("public_text", _TITLE_LETTERS),
        place_kind=Case(
            When(public_geom__isnull=True, unit__isnull=True, then=Value(OF_TEXT)),
            When(public_geom__isnull=True, then=Value(OF_UNIT)),
            When(is_public_place=True, then=Value(EXACT)),
            default=Value(ROUNDED),
            output_field=CharField(max_length=8),
        ),
        public_consultation=Case(
            When(consulted, then=F("consultation__slug")), output_field=CharField(max_length=60)
        ),
        public_paragraph=Case(
            When(consulted, then=F("paragraph")), output_field=IntegerField(null=True)
        ),
        public_decision=Case(
            When(decided, then=F("decision__outcome")), output_field=CharField(max_length=10)
        ),
        public_reason=Case(When(decided, then=F("decision__reason")), output_field=TextField()),
        received_on=TruncDate("received_at"),
        published_on=TruncDate("published_at"),
        public_answer=Case(When(answered, then=F("answer")), output_field=TextField()),
        public_outcome=Case(
            When(answered, then=F("outcome")), output_field=CharField(max_length=10)
        ),
        answered_on=Case(When(answered, then=TruncDate("answered_at"))),
        is_answer_public=Case(
            When(answered, then=Value("answered")),
            default=Value("unanswered"),
            output_field=CharField(max_length=10),
        ),
        # Unknown is NULL on every service.
        said_kind=Case(When(~Q(kind=""), then=F("kind")), output_field=CharField(max_length=10)),
        public_layer=_of_public_feature("feature_layer"),
        public_fid=_of_public_feature("feature_fid"),
        source=Cast(Value(SOURCE), TextField()),
    )
    return rows


def _of_public_feature(name: str) -> Case:
    return Case(
        When(public_feature__isnull=False, then=F(name)), output_field=CharField(max_length=200)
    )


def _audience(_user: AnyUser) -> str:
    """All see the same; but who withdraws a contribution wants no cache to go on showing it.

    So it isn't ``one_audience``, whose tiles caches keep for minutes without asking.
    """
    return PUBLIC


def _rule(name: str, title: str, opacity: float) -> Rule:
    colour = palette.THEME["open_government"]
    return Rule(
        name,
        title,
        filter=of_value("response", name),
        fill=Fill(colour, opacity),
        stroke=Stroke(colour, 2.0),
        marker=Marker(
            Fill(colour if name == "answered" else palette.PAPER), Stroke(colour, 2.5), size_px=11
        ),
    )


CONTRIBUTIONS = Layer(
    name=NAME,
    title="Aportes ciudadanos",
    abstract="Lo que la ciudadanía aporta a los compromisos del plan, sin cuenta y después de una "
    "revisión que oculta los datos personales. Los lugares están redondeados a una cuadrícula de "
    "unos 100 m, salvo los públicos. Con cada aporte va la respuesta de la entidad a cargo.",
    theme="open_government",
    keywords=("participación", "aportes", "ciudadanía"),
    rows=_rows,
    audience=_audience,
    geom="public_geom",
    geometry_type="Geometry",
    title_field="title",
    fields=fields_of(
        Contribution,
        Field("title", "Comienzo", max_length=_TITLE_LETTERS),
        field_of(Contribution, "public_text", name="text", title="Aporte"),
        field_of(Contribution, "commitment__number", name="commitment", title="Compromiso"),
        field_of(Contribution, "unit_id", name="declared_ubigeo", title="Ubigeo"),
        field_of(Contribution, "unit__name", name="unit_name", title="Unidad"),
        Field("consultation", "Consulta", source="public_consultation", max_length=60),
        Field(
            "paragraph",
            "Párrafo de la consulta",
            FieldType.INTEGER,
            source="public_paragraph",
        ),
        Field("kind", "Tipo", source="said_kind", labels=field_of(Contribution, "kind").labels),
        Field("feature_layer", "Capa del elemento", source="public_layer", max_length=63),
        Field("feature_fid", "Elemento", source="public_fid", max_length=200),
        Field(
            "feature_name",
            "Nombre del elemento",
            source="public_feature",
            max_length=NAME_LETTERS,
        ),
        Field("place_kind", "Precisión del lugar", labels=PLACES),
        Field("received_on", "Recibido", FieldType.DATE),
        Field("published_on", "Publicado", FieldType.DATE),
        field_of(Contribution, "agency__acronym", name="agency", title="Entidad que responde"),
        Field(
            "response",
            "Estado de la respuesta",
            source="is_answer_public",
            labels=(("answered", "respondido"), ("unanswered", "sin respuesta")),
        ),
        Field(
            "outcome",
            "Resultado",
            source="public_outcome",
            labels=field_of(Contribution, "outcome").labels,
        ),
        Field("answer", "Respuesta", source="public_answer"),
        Field("answered_on", "Respondido", FieldType.DATE),
        Field(
            "decision",
            "Decisión en la consulta",
            source="public_decision",
            labels=field_of(ContributionDecision, "outcome").labels,
        ),
        Field("decision_reason", "Motivo de la decisión", source="public_reason"),
        Field("source", "Fuente"),
        Field("cutoff_date", "Fecha de corte", FieldType.DATE, source="published_on"),
    ),
    style=Style(
        "default",
        "Aportes por respuesta",
        (
            _rule("answered", "Aporte respondido", 0.3),
            _rule("unanswered", "Aporte sin respuesta", 0.1),
        ),
    ),
    choices_now=consulted_choices,
    sheet="/participar/aportes/{fid}/",
    source=SOURCE,
    source_path=None,
    cutoff_path="published_on",
    time_field="published_on",
)
