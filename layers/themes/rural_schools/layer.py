"""Commitment 8: rural schools, by the model of service that each follows."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import QuerySet

from layers.layer import AnyUser, Layer
from layers.model_fields import fields_of
from layers.styles import palette
from layers.styles.model import Fill, Label, Marker, Rule, Stroke, Style
from layers.styles.twins import facts_and_samples, marked, of_value
from layers.themes.provenance import DECLARED, LOCATED, PROVENANCE
from territory.models import RuralSchool

_COLOR = palette.THEME["education"]
# A darker and a lighter step of the theme's colour: distinguished without their hue too.
_DARK, _LIGHT = "#6b3200", "#e39a4c"
# The many whose model nobody tells stay behind the few.
_MUTED = "#9c8468"
_PAPER_EDGE, _DARK_EDGE = Stroke(palette.PAPER, 1.0), Stroke(_DARK, 1.4)
# Scale denominators from which schools are far enough apart on the map to be named.
_FEW_NAMED_FROM, _ALL_NAMED_FROM = 1_000_000, 150_000


def _rows(user: AnyUser) -> QuerySet[RuralSchool]:
    return RuralSchool.objects.published()


def _class(
    model: str | None,
    title: str,
    fill: Fill,
    size_px: float,
    shape: str = "circle",
    *,
    edge: Stroke | None = _PAPER_EDGE,
    named_from: float = _FEW_NAMED_FROM,
) -> Rule:
    """A class of the style; ``model`` is None where the second list says nothing."""
    return Rule(
        model.lower() if model else "unknown",
        title,
        filter=of_value("service_model", model),
        marker=Marker(fill, edge, size_px, shape),
        label=Label("name", size_px=10, color=_DARK, offset_y_px=12, max_scale=named_from),
    )


# The first are drawn on top.
_CLASSES = (
    _class("CRFA", "Alternancia (CRFA)", Fill(_COLOR), 10),
    _class("SRE", "Con residencia estudiantil (SRE)", Fill(_DARK), 9, "square", edge=_DARK_EDGE),
    # The light class would fade without a dark edge.
    _class("ST", "Tutorial (ST), sin residencia", Fill(_LIGHT), 9, edge=_DARK_EDGE),
    # 100,000 schools have no edge: on a map of the country their edges would cover them.
    _class(
        None,
        "Modelo de servicio no informado",
        Fill(_MUTED, 0.7),
        4.5,
        edge=None,
        named_from=_ALL_NAMED_FROM,
    ),
)


def _as_sample(rule: Rule) -> Rule:
    """A sample's paper is inside, between the lines."""
    assert rule.label
    look = marked(rule, {_LIGHT: _DARK_EDGE})
    return replace(look, label=replace(rule.label, max_scale=_FEW_NAMED_FROM))


RURAL_SCHOOLS = Layer(
    name="rural_schools",
    title="Escuelas rurales",
    abstract="Escuelas activas del ámbito rural, según el padrón del Ministerio de Educación "
    "(ESCALE), con el modelo de servicio de las formas de atención diversificada: alternancia "
    "(CRFA), residencia estudiantil (SRE) o tutorial (ST). El padrón no dice el modelo: viene "
    "de una segunda lista y queda vacío donde esta no lo dice.",
    theme="education",
    keywords=(
        "educación",
        "escuelas rurales",
        "FAD",
        "CRFA",
        "alternancia",
        "residencia estudiantil",
        "ESCALE",
    ),
    commitments=(8,),
    rows=_rows,
    geom="geom",
    geometry_type="Point",
    title_field="name",
    fields=fields_of(
        RuralSchool,
        "modular_code",
        "annex",
        "name",
        "service_model",
        "has_residence",
        "level",
        "form",
        "management",
        *DECLARED,
        LOCATED,
        "populated_place",
        "area",
        "ugel_code",
        "ugel",
        "local_code",
        "pupils",
        "teachers",
        "sections",
        "updated_on",
        "service_model_source",
        "service_model_cutoff_date",
        *PROVENANCE,
    ),
    style=Style(
        "default",
        "Escuelas rurales por modelo de servicio",
        facts_and_samples(_CLASSES, _as_sample),
    ),
    sample_path="is_sample",
    source_url_path="source_url",
    licence="",
    attribution="MINEDU",
)
