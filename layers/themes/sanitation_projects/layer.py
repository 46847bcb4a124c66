"""Commitment 14: investments in sanitation, by state and physical progress.

A project without a position of its own is drawn on the capital of the unit that it declares,
as a square: many share one. There each class has its own size, so that the squares lie inside
one another and a glance tells which classes a place has.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from layers.layer import AnyUser, Layer
from layers.model_fields import fields_of
from layers.styles import palette
from layers.styles.model import Fill, Label, Marker, Rule, Stroke, Style
from layers.themes.provenance import DECLARED, PROVENANCE
from territory.models import SanitationProject

Progress = SanitationProject.Progress
PositionSource = SanitationProject.PositionSource

_COLOR = palette.THEME["sanitation"]
# From dark to light: what is finished, what advances, what begins, what isn't told.
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


def _is(**values: Any) -> dict[str, Any]:
    tests = [{"op": "=", "args": [{"property": name}, value]} for name, value in values.items()]
    return tests[0] if len(tests) == 1 else {"op": "and", "args": tests}


def _marker(fill: Fill, size_px: float, shape: str, *, small: bool) -> Marker:
    size = size_px / 2 if small else size_px
    return Marker(fill, Stroke(_COLOR, 0.6 if small else 1.1), size, shape)


def _sample_marker(color: str, shape: str, *, small: bool) -> Marker:
    size = _SMALL_SAMPLE_PX if small else _SAMPLE_PX
    return Marker(Fill(color, hatch=True), Stroke(_COLOR, 1.1), size, shape)


def _both_scales(
    name: str,
    title: str,
    filter: dict[str, Any],
    marker: Callable[[bool], Marker],
    label: Label = _CODE,
) -> tuple[Rule, ...]:
    """The rule near and far; a legend shows only the first, since both have one title."""
    return (
        Rule(
            name,
            title,
            filter,
            marker=marker(False),
            label=label,
            max_scale=_SMALL_FROM,
        ),
        Rule(f"{name}_far", title, filter, marker=marker(True), min_scale=_SMALL_FROM),
    )


def _facts(progress: Progress, position: PositionSource) -> tuple[Rule, ...]:
    square = position == PositionSource.DECLARED_UNIT
    fill = Fill(_COLORS[progress])
    size = _SQUARES_PX[progress] if square else _CIRCLE_PX
    shape = "square" if square else "circle"
    return _both_scales(
        f"{progress.value}_{position.value}",
        f"{_TITLES[progress]}, {_AT_CAPITAL}" if square else _TITLES[progress],
        _is(progress=progress.value, position_source=position.value, is_sample=False),
        lambda small: _marker(fill, size, shape, small=small),
        _NUMBER if square else _CODE,
    )


def _samples(progress: Progress) -> tuple[Rule, ...]:
    # White lines on white would not be seen.
    color = palette.MUTED if progress == Progress.UNREPORTED else _COLORS[progress]
    return _both_scales(
        f"{progress.value}_sample",
        f"EJEMPLO · {_TITLES[progress]}",
        _is(progress=progress.value, position_source=PositionSource.FILE.value, is_sample=True),
        lambda small: _sample_marker(color, "circle", small=small),
    )


def _rules() -> tuple[Rule, ...]:
    rules: list[Rule] = []
    for position in (PositionSource.FILE, PositionSource.DECLARED_UNIT):
        for progress in _COLORS:
            rules += _facts(progress, position)
    rules += _both_scales(
        "other",
        "Otro estado, o sin dato",
        _is(is_sample=False),
        lambda small: _marker(Fill(palette.NO_DATA), _OTHER_PX, "square", small=small),
        _NUMBER,
    )
    for progress in _COLORS:
        rules += _samples(progress)
    rules += _both_scales(
        "sample",
        f"EJEMPLO · {_AT_CAPITAL}",
        _is(is_sample=True),
        lambda small: _sample_marker(_COLOR, "square", small=small),
    )
    return tuple(rules)


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
    style=Style("default", "Inversiones en saneamiento", _rules()),
    sample_path="is_sample",
    source_url_path="source_url",
    time_field="viable_on",
    attribution="MEF (Invierte.pe)",
)
