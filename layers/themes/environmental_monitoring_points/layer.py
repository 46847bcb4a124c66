"""Commitment 2: points of monitoring, and what was measured there by day."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import QuerySet

from layers.layer import AnyUser, Layer
from layers.model_fields import field_of, fields_of
from layers.styles import palette
from layers.styles.model import Fill, Label, Marker, Rule, Stroke, Style
from layers.styles.twins import facts_and_samples, marked, of_value
from layers.themes.clock_times import clock_text
from layers.themes.provenance import DECLARED, LOCATED, PROVENANCE
from territory.models import (
    EnvironmentalMeasurement,
    EnvironmentalMonitoringPoint,
    Matrix,
    MeasurementState,
)

_COLOR = palette.THEME["environment"]
_WATER, _DARK_WATER = "#1c6ea4", "#10405f"
_GROUND, _AIR, _OTHER = "#8a5a2b", "#5b4b8a", "#5f6b66"
_EDGE = Stroke(palette.PAPER, 1.0)
_NAMED_FROM = 100_000
# Matrix → colour and shape: what is of water, of the ground, of the air.
_SYMBOLS = {
    Matrix.SURFACE_WATER: (_WATER, "circle"),
    Matrix.GROUNDWATER: (_DARK_WATER, "circle"),
    Matrix.SEA_WATER: ("#00798c", "circle"),
    Matrix.WASTEWATER: ("#7a6a1e", "circle"),
    Matrix.WATER: (_WATER, "square"),
    Matrix.SEDIMENT: (_GROUND, "square"),
    Matrix.SOIL: ("#c08a4a", "square"),
    Matrix.AIR: (_AIR, "circle"),
    Matrix.EMISSION: ("#8d7fc0", "circle"),
    Matrix.NOISE: (_AIR, "square"),
    Matrix.BIOTA: (_COLOR, "square"),
    Matrix.OTHER: (_OTHER, "circle"),
}
_TIME = field_of(EnvironmentalMeasurement, "sampled_time")
_KEYWORDS = ("ambiente", "calidad ambiental", "monitoreo", "OEFA", "DIGESA", "SINIA")
# Said wherever values are: who samples looks where harm is expected.
TARGETED = (
    "El muestreo es dirigido, no al azar: se toma donde se supervisa o se espera un daño, y no "
    "dice cómo está el ambiente del resto."
)


def _points(user: AnyUser) -> QuerySet[EnvironmentalMonitoringPoint]:
    return EnvironmentalMonitoringPoint.objects.published()


def _measurements(user: AnyUser) -> QuerySet[EnvironmentalMeasurement]:
    rows: Any = EnvironmentalMeasurement.objects.published()
    found: QuerySet[EnvironmentalMeasurement] = rows.annotate(time_text=clock_text("sampled_time"))
    return found


def _of_matrix(matrix: Matrix, label: Label | None) -> Rule:
    color, shape = _SYMBOLS[matrix]
    return Rule(
        matrix.value,
        str(matrix.label).capitalize(),
        filter=of_value("matrix", matrix.value),
        marker=Marker(Fill(color), _EDGE, 9, shape),
        label=label,
    )


def _of_state(state: MeasurementState, mark: Marker) -> Rule:
    title = str(state.label).capitalize()
    return Rule(state.value, title, filter=of_value("state", state.value), marker=mark)


_LABEL = Label("name", size_px=10, color=palette.INK, offset_y_px=12, max_scale=_NAMED_FROM)
_STATES = (
    _of_state(MeasurementState.VALUE, Marker(Fill(_COLOR), _EDGE, 10)),
    _of_state(MeasurementState.ABOVE, Marker(Fill(_DARK_WATER), _EDGE, 10, "square")),
    # Hollow: there is less than can be told.
    _of_state(MeasurementState.BELOW, Marker(Fill(palette.PAPER), Stroke(_COLOR, 2.0), 9)),
    _of_state(MeasurementState.NOT_REPORTED, Marker(Fill(_OTHER, 0.7), None, 6, "square")),
)


def _as_sample(rule: Rule) -> Rule:
    """A sample's paper is between the lines: what is hollow gets a light colour of its own."""
    assert rule.marker
    if rule.marker.fill.color == palette.PAPER:
        rule = replace(rule, marker=replace(rule.marker, fill=Fill("#8fb9a0")))
    return marked(rule, {"#8fb9a0": Stroke(_COLOR, 1.4)})


ENVIRONMENTAL_MONITORING_POINTS = Layer(
    name="environmental_monitoring_points",
    title="Puntos de monitoreo ambiental",
    abstract="Dónde se toman muestras de agua, suelo, sedimento, aire y otras matrices, según los "
    f"registros publicados por el OEFA y la DIGESA. {TARGETED}",
    theme="environment",
    keywords=_KEYWORDS,
    commitments=(2,),
    rows=_points,
    geom="geom",
    geometry_type="Point",
    title_field="name",
    fields=fields_of(
        EnvironmentalMonitoringPoint,
        "feed",
        "place_key",
        "code",
        "name",
        "matrix",
        "place_kind",
        "water_category",
        "description",
        "altitude_m",
        "holder",
        "facility",
        "subsector",
        "first_on",
        *DECLARED,
        LOCATED,
        *PROVENANCE,
    ),
    style=Style(
        "default",
        "Por matriz",
        facts_and_samples([_of_matrix(matrix, _LABEL) for matrix in Matrix], _as_sample),
    ),
    sample_path="is_sample",
    source_url_path="source_url",
    sheet="/ambiente/puntos/{feed}/{place_key}/",
)

ENVIRONMENTAL_MEASUREMENTS = Layer(
    name="environmental_measurements",
    title="Mediciones ambientales por día",
    abstract="Lo que se encontró de cada parámetro en cada punto, día por día. El mapa muestra el "
    "último día con muestras, o el que se pida (TIME). Un valor menor que el límite que el método "
    "distingue queda como tal, con su límite, y «sin valor» no es cero. Las unidades se igualan "
    f"y la del archivo queda. {TARGETED}",
    theme="environment",
    keywords=(*_KEYWORDS, "serie", "parámetros"),
    commitments=(2,),
    rows=_measurements,
    geom="geom",
    geometry_type="Point",
    title_field="point_code",
    fields=fields_of(
        EnvironmentalMeasurement,
        "feed",
        "place_key",
        "point_code",
        "matrix",
        "place_kind",
        "water_category",
        "parameter",
        "parameter_key",
        "analysis",
        "method",
        "sampled_on",
        "next_day",
        replace(_TIME, source="time_text", max_length=None),
        "state",
        "value",
        "limit_value",
        "unit",
        "original_value",
        "original_unit",
        "report",
        "stage",
        *DECLARED,
        *PROVENANCE,
    ),
    style=Style("default", "Por resultado", facts_and_samples(_STATES, _as_sample)),
    sample_path="is_sample",
    source_url_path="source_url",
    time_field="sampled_on",
    time_end_field="next_day",
    sheet="/ambiente/puntos/{feed}/{place_key}/",
)
