"""The regions that situations affect severely, as sources name them; empty until one does."""

from __future__ import annotations

from functools import partial

from django.db.models import QuerySet

from layers.layer import AnyUser, Layer
from layers.model_fields import field_of
from layers.styles import palette
from layers.styles.model import Fill, Label, Rule, Stroke, Style
from territory.models import SituationUnit

_field = partial(field_of, SituationUnit)
# The scale denominator from which the units are large enough on the map to be named.
_NAMES_FROM = 20_000_000


def _rows(user: AnyUser) -> QuerySet[SituationUnit]:
    return SituationUnit.objects.all()


AFFECTED_REGIONS = Layer(
    name="affected_regions",
    title="Regiones afectadas por situaciones severas",
    abstract="El plan dice que tuvo en cuenta «situaciones que afectan severamente a algunas "
    "regiones del país», sin nombrarlas. Aquí están las que nombra una fuente publicada, con su "
    "dirección y fecha de corte, dibujadas en las unidades que declara; ninguna se ha supuesto.",
    theme="open_government",
    keywords=("gobierno abierto", "plan de acción", "regiones afectadas"),
    rows=_rows,
    geom="unit__geom",
    geometry_type="MultiPolygon",
    title_field="situation",
    fields=(
        _field("situation__title", name="situation"),
        _field("situation__description", name="description"),
        _field("unit_id", name="declared_ubigeo", title="Ubigeo"),
        _field("unit__name", name="unit_name", title="Territorio"),
        _field("situation__source", name="source"),
        _field("situation__source_url", name="source_url"),
        _field("situation__cutoff_date", name="cutoff_date"),
    ),
    style=Style(
        "default",
        "Regiones afectadas",
        (
            Rule(
                "affected",
                "Región afectada",
                fill=Fill(palette.AFFECTED, 0.35),
                stroke=Stroke(palette.AFFECTED, 1.8),
                label=Label("situation", size_px=10, max_scale=_NAMES_FROM),
            ),
        ),
    ),
    source="Sin situaciones cargadas: se agregan con su fuente",
    source_path="situation__source",
    source_url_path="situation__source_url",
    cutoff_path="situation__cutoff_date",
    boundary_path="unit__boundary_source",
    licence="",
    attribution="La fuente de cada fila",
)
