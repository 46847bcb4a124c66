"""Commitment 14: investments in sanitation, by state and physical progress.

A project without a position of its own is drawn on the capital of the unit that it declares,
as a square: many share one. There each class has its own size, so that the squares lie inside
one another and a glance tells which classes a place has.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet

from layers.layer import AnyUser, Layer
from layers.model_fields import fields_of
from layers.styles import palette
from layers.styles.model import Fill, Label, Marker, Rule, Stroke, Style
from layers.styles.twins import fact, sample
from layers.themes.provenance import DECLARED, PROVENANCE
from territory.models import SanitationProject

Progress = SanitationProject.Progress
PositionSource = SanitationProject.PositionSource

_COLOR = palette.THEME["sanitation"]
# From dark to light: what is finished, what advances, what begins, what isn't known.
_COLORS = {
    Progress.UNREPORTED: palette.PAPER,
    Progress.UNDER_HALF: "#8fd3dc",
    Progress.HALF: _COLOR,
    Progress.CLOSED: "#003b45",
}
_TITLES = {
    Progress.UNREPORTED: "Activa: avance físico no informado",
    Progress.UNDER_HALF: "Activa: avance físico menor de 50 %",
    Progress.HALF: "Activa: avance físico de 50 % o más",
    Progress.CLOSED: "Cerrada",
}
# The smallest on top.
_SQUARES_PX = {
    Progress.UNREPORTED: 6.0,
    Progress.UNDER_HALF: 10.0,
    Progress.HALF: 14.0,
    Progress.CLOSED: 18.0,
}
_CIRCLE_PX = 10.0
_OTHER_PX = 22.0
# Smaller ones would not show their hatch.
_SAMPLE_PX, _SMALL_SAMPLE_PX = 14.0, 10.0
# Beyond this denominator symbols are half as large: districts' capitals come close together.
_SMALL_FROM = 2_500_000
_NAMES_FROM = 60_000
_CODE = Label("cui", size_px=10, color=_COLOR, priority="drawn_here", max_scale=_NAMES_FROM)
# How many squares lie here; the first of them says it.
_NUMBER = Label("drawn_here", 11, palette.INK, bold=True, offset_y_px=18, priority="drawn_here")
_AT_CAPITAL = "en la capital de la unidad declarada"


def _rows(user: AnyUser) -> QuerySet[SanitationProject]:
    return SanitationProject.objects.published()


def _is(progress: Progress, position: PositionSource) -> dict[str, Any]:
    values = {"progress": progress.value, "position_source": position.value}
    tests = [{"op": "=", "args": [{"property": name}, value]} for name, value in values.items()]
    return {"op": "and", "args": tests}


def _markers(color: str, size_px: float, shape: str) -> tuple[Marker, Marker]:
    """Near and far."""
    near = Marker(Fill(color), Stroke(_COLOR, 1.1), size_px, shape)
    return near, replace(near, stroke=Stroke(_COLOR, 0.6), size_px=size_px / 2)


def _sample_markers(color: str, shape: str) -> tuple[Marker, Marker]:
    near = Marker(Fill(color), Stroke(_COLOR, 1.1), _SAMPLE_PX, shape)
    return near, replace(near, size_px=_SMALL_SAMPLE_PX)


def _both_scales(rule: Rule, near: Marker, far: Marker) -> tuple[Rule, Rule]:
    """The rule near and far; a legend shows only the first, since both have one title."""
    return (
        replace(rule, marker=near, max_scale=_SMALL_FROM),
        replace(rule, name=f"{rule.name}_far", marker=far, label=None, min_scale=_SMALL_FROM),
    )


def _facts() -> Iterator[Rule]:
    for progress, color in _COLORS.items():
        placed = _is(progress, PositionSource.FILE)
        rule = Rule(f"{progress.value}_file", _TITLES[progress], placed, label=_CODE)
        yield from _both_scales(rule, *_markers(color, _CIRCLE_PX, "circle"))
    for progress, color in _COLORS.items():
        title = f"{_TITLES[progress]}, {_AT_CAPITAL}"
        declared = _is(progress, PositionSource.DECLARED_UNIT)
        rule = Rule(f"{progress.value}_declared_unit", title, declared, label=_NUMBER)
        yield from _both_scales(rule, *_markers(color, _SQUARES_PX[progress], "square"))
    other = Rule("other", "Otro estado, o sin dato", label=_NUMBER)
    yield from _both_scales(other, *_markers(palette.NO_DATA, _OTHER_PX, "square"))


def _samples() -> Iterator[Rule]:
    for progress, color in _COLORS.items():
        # White lines on white would not be seen.
        seen = palette.MUTED if color == palette.PAPER else color
        placed = _is(progress, PositionSource.FILE)
        rule = Rule(progress.value, _TITLES[progress], placed, label=_CODE)
        yield from _both_scales(rule, *_sample_markers(seen, "circle"))
    rule = Rule("capital", _AT_CAPITAL, label=_CODE)
    yield from _both_scales(rule, *_sample_markers(_COLOR, "square"))


SANITATION_PROJECTS = Layer(
    name="sanitation_projects",
    title="Inversiones en saneamiento",
    abstract="Inversiones públicas en agua y saneamiento según Invierte.pe, con su estado, su "
    "costo, lo devengado y su avance. Una inversión que abarca varios distritos tiene una fila en "
    "cada uno; sus montos son los de toda la inversión, así que al sumar cada código único (CUI) "
    "cuenta una sola vez. La que no trae coordenadas se dibuja como cuadrado en la capital de la "
    "unidad que declara, con el número de las que comparten el punto: ahí no está la obra. La que "
    "abarca varios departamentos no se dibuja. Donde el archivo no declara la función, la "
    "inversión se reconoce por su nombre.",
    theme="sanitation",
    keywords=("saneamiento", "agua potable", "alcantarillado", "inversión pública", "Invierte.pe"),
    commitments=(14,),
    rows=_rows,
    geom="map_point",
    geometry_type="Point",
    title_field="name",
    sheet="/saneamiento/{cui}/",
    fields=fields_of(
        SanitationProject,
        "cui",
        "snip_code",
        "name",
        *DECLARED,
        "position_source",
        "drawn_here",
        "progress",
        "status",
        "situation",
        "framework",
        "government_level",
        "sector",
        "entity",
        "executing_unit",
        "modality",
        "viable_amount_pen",
        "updated_cost_pen",
        "opening_budget_pen",
        "modified_budget_pen",
        "accrued_this_year_pen",
        "accrued_pen",
        "physical_advance_pct",
        "execution_advance_pct",
        "has_f8",
        "has_f9",
        "has_f12b",
        "registered_on",
        "viable_on",
        "beneficiaries",
        "selected_by",
        *PROVENANCE,
    ),
    style=Style(
        "default", "Inversiones en saneamiento", (*map(fact, _facts()), *map(sample, _samples()))
    ),
    sample_path="is_sample",
    source_url_path="source_url",
    time_field="viable_on",
    attribution="MEF (Invierte.pe)",
)
