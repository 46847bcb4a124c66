"""Commitment 8: residences, by what is published of their needs and by model of service."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import QuerySet

from layers.layer import AnyUser, Layer
from layers.model_fields import fields_of
from layers.styles import palette
from layers.styles.model import Fill, Label, Marker, Rule, Stroke, Style
from layers.styles.twins import dashed, facts_and_samples, of_value
from layers.themes.provenance import DECLARED, LOCATED, PROVENANCE
from territory.models import RuralResidence

_COLOR = palette.THEME["education"]
_DARK, _LIGHT = "#6b3200", "#f2c792"
_MUTED = "#9c8468"
_EDGE = Stroke(_DARK, 1.6)
# The scale denominator from which residences are far enough apart on the map to be named.
_NAMES_FROM = 1_000_000


def _rows(user: AnyUser) -> QuerySet[RuralResidence]:
    return RuralResidence.objects.published()


def _rule(
    name: str,
    title: str,
    field: str,
    value: str | None,
    fill: Fill,
    size_px: float,
    shape: str = "circle",
) -> Rule:
    return Rule(
        name,
        title,
        filter=of_value(field, value),
        marker=Marker(fill, _EDGE, size_px, shape),
        label=Label("name", size_px=10, color=_DARK, offset_y_px=12, max_scale=_NAMES_FROM),
    )


# The first are drawn on top. What is met is the lightest: nothing is left to give there.
_BY_NEED = (
    _rule("unmet", "Necesidades sin cubrir", "need_state", "unmet", Fill(_DARK), 11, "square"),
    _rule("partly", "Cubiertas en parte", "need_state", "partly", Fill(_COLOR), 11, "square"),
    _rule("met", "Cubiertas", "need_state", "met", Fill(_LIGHT), 10),
    _rule("unknown", "Sin necesidades publicadas", "need_state", None, Fill(palette.PAPER), 8),
)
_BY_MODEL = (
    _rule("crfa", "Alternancia (CRFA)", "service_model", "CRFA", Fill(_COLOR), 10),
    _rule(
        "sre", "Con residencia estudiantil (SRE)", "service_model", "SRE", Fill(_DARK), 9, "square"
    ),
)


def _as_sample(rule: Rule) -> Rule:
    """A sample's edge is dashed; its paper is inside, between lines that are dark enough."""
    assert rule.marker
    fill = rule.marker.fill
    if fill.color in (palette.PAPER, _LIGHT):
        fill = Fill(_DARK if fill.color == _LIGHT else _MUTED)
    return replace(rule, marker=replace(rule.marker, fill=fill, stroke=dashed(_DARK)))


RURAL_RESIDENCES = Layer(
    name="rural_residences",
    title="Residencias estudiantiles rurales",
    abstract="Las escuelas rurales cuyo modelo de servicio tiene residencia: alternancia (CRFA) y "
    "secundaria con residencia estudiantil (SRE); la secundaria tutorial (ST) no tiene. Se derivan "
    "del padrón del Ministerio de Educación y de la lista de modelos, y están en el punto de su "
    "escuela. Las distancias son en línea recta: no dicen cuánto se tarda ni si hay camino. Lo que "
    "necesitan y lo que se les entregó es lo publicado; donde nadie publicó, queda vacío.",
    theme="education",
    keywords=("educación", "residencia estudiantil", "FAD", "CRFA", "SRE", "alianzas", "dotación"),
    commitments=(8,),
    rows=_rows,
    geom="geom",
    geometry_type="Point",
    title_field="name",
    fields=fields_of(
        RuralResidence,
        "modular_code",
        "annex",
        "name",
        "service_model",
        "condition",
        "condition_on",
        "need_state",
        "needs",
        "needs_met",
        *DECLARED,
        LOCATED,
        "populated_place",
        "ugel_code",
        "ugel",
        "management",
        "pupils",
        "teachers",
        "district_capital_m",
        "province_capital_m",
        "nearest_residence_m",
        "nearest_residence",
        "service_model_source",
        "service_model_cutoff_date",
        *PROVENANCE,
    ),
    style=Style(
        "default",
        "Residencias por necesidades publicadas",
        facts_and_samples(_BY_NEED, _as_sample),
    ),
    styles=(Style("models", "Residencias por modelo", facts_and_samples(_BY_MODEL, _as_sample)),),
    sample_path="is_sample",
    source_url_path="source_url",
    licence="",
    attribution="MINEDU",
    sheet="/residencias/{modular_code}-{annex}/",
)
