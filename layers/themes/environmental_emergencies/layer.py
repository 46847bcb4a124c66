"""Commitment 2: environmental emergencies."""

from __future__ import annotations

from django.db.models import QuerySet

from layers.layer import AnyUser, Layer
from layers.model_fields import fields_of
from layers.styles import palette
from layers.styles.model import Fill, Label, Marker, Rule, Stroke, Style
from layers.styles.twins import facts_and_samples, marked
from layers.themes.provenance import DECLARED, LOCATED, PROVENANCE
from territory.models import EnvironmentalEmergency

_COLOR = "#8a4b08"
_NAMED_FROM = 200_000

_EMERGENCY = Rule(
    "emergency",
    "Emergencia ambiental",
    marker=Marker(Fill(_COLOR, 0.85), Stroke(palette.PAPER, 1.0), 10, "square"),
    label=Label("code", size_px=10, color=_COLOR, offset_y_px=12, max_scale=_NAMED_FROM),
)


def _rows(user: AnyUser) -> QuerySet[EnvironmentalEmergency]:
    return EnvironmentalEmergency.objects.published()


ENVIRONMENTAL_EMERGENCIES = Layer(
    name="environmental_emergencies",
    title="Emergencias ambientales",
    abstract="Emergencias ambientales de las que se informó al OEFA, con su fecha, su sector y su "
    "lugar. Son las informadas: donde se informa más hay más. No se publica la descripción, que "
    "nombra a personas, ni el nombre de un administrado que sea una persona natural.",
    theme="environment",
    keywords=("ambiente", "emergencias ambientales", "derrames", "OEFA"),
    commitments=(2,),
    rows=_rows,
    geom="geom",
    geometry_type="Point",
    title_field="code",
    fields=fields_of(
        EnvironmentalEmergency,
        "code",
        "occurred_on",
        "sector",
        "subsector",
        "holder",
        "facility",
        *DECLARED,
        LOCATED,
        *PROVENANCE,
    ),
    style=Style("default", "Emergencias", facts_and_samples((_EMERGENCY,), marked)),
    sample_path="is_sample",
    source_url_path="source_url",
    attribution="OEFA",
)
