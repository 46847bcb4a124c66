"""Commitment 13: accreditation by facility and insurer: added up, and day by day."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import QuerySet

from layers.layer import AnyUser, Layer
from layers.model_fields import fields_of
from layers.styles import palette
from layers.styles.model import Fill, Label, Marker, Rule, Stroke, Style
from layers.styles.twins import facts_and_samples, marked
from layers.themes.provenance import DECLARED, LOCATED, PROVENANCE
from territory.models import AccreditationActivity, AccreditationDay
from territory.models.accreditation import NUMBERS, PERCENTILES

_COLOR = palette.THEME["health"]
_DARK, _LIGHT = "#5e1b3d", "#d98cb1"
_UNKNOWN = "#99808c"
_EDGE, _DARK_EDGE = Stroke(palette.PAPER, 1.0), Stroke(_DARK, 1.4)
_NAMED_FROM = 500_000
# The first are drawn on top, so that a facility's smaller circles lie within its larger ones.
_SUM_CLASSES = ((None, 100, 8), (100, 1_000, 12), (1_000, None, 17))
_DAY_CLASSES = ((None, 20, 8), (20, 100, 12), (100, None, 17))
_KEYWORDS = ("salud", "acreditación", "asegurados", "IAFAS", "IPRESS", "seguros")


def _sums(user: AnyUser) -> QuerySet[AccreditationActivity]:
    return AccreditationActivity.objects.published()


def _days(user: AnyUser) -> QuerySet[AccreditationDay]:
    return AccreditationDay.objects.published()


def _between(low: int | None, high: int | None) -> dict[str, Any]:
    value = {"property": "queries"}
    tests: list[dict[str, Any]] = []
    if low is not None:
        tests.append({"op": ">=", "args": [value, low]})
    if high is not None:
        tests.append({"op": "<", "args": [value, high]})
    return {"op": "and", "args": tests} if len(tests) > 1 else tests[0]


def _title(low: int | None, high: int | None) -> str:
    if low is None:
        return f"menos de {high} consultas"
    return f"{low} consultas o más" if high is None else f"{low} a {high - 1} consultas"


def _rule(name: str, title: str, tree: dict[str, Any], mark: Marker) -> Rule:
    label = Label("facility_name", size_px=10, color=_DARK, offset_y_px=14, max_scale=_NAMED_FROM)
    return Rule(f"accreditation_{name}", title, tree, marker=mark, label=label)


def _style(title: str, classes: tuple[tuple[int | None, int | None, int], ...]) -> Style:
    rules = [
        _rule(
            f"from_{low or 0}",
            _title(low, high),
            _between(low, high),
            Marker(Fill(_COLOR, 0.6), _EDGE, size_px),
        )
        for low, high, size_px in classes
    ]
    # Withheld is not none.
    unknown: dict[str, Any] = {"op": "isNull", "args": [{"property": "queries"}]}
    mark = Marker(Fill(_UNKNOWN, 0.7), None, 6)
    rules.append(_rule("unknown", "consultas reservadas o no informadas", unknown, mark))
    return Style("default", title, facts_and_samples(tuple(rules), _as_sample))


def _as_sample(rule: Rule) -> Rule:
    assert rule.marker
    if rule.marker.fill.color == palette.PAPER:
        rule = replace(rule, marker=replace(rule.marker, fill=Fill(_LIGHT)))
    return marked(rule, {_COLOR: _DARK_EDGE})


_WHO = ("facility_code", "facility_name", "category", "insurer_code", "insurer_name")

ACCREDITATION_ACTIVITY = Layer(
    name="accreditation_activity",
    title="Acreditación de asegurados por establecimiento e IAFAS",
    abstract="Las consultas que cada establecimiento hizo a cada aseguradora (IAFAS) para saber si "
    "cubre a alguien, y qué se le respondió: la suma de los días publicados. De menos de cinco "
    "consultas no se da ningún número, así que una suma con días reservados es lo menos que puede "
    "ser. La espera es la del último día que la dice: no se promedia. De los asegurados no hay "
    "ningún dato.",
    theme="health",
    keywords=_KEYWORDS,
    commitments=(13,),
    rows=_sums,
    geom="geom",
    geometry_type="Point",
    title_field="facility_name",
    fields=fields_of(
        AccreditationActivity,
        *_WHO,
        "insurer_kind",
        "first_on",
        "last_on",
        "days",
        "withheld_days",
        *NUMBERS,
        "measured_queries",
        "answered_percent",
        *PERCENTILES,
        "waited_on",
        *DECLARED,
        LOCATED,
        *PROVENANCE,
    ),
    style=_style("Consultas publicadas", _SUM_CLASSES),
    sample_path="is_sample",
    source_url_path="source_url",
    attribution="SUSALUD",
)

ACCREDITATION_DAYS = Layer(
    name="accreditation_days",
    title="Acreditación de asegurados, día por día",
    abstract="De cada establecimiento y aseguradora (IAFAS), las consultas de un día, las "
    "aceptadas, las rechazadas, las que no tuvieron respuesta, y la mediana y el percentil 95 de "
    "la espera. El mapa muestra el último día, o el que se pida (TIME). Un número de menos de "
    "cinco consultas, o del que se deduciría uno, es reservado: no es cero.",
    theme="health",
    keywords=(*_KEYWORDS, "serie"),
    commitments=(13,),
    rows=_days,
    geom="geom",
    geometry_type="Point",
    title_field="facility_name",
    fields=fields_of(
        AccreditationDay,
        *_WHO,
        "insurer_kind",
        "reported_name",
        "day",
        "next_day",
        *NUMBERS,
        *PERCENTILES,
        "state",
        "withheld",
        "feed",
        *DECLARED,
        *PROVENANCE,
    ),
    style=_style("Consultas del día", _DAY_CLASSES),
    sample_path="is_sample",
    source_url_path="source_url",
    time_field="day",
    time_end_field="next_day",
    attribution="SUSALUD",
)
