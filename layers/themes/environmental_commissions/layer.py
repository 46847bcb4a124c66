"""Commitment 3: environmental commissions, drawn on the units that they serve."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import QuerySet

from layers.layer import AnyUser, Layer
from layers.model_fields import fields_of
from layers.styles import palette
from layers.styles.model import Fill, Label, Rule, Stroke, Style
from layers.styles.twins import dashed, facts_and_samples, of_value
from layers.themes.provenance import DECLARED, PROVENANCE
from territory.models import EnvironmentalCommission

_COLOR = palette.THEME["environment"]
# Scale denominators from which the units are large enough on the map to be named.
_NAMES_FROM = {"CAR": 20_000_000, "CAM": 3_000_000}


def _rows(user: AnyUser) -> QuerySet[EnvironmentalCommission]:
    return EnvironmentalCommission.objects.published()


def _class(kind: str, title: str, opacity: float) -> Rule:
    return Rule(
        kind.lower(),
        title,
        filter=of_value("kind", kind),
        fill=Fill(_COLOR, opacity),
        stroke=Stroke(_COLOR, 1.6),
        label=Label("name", size_px=10, color=_COLOR, max_scale=_NAMES_FROM[kind]),
    )


def _as_sample(rule: Rule) -> Rule:
    # Between the lines of its hatch an area is paper.
    assert rule.fill
    fill = replace(rule.fill, opacity=round(rule.fill.opacity + 0.35, 2))
    return replace(rule, fill=fill, stroke=dashed(_COLOR))


_CLASSES = (
    _class("CAM", "CAM, comisión municipal", 0.55),
    _class("CAR", "CAR, comisión regional", 0.25),
)

ENVIRONMENTAL_COMMISSIONS = Layer(
    name="environmental_commissions",
    title="Comisiones ambientales (CAR y CAM)",
    abstract="Comisiones ambientales regionales (CAR, sobre departamentos) y municipales (CAM, "
    "sobre provincias y distritos), dibujadas en la unidad que declaran.",
    theme="environment",
    keywords=("ambiente", "CAR", "CAM", "gobernanza ambiental"),
    commitments=(3,),
    rows=_rows,
    geom="declared_unit__geom",
    geometry_type="MultiPolygon",
    title_field="name",
    fields=fields_of(
        EnvironmentalCommission,
        "kind",
        "name",
        *DECLARED,
        "created_by",
        "created_on",
        "assisted",
        "assisted_on",
        *PROVENANCE,
    ),
    style=Style("default", "Comisiones ambientales", facts_and_samples(_CLASSES, _as_sample)),
    sample_path="is_sample",
    source_url_path="source_url",
    time_field="created_on",
    boundary_path="declared_unit__boundary_source",
    licence="",
    attribution="MINAM",
)
