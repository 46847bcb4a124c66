"""Commitment 15: parts of rural water systems, by their state."""

from __future__ import annotations

from django.db.models import QuerySet

from layers.layer import AnyUser, Layer
from layers.model_fields import fields_of
from layers.styles import palette
from layers.styles.model import Fill, Label, Marker, Rule, Stroke, Style
from layers.styles.twins import facts_and_samples, marked, of_value
from layers.themes.provenance import DECLARED, LOCATED, PROVENANCE
from territory.models import RuralWaterPart

_State = RuralWaterPart.State
_COLOR = palette.THEME["sanitation"]
_EDGE = Stroke(palette.INK, 0.7)
# Scale denominator from which systems are far enough apart to be named.
_NAMED_FROM = 100_000
# From good to down, by lightness too; the worst are the largest.
_LOOKS = {
    _State.D: ("#5a2a00", 8.0, "circle"),
    _State.C: ("#c47a1d", 7.0, "circle"),
    _State.B: ("#9fd3dc", 6.0, "circle"),
    _State.A: (_COLOR, 6.0, "circle"),
    _State.STOPPED: ("#c47a1d", 7.0, "square"),
    _State.WORKS: (_COLOR, 6.0, "square"),
    _State.UNKNOWN: (palette.NO_DATA, 6.0, "square"),
}


def _rows(user: AnyUser) -> QuerySet[RuralWaterPart]:
    return RuralWaterPart.objects.published()


def _rule(state: RuralWaterPart.State) -> Rule:
    color, size_px, shape = _LOOKS[state]
    title = str(state.label)
    return Rule(
        f"state_{state.value.lower()}",
        title[:1].upper() + title[1:],
        filter=of_value("state", state.value),
        marker=Marker(Fill(color), _EDGE, size_px, shape),
        label=Label("name", size_px=10, color=_COLOR, offset_y_px=12, max_scale=_NAMED_FROM),
    )


# Of light colours, which would fade on a sample's paper.
_DARK_EDGES = {color: Stroke(palette.INK, 1.4) for color in ("#9fd3dc", palette.NO_DATA)}


def _as_sample(rule: Rule) -> Rule:
    return marked(rule, _DARK_EDGES)


RURAL_WATER_SYSTEMS = Layer(
    name="rural_water_systems",
    title="Sistemas rurales de agua: captaciones y tratamientos",
    abstract="Captaciones y tratamientos de los sistemas rurales de agua que SIASAR encuestó, con "
    "su estado en la fecha de la encuesta: una captación es A (buena), B (regular), C (mala) o D "
    "(caída); un tratamiento funciona o no. Un sistema tiene una fila por cada parte: su población "
    "y sus viviendas son de todo el sistema, así que al sumar cada código de sistema cuenta una "
    "sola vez. No son todos los sistemas del país: donde nadie encuestó, no se sabe. Quién presta "
    "el servicio no se publica, porque puede ser una persona.",
    theme="sanitation",
    keywords=("agua", "saneamiento rural", "SIASAR", "captación", "cloro", "tratamiento"),
    commitments=(15,),
    rows=_rows,
    geom="geom",
    geometry_type="Point",
    title_field="name",
    fields=fields_of(
        RuralWaterPart,
        "system_code",
        "name",
        "feed",
        "code",
        "state",
        "condition",
        "source_kind",
        "treatment_kind",
        "treatment_works",
        "people_served",
        "homes_served",
        "community",
        *DECLARED,
        LOCATED,
        "surveyed_on",
        "declared_year",
        "by_gravity",
        "by_pumping",
        "by_hand_well",
        "by_rain",
        "enough_when_dry",
        "enough_when_wet",
        "altitude_m",
        *PROVENANCE,
    ),
    style=Style(
        "default",
        "Sistemas rurales de agua por el estado de sus partes",
        facts_and_samples(map(_rule, _LOOKS), _as_sample),
    ),
    sample_path="is_sample",
    source_url_path="source_url",
    time_field="surveyed_on",
    licence="",
    attribution="SIASAR",
)
