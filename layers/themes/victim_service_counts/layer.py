"""Commitment 18: services for victims on the regions; one style a service."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import QuerySet

from layers.layer import AnyUser, Layer
from layers.styles import palette
from layers.styles.model import Fill, Label, Rule, Stroke, Style
from layers.styles.twins import dashed, facts_and_samples
from layers.themes.count_fields import count_fields
from territory.models import VictimServiceCount
from territory.models.counts import CountState

_EDGE = Stroke(palette.MUTED, 0.8)
_NAMED_FROM = 6_000_000
# None at all is told from one, and one from several.
_CLASSES = (
    ("none", "Ninguno", 0, 1, "#f1eef6"),
    ("one", "1", 1, 2, "#bdc9e1"),
    ("few", "2 a 4", 2, 5, "#74a9cf"),
    ("many", "5 o más", 5, None, "#0570b0"),
)
_WITHOUT = {
    CountState.SUPPRESSED: "#b48ec9",
    CountState.NOT_REPORTED: "#a9b2bd",
    CountState.NOT_APPLICABLE: "#d9c389",
}


def _rows(user: AnyUser) -> QuerySet[VictimServiceCount]:
    return VictimServiceCount.objects.published()


def _compared(op: str, name: str, value: Any) -> dict[str, Any]:
    return {"op": op, "args": [{"property": name}, value]}


def _style(service: VictimServiceCount.Service) -> Style:
    of = _compared("=", "category", service.value)
    rules = []
    for name, title, low, high, color in _CLASSES:
        tests = [of, _compared(">=", "value", low)]
        tests += [_compared("<", "value", high)] if high is not None else []
        rules.append(_rule(name, title, tests, color))
    for state, color in _WITHOUT.items():
        tests = [of, _compared("=", "state", state.value)]
        rules.append(_rule(state.value, str(state.label).capitalize(), tests, color))
    title = f"Servicios para víctimas: {service.label}"
    return Style(service.value, title, facts_and_samples(tuple(rules), _as_sample))


def _rule(name: str, title: str, tests: list[dict[str, Any]], color: str) -> Rule:
    return Rule(
        name,
        title,
        filter={"op": "and", "args": tests},
        fill=Fill(color),
        stroke=_EDGE,
        label=Label("unit_name", size_px=10, max_scale=_NAMED_FROM),
    )


def _as_sample(rule: Rule) -> Rule:
    return replace(rule, stroke=dashed(palette.MUTED))


_STYLES = tuple(_style(service) for service in VictimServiceCount.Service)

VICTIM_SERVICE_COUNTS = Layer(
    name="victim_service_counts",
    title="Servicios para víctimas de trata, por región",
    abstract="Cuántos servicios de atención a víctimas de trata hay en cada región, por clase y "
    "año. Una sede que da varios servicios cuenta en cada uno: las clases no se suman. No dice "
    "dónde está ninguno: nada más preciso que la región se guarda ni se publica.",
    theme="security",
    keywords=("trata de personas", "víctimas", "servicios", "atención"),
    commitments=(18,),
    rows=_rows,
    geom="declared_unit__geom",
    geometry_type="MultiPolygon",
    title_field="unit_name",
    fields=count_fields(VictimServiceCount),
    style=_STYLES[0],
    styles=_STYLES[1:],
    sample_path="is_sample",
    source_url_path="source_url",
    time_field="period_start",
    time_end_field="period_end",
    boundary_path="declared_unit__boundary_source",
    licence="",
    attribution="MININTER",
)
