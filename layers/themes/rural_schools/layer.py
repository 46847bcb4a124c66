"""Commitment 8: rural schools, by the model of service that each follows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from layers.layer import AnyUser, Layer
from layers.model_fields import fields_of
from layers.styles import palette
from layers.styles.model import Fill, Label, Marker, Rule, Stroke, Style
from layers.themes.provenance import DECLARED, LOCATED, PROVENANCE
from territory.models import RuralSchool

_COLOR = palette.THEME["education"]
# A darker and a lighter step of the theme's colour: told apart without their hue too.
_DARK, _LIGHT = "#6b3200", "#e39a4c"
# The many whose model nobody tells stay behind the few.
_MUTED = "#9c8468"
# Scale denominators from which schools are far enough apart on the map to be named.
_FEW_NAMED_FROM, _ALL_NAMED_FROM = 1_000_000, 150_000


@dataclass(frozen=True)
class _Class:
    """A class of the style; ``model`` is empty where the second list says nothing."""

    model: str
    title: str
    color: str
    size_px: float
    shape: str = "circle"

    @property
    def name(self) -> str:
        return self.model.lower() or "unknown"


# The first are drawn on top.
_CLASSES = (
    _Class("CRFA", "Alternancia (CRFA)", _COLOR, 10),
    _Class("SRE", "Con residencia estudiantil (SRE)", _DARK, 9, "square"),
    _Class("ST", "Tutorial (ST), sin residencia", _LIGHT, 9),
    _Class("", "Modelo de servicio no informado", _MUTED, 4.5),
)


def _rows(user: AnyUser) -> QuerySet[RuralSchool]:
    return RuralSchool.objects.published()


def _outline(item: _Class, *, sample: bool) -> Stroke | None:
    """A sample's paper is inside, between the lines; the light class would fade without an edge.

    None around what 100,000 schools are: their edges would cover them on a map of the country.
    """
    if not (item.model or sample):
        return None
    edge = _DARK if item.color == _LIGHT else item.color
    return Stroke(edge, 1.4) if sample or edge == _DARK else Stroke(palette.PAPER, 1.0)


def _rule(item: _Class, *, sample: bool) -> Rule:
    tests: list[dict[str, Any]] = [
        {"op": "=", "args": [{"property": "service_model"}, item.model]},
        {"op": "=", "args": [{"property": "is_sample"}, sample]},
    ]
    size = max(item.size_px, 8) if sample else item.size_px
    return Rule(
        f"{item.name}_sample" if sample else item.name,
        f"EJEMPLO · {item.title}" if sample else item.title,
        filter={"op": "and", "args": tests},
        marker=Marker(
            Fill(item.color, 0.7 if not (item.model or sample) else 1.0, hatch=sample),
            _outline(item, sample=sample),
            size,
            item.shape,
        ),
        label=Label(
            "name",
            size_px=10,
            color=_DARK,
            offset_y_px=12,
            max_scale=_FEW_NAMED_FROM if item.model or sample else _ALL_NAMED_FROM,
        ),
    )


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
        tuple(_rule(item, sample=sample) for sample in (False, True) for item in _CLASSES),
    ),
    sample_path="is_sample",
    source_url_path="source_url",
    licence="",
    attribution="MINEDU",
)
