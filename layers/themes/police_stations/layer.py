"""Commitment 16: police stations."""

from __future__ import annotations

from django.db.models import QuerySet

from layers.layer import AnyUser, Layer
from layers.model_fields import fields_of
from layers.styles import palette
from layers.styles.model import Fill, Label, Marker, Rule, Stroke, Style
from layers.styles.twins import facts_and_samples, marked
from layers.themes.provenance import DECLARED, LOCATED, PROVENANCE
from territory.models import PoliceStation

_COLOR = palette.THEME["security"]
# Scale denominator from which stations are far enough apart to be named.
_NAMED_FROM = 300_000

_STATIONS = Rule(
    "station",
    "Comisaría",
    marker=Marker(Fill(_COLOR), Stroke(palette.PAPER, 1.0), 9, "square"),
    label=Label("name", size_px=10, color=_COLOR, offset_y_px=12, max_scale=_NAMED_FROM),
)


def _rows(user: AnyUser) -> QuerySet[PoliceStation]:
    return PoliceStation.objects.published()


POLICE_STATIONS = Layer(
    name="police_stations",
    title="Comisarías",
    abstract="Comisarías de la Policía Nacional, en las que se denuncia. Quien las dirige, sus "
    "teléfonos y correos no se publican. Donde hay más comisarías se denuncia más: un mapa de "
    "denuncias es también el de dónde se puede denunciar.",
    theme="security",
    keywords=("seguridad", "comisarías", "policía", "PNP"),
    commitments=(16,),
    rows=_rows,
    geom="geom",
    geometry_type="Point",
    title_field="name",
    fields=fields_of(
        PoliceStation,
        "name",
        "kind",
        *DECLARED,
        LOCATED,
        "police_region",
        "police_division",
        "address",
        *PROVENANCE,
    ),
    style=Style("default", "Comisarías", facts_and_samples((_STATIONS,), marked)),
    sample_path="is_sample",
    source_url_path="source_url",
    licence="",
    attribution="MININTER",
)
