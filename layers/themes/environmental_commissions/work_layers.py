"""Commitment 3: assistances to commissions and the stages of their policies."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import QuerySet

from layers.layer import AnyUser, Layer
from layers.model_fields import fields_of
from layers.styles.model import Fill, Rule, Style
from layers.styles.twins import facts_and_samples, of_value
from layers.themes.environmental_commissions.drawing import (
    COLOR,
    DARK,
    LIGHT,
    as_sample,
    is_known,
    of_kind,
)
from layers.themes.provenance import DECLARED, PROVENANCE
from territory.models import CommissionAssistance, CommissionPolicy

_OPACITY = {"CAM": 0.7, "CAR": 0.35}
_STAGES = (
    ("follow_up", "en seguimiento", DARK),
    ("implementation", "en implementación", COLOR),
    ("design", "en diseño", LIGHT),
)
_SHEET = "/comisiones/{kind}/{declared_ubigeo}/"


def _assistances(user: AnyUser) -> QuerySet[CommissionAssistance]:
    return CommissionAssistance.objects.published()


def _policies(user: AnyUser) -> QuerySet[CommissionPolicy]:
    return CommissionPolicy.objects.published()


def _assistance_classes(kind: str) -> tuple[Rule, ...]:
    plain = of_kind(kind, f"Asistencia a una {kind}", Fill(COLOR, _OPACITY[kind]), label="topic")
    improved = replace(
        plain,
        name=f"{kind.lower()}_improved",
        title=f"Asistencia a una {kind}, con mejora evidenciada",
        filter={"op": "and", "args": [of_value("kind", kind), is_known("improvement")]},
        fill=Fill(DARK, _OPACITY[kind]),
    )
    return improved, plain


def _policy_classes(kind: str) -> tuple[Rule, ...]:
    return tuple(
        of_kind(
            kind,
            f"Política de una {kind}, {title}",
            Fill(color, _OPACITY[kind]),
            field="stage",
            value=stage,
            label="name",
            name=f"{kind.lower()}_{stage}",
        )
        for stage, title, color in _STAGES
    )


COMMISSION_ASSISTANCE = Layer(
    name="commission_assistance",
    title="Asistencias técnicas a CAR y CAM",
    abstract="Cada asistencia técnica a una comisión ambiental, con su fecha, su tema y, donde la "
    "hubo, la mejora implementada con la dirección de su evidencia, dibujada en la unidad de la "
    "comisión. Una comisión asistida varias veces tiene varias filas y cuenta una sola vez.",
    theme="environment",
    keywords=("ambiente", "CAR", "CAM", "asistencia técnica", "gobernanza ambiental"),
    commitments=(3,),
    rows=_assistances,
    geom="declared_unit__geom",
    geometry_type="MultiPolygon",
    title_field="topic",
    fields=fields_of(
        CommissionAssistance,
        "kind",
        *DECLARED,
        "assisted_on",
        "topic",
        "improvement",
        "improved_on",
        "evidence_url",
        "source_url",
        *PROVENANCE,
    ),
    style=Style(
        "default",
        "Asistencias por mejora implementada",
        facts_and_samples((*_assistance_classes("CAM"), *_assistance_classes("CAR")), as_sample),
    ),
    sample_path="is_sample",
    source_url_path="source_url",
    time_field="assisted_on",
    boundary_path="declared_unit__boundary_source",
    licence="",
    attribution="MINAM",
    sheet=_SHEET,
)

COMMISSION_POLICIES = Layer(
    name="commission_policies",
    title="Políticas de CAR y CAM por etapa",
    abstract="Las etapas (diseño, implementación, seguimiento) que las políticas ambientales de "
    "cada comisión alcanzaron, dibujadas en la unidad de la comisión: una fila por política y "
    "etapa.",
    theme="environment",
    keywords=("ambiente", "CAR", "CAM", "política ambiental", "gobernanza ambiental"),
    commitments=(3,),
    rows=_policies,
    geom="declared_unit__geom",
    geometry_type="MultiPolygon",
    title_field="name",
    fields=fields_of(
        CommissionPolicy,
        "kind",
        *DECLARED,
        "name",
        "stage",
        "stage_on",
        "document_url",
        "source_url",
        *PROVENANCE,
    ),
    style=Style(
        "default",
        "Políticas por etapa",
        facts_and_samples((*_policy_classes("CAM"), *_policy_classes("CAR")), as_sample),
    ),
    sample_path="is_sample",
    source_url_path="source_url",
    time_field="stage_on",
    boundary_path="declared_unit__boundary_source",
    licence="",
    attribution="MINAM",
    sheet=_SHEET,
)
