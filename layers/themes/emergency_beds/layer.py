"""Commitment 12: emergency beds by facility: the latest of each number, and every day's report."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import QuerySet

from layers.layer import AnyUser, Layer
from layers.model_fields import fields_of
from layers.styles import palette
from layers.styles.model import Fill, Label, Marker, Rule, Stroke, Style
from layers.styles.twins import facts_and_samples, marked, of_value
from layers.themes.provenance import DECLARED, LOCATED, PROVENANCE
from territory.models import BedArea, EmergencyBedReport, EmergencyBeds

_COLOR = palette.THEME["health"]
_DARK, _LIGHT = "#5e1b3d", "#d98cb1"
_UNKNOWN = "#99808c"
_EDGE, _DARK_EDGE = Stroke(palette.PAPER, 1.0), Stroke(_DARK, 1.4)
_NAMED_FROM = 500_000
# Few facilities have more than some tens of emergency beds; the first are drawn on top.
_CLASSES = ((40, None, 20), (20, 40, 16), (10, 20, 13), (1, 10, 10))


def _current(user: AnyUser) -> QuerySet[EmergencyBeds]:
    return EmergencyBeds.objects.published()


def _reports(user: AnyUser) -> QuerySet[EmergencyBedReport]:
    return EmergencyBedReport.objects.published()


def _rule(area: BedArea, name: str, title: str, tests: list[dict[str, Any]], mark: Marker) -> Rule:
    is_covid = area is BedArea.COVID
    label = Label("facility_name", size_px=10, color=_DARK, offset_y_px=14, max_scale=_NAMED_FROM)
    return Rule(
        f"{name}_covid" if is_covid else name,
        f"{title} (zona COVID-19)" if is_covid else title,
        filter={"op": "and", "args": [of_value("area", area.value), *tests]},
        marker=replace(mark, shape="square") if is_covid else mark,
        label=label,
    )


def _range(low: int, high: int | None) -> tuple[str, list[dict[str, Any]]]:
    beds = {"property": "operational"}
    tests: list[dict[str, Any]] = [{"op": ">=", "args": [beds, low]}]
    if high is None:
        return f"{low} camas operativas o más", tests
    tests.append({"op": "<", "args": [beds, high]})
    return f"{low} a {high - 1} camas operativas", tests


def _rules(area: BedArea) -> list[Rule]:
    rules = [
        _rule(area, f"from_{low}", *_range(low, high), Marker(Fill(_COLOR, 0.75), _EDGE, size_px))
        for low, high, size_px in _CLASSES
    ]
    none = [{"op": "=", "args": [{"property": "operational"}, 0]}]
    hollow = Marker(Fill(palette.PAPER), Stroke(_COLOR, 2.0), 9)
    rules.append(_rule(area, "none", "ninguna cama operativa", none, hollow))
    # Not told is not none.
    unknown = Marker(Fill(_UNKNOWN, 0.7), None, 6)
    rules.append(_rule(area, "unknown", "no informó sus camas operativas", [], unknown))
    return rules


def _as_sample(rule: Rule) -> Rule:
    """A sample's paper is inside, between the lines; none and unknown stay told apart."""
    assert rule.marker
    if rule.marker.fill.color == palette.PAPER:
        rule = replace(rule, marker=replace(rule.marker, fill=Fill(_LIGHT)))
    return marked(rule, dict.fromkeys((_COLOR, _LIGHT), _DARK_EDGE))


_STYLE = Style(
    "default",
    "Camas de emergencia operativas",
    facts_and_samples([*_rules(BedArea.GENERAL), *_rules(BedArea.COVID)], _as_sample),
)
_NUMBERS = ("total", "inoperative", "operational", "available", "occupied")
_KEYWORDS = ("salud", "emergencia", "camas", "camas operativas", "F500.2", "SUSALUD")

EMERGENCY_BEDS = Layer(
    name="emergency_beds",
    title="Camas de emergencia",
    abstract="Lo último que cada establecimiento informó a SUSALUD (F500.2, versión 2) o a este "
    "sitio de las camas de su emergencia: operativas, disponibles y ocupadas, cada número con su "
    "día y, si se sabe, su instante. Después de «vigente hasta» es un dato vencido. No sustituye a "
    "la línea 106. Vacío es que no se informó o no se publica: no es cero. La posición es la del "
    "registro de establecimientos.",
    theme="health",
    keywords=_KEYWORDS,
    commitments=(12,),
    rows=_current,
    geom="geom",
    geometry_type="Point",
    title_field="facility_name",
    fields=fields_of(
        EmergencyBeds,
        "facility_code",
        "facility_name",
        "category",
        "area",
        "operational",
        "operational_on",
        "operational_at",
        "available",
        "occupied",
        "used_on",
        "used_at",
        "fresh_until",
        "occupied_percent",
        "total",
        "total_on",
        "total_at",
        "inoperative",
        "inoperative_on",
        "inoperative_at",
        "reported_on",
        *DECLARED,
        LOCATED,
        *PROVENANCE,
    ),
    style=_STYLE,
    sample_path="is_sample",
    source_url_path="source_url",
    attribution="SUSALUD",
)

EMERGENCY_BED_REPORTS = Layer(
    name="emergency_bed_reports",
    title="Reportes diarios de camas de emergencia",
    abstract="Lo que cada establecimiento informó a SUSALUD de las camas de su emergencia, día por "
    "día: de cada día, su último reporte. El mapa muestra el último día, o el que se pida "
    "(TIME). Vacío es que no se informó o no se publica: no es cero.",
    theme="health",
    keywords=(*_KEYWORDS, "serie"),
    commitments=(12,),
    rows=_reports,
    geom="geom",
    geometry_type="Point",
    title_field="facility_name",
    fields=fields_of(
        EmergencyBedReport,
        "facility_code",
        "facility_name",
        "reported_name",
        "category",
        "area",
        "reported_on",
        "next_day",
        *_NUMBERS,
        *DECLARED,
        *PROVENANCE,
    ),
    style=_STYLE,
    sample_path="is_sample",
    source_url_path="source_url",
    time_field="reported_on",
    time_end_field="next_day",
    attribution="SUSALUD",
)
