"""Commitment 6: the focalised UGEL on their areas, by how far the model has come."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import QuerySet

from layers.layer import AnyUser, Layer
from layers.model_fields import fields_of
from layers.styles import palette
from layers.styles.model import Fill, Label, Rule, Stroke, Style
from layers.styles.twins import dashed, facts_and_samples, of_value
from layers.themes.provenance import DECLARED, PROVENANCE
from territory.models import FocalisedUgel

_INK = "#6b3200"
# Steps of the theme's hue, from what is least to what is most: distinguished without hue too.
_STAGES = (
    ("design", "modelo en diseño", "#fbe9d5"),
    ("agreed", "modelo consensuado", "#f2c792"),
    ("implementing", "modelo en implementación", "#e39a4c"),
    ("implemented", "modelo implementado", "#8a4600"),
)
# The scale denominator from which areas are large enough on the map to be named.
_NAMES_FROM = 6_000_000


def _rows(user: AnyUser) -> QuerySet[FocalisedUgel]:
    return FocalisedUgel.objects.published()


def _rule(stage: str | None, title: str, color: str) -> Rule:
    return Rule(
        f"focalised_{stage or 'unknown'}",
        f"UGEL focalizada, {title}",
        of_value("stage", stage),
        fill=Fill(color, 0.8),
        stroke=Stroke(_INK, 1.6),
        label=Label("name", size_px=10, color=_INK, max_scale=_NAMES_FROM),
    )


def _as_sample(rule: Rule) -> Rule:
    """Between the lines of its hatch an area is paper."""
    assert rule.fill
    return replace(rule, fill=replace(rule.fill, opacity=0.95), stroke=dashed(_INK))


FOCALISED_UGEL = Layer(
    name="focalised_ugel",
    title="UGEL focalizadas por etapa del modelo de gestión",
    abstract="Las UGEL en las que el modelo de gestión descentralizada se diseña e implementa, "
    "según los documentos que las focalizan, con la etapa a la que el modelo llegó en cada una. "
    "Se dibujan en el área que cada UGEL tiene por los distritos de sus servicios educativos, que "
    "no es una delimitación oficial de jurisdicciones; la que el padrón no tiene está en la tabla "
    "y no en el mapa.",
    theme="education",
    keywords=("educación", "UGEL", "gestión descentralizada", "ruta de consenso"),
    commitments=(6,),
    rows=_rows,
    geom="geom",
    geometry_type="MultiPolygon",
    title_field="name",
    fields=fields_of(
        FocalisedUgel,
        "ugel_code",
        "name",
        *DECLARED,
        "focalised_on",
        "instrument",
        "instrument_url",
        "stage",
        "stage_on",
        "model_edition",
        "boundary_source",
        "boundary_origin",
        "source_url",
        *PROVENANCE,
    ),
    style=Style(
        "default",
        "UGEL focalizadas por etapa del modelo",
        facts_and_samples(
            (
                *(_rule(*stage) for stage in _STAGES),
                _rule(None, "etapa no informada", palette.NO_DATA),
            ),
            _as_sample,
        ),
    ),
    sample_path="is_sample",
    source_url_path="source_url",
    time_field="focalised_on",
    boundary_path="boundary_source",
    boundary_origin_path="boundary_origin",
    licence="",
    attribution="MINEDU",
    sheet="/ugel/focalizadas/{ugel_code}/",
)
