"""Commitment 6: trainings of DRE and UGEL, on the unit where each was held."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import QuerySet

from layers.layer import AnyUser, Layer
from layers.model_fields import fields_of
from layers.styles import palette
from layers.styles.model import Fill, Label, Rule, Stroke, Style
from layers.styles.twins import dashed, facts_and_samples
from layers.themes.provenance import DECLARED, PROVENANCE
from territory.models import UgelTraining
from territory.models.ugel_trainings import PARTICIPANTS, SECTORS

_INK = palette.THEME["education"]
# Steps of the theme's hue, light to dark; where a unit had several the largest lies on top.
_CLASSES = (
    ("many", "20 participantes o más", 20, None, "#b35c00"),
    ("some", "de 10 a menos de 20", 10, 20, "#e39a4c"),
    ("few", "menos de 10", None, 10, "#f2c792"),
)
_NAMES_FROM = 3_000_000


def _rows(user: AnyUser) -> QuerySet[UgelTraining]:
    return UgelTraining.objects.published()


def _rule(name: str, title: str, tree: dict[str, Any], color: str) -> Rule:
    return Rule(
        f"training_{name}",
        f"Capacitación, {title}",
        tree,
        fill=Fill(color, 0.7),
        stroke=Stroke(_INK, 1.4),
        label=Label("topic", size_px=10, color="#6b3200", max_scale=_NAMES_FROM),
    )


def _between(low: int | None, high: int | None) -> dict[str, Any]:
    value = {"property": PARTICIPANTS}
    tests: list[dict[str, Any]] = []
    if low is not None:
        tests.append({"op": ">=", "args": [value, low]})
    if high is not None:
        tests.append({"op": "<", "args": [value, high]})
    return {"op": "and", "args": tests} if len(tests) > 1 else tests[0]


def _as_sample(rule: Rule) -> Rule:
    """Between the lines of its hatch an area is paper."""
    assert rule.fill
    return replace(rule, fill=replace(rule.fill, opacity=0.95), stroke=dashed(_INK))


_UNKNOWN: dict[str, Any] = {"op": "isNull", "args": [{"property": PARTICIPANTS}]}

UGEL_TRAININGS_LAYER = Layer(
    name="ugel_trainings",
    title="Capacitaciones de DRE y UGEL en estadística",
    abstract="Cada sesión de capacitación de una DRE o UGEL en el uso de la información "
    "estadística, en la unidad en que fue: una fila por sesión y oficina, con cuántas personas "
    "asistieron y de qué sectores. Un número de 1 a 4 personas no se publica, ni otro del que se "
    "deduciría.",
    theme="education",
    keywords=("educación", "UGEL", "DRE", "estadística", "capacitación"),
    commitments=(6,),
    rows=_rows,
    geom="declared_unit__geom",
    geometry_type="MultiPolygon",
    title_field="topic",
    fields=fields_of(
        UgelTraining,
        "session_code",
        "held_on",
        "topic",
        "organisers",
        *DECLARED,
        "venue",
        "office_code",
        "office",
        PARTICIPANTS,
        *SECTORS,
        "withheld",
        "source_url",
        *PROVENANCE,
    ),
    style=Style(
        "default",
        "Capacitaciones por número de participantes",
        facts_and_samples(
            (
                *(_rule(n, t, _between(low, high), c) for n, t, low, high, c in _CLASSES),
                _rule("unknown", "participantes no publicados", _UNKNOWN, palette.NO_DATA),
            ),
            _as_sample,
        ),
    ),
    sample_path="is_sample",
    source_url_path="source_url",
    time_field="held_on",
    boundary_path="declared_unit__boundary_source",
    licence="",
    attribution="MINEDU",
    sheet="/ugel/capacitaciones/?oficina={office_code}",
)
