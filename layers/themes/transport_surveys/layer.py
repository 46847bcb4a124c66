"""Commitments 9 and 10: results of surveys on the unit where people were asked."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import QuerySet

from layers.layer import AnyUser, Layer
from layers.model_fields import fields_of
from layers.styles import palette
from layers.styles.model import Fill, Rule, Stroke, Style
from layers.styles.twins import dashed, facts_and_samples
from layers.themes.provenance import DECLARED, PROVENANCE
from territory.models import TransportSurveyCount

_COLOR = palette.THEME["transport"]


def _rows(user: AnyUser) -> QuerySet[TransportSurveyCount]:
    return TransportSurveyCount.objects.published()


def _as_sample(rule: Rule) -> Rule:
    return replace(rule, stroke=dashed(_COLOR))


_ASKED = Rule("asked", "Unidad con encuestas", fill=Fill(_COLOR, 0.1), stroke=Stroke(_COLOR, 1.8))

TRANSPORT_SURVEYS = Layer(
    name="transport_surveys",
    title="Encuestas a usuarios del transporte",
    abstract="Cuántas personas dieron cada respuesta en encuestas a usuarios del transporte, por "
    "la unidad donde se preguntó, con su método y su cobertura. Ninguna fila es de una persona: "
    "de 1 a 4 no se da el número, ni aquel con el que se deduciría.",
    theme="transport",
    keywords=("transporte urbano", "encuestas", "usuarios", "comportamiento"),
    commitments=(9, 10),
    rows=_rows,
    geom="declared_unit__geom",
    geometry_type="MultiPolygon",
    title_field="name",
    fields=fields_of(
        TransportSurveyCount,
        "survey_code",
        "survey",
        "question_code",
        "name",
        "answer_code",
        "answer",
        "period_start",
        "granularity",
        "value",
        "state",
        "interviewed",
        "method",
        "coverage",
        *DECLARED,
        "source_url",
        *PROVENANCE,
    ),
    style=Style(
        "default", "Encuestas a usuarios del transporte", facts_and_samples((_ASKED,), _as_sample)
    ),
    sample_path="is_sample",
    source_url_path="source_url",
    boundary_path="declared_unit__boundary_source",
    time_field="period_start",
    sheet="/transporte/encuestas/{survey_code}/",
)
