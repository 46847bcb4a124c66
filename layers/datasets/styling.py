"""Styles made by a form, and the one that is suggested for a new layer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from layers.datasets.classes import Method, breaks_of
from layers.datasets.columns import Column
from layers.datasets.names import is_code
from layers.datasets.values import common_values, numbers_of
from layers.fields import FieldType
from layers.geometry_types import GeometryType
from layers.styles import palette
from layers.styles.model import Fill, Label, Marker, Rule, Stroke, Style

# ColorBrewer, each from light to dark in five steps; no red, which is kept for warnings.
RAMPS = {
    "green_blue": palette.SEQUENTIAL,
    "purples": ("#f2f0f7", "#cbc9e2", "#9e9ac8", "#756bb1", "#54278f"),
    "oranges": ("#feedde", "#fdbe85", "#fd8d3c", "#e6550d", "#a63603"),
    "greens": ("#edf8e9", "#bae4b3", "#74c476", "#31a354", "#006d2c"),
    "greys": ("#f7f7f7", "#cccccc", "#969696", "#636363", "#252525"),
}
# Of categories (ColorBrewer Dark2 and a grey), which colour-blind readers tell apart best.
CATEGORIES = (
    *("#1b9e77", "#7570b3", "#d95f02", "#66a61e", "#a6761d"),
    *("#1f78b4", "#e6ab02", "#6a3d9a", "#3b3b3b", "#17becf"),
)
MAX_CATEGORIES = len(CATEGORIES)
MAX_CLASSES = 5
_OTHER = "#9aa5b1"
_SIZES_PX = (6.0, 10.0, 15.0, 21.0, 28.0)
_NUMBERS = (FieldType.INTEGER, FieldType.NUMBER)
# From this scale denominator on a label has room.
_LABELS_FROM = 500_000


class How(StrEnum):
    """What tells one feature from another."""

    SINGLE = "single"
    CATEGORIES = "categories"
    CLASSES = "classes"
    SIZES = "sizes"


@dataclass(frozen=True)
class Look:
    """What the form asks: ``column`` is a column's name, ``label`` that of the text beside it."""

    how: How = How.SINGLE
    column: str = ""
    method: Method = Method.QUANTILES
    classes: int = MAX_CLASSES
    ramp: str = "green_blue"
    color: str = "#0b4f8a"
    size_px: float = 9.0
    label: str = ""

    def to_json(self) -> dict[str, Any]:
        return {name: str(v) if isinstance(v, StrEnum) else v for name, v in asdict(self).items()}


def look_from_json(stored: Mapping[str, Any]) -> Look:
    """The look of ``to_json``."""
    kept = {**stored}
    kept["how"], kept["method"] = How(kept["how"]), Method(kept["method"])
    return Look(**kept)


def suggested(table: str, geometry: GeometryType, columns: Sequence[Column], color: str) -> Look:
    """A look for a layer that nobody has chosen one for.

    The first number that is an amount: by size of points, else in classes; else the first text of
    few values; else one symbol.
    """
    label = next((c.name for c in columns if c.type is FieldType.STRING and not is_code(c)), "")
    for column in columns:
        if column.type not in _NUMBERS or is_code(column):
            continue
        if len(set(numbers_of(table, column.name))) > MAX_CLASSES:
            how = How.SIZES if geometry.dimensions == (0,) else How.CLASSES
            return Look(how, column.name, color=color, label=label)
    for column in columns:
        if column.type in (FieldType.STRING, FieldType.BOOLEAN) and not is_code(column):
            values = common_values(table, column.name, MAX_CATEGORIES + 1)
            if 1 < len(values) <= MAX_CATEGORIES:
                return Look(How.CATEGORIES, column.name, color=color, label=label)
    return Look(color=color, label=label)


def styled(
    look: Look, table: str, geometry: GeometryType, columns: Sequence[Column], title: str
) -> Style:
    """The style of a look, by the values that the table holds now."""
    column = next((c for c in columns if c.name == look.column), None)
    rules: tuple[Rule, ...]
    match look.how if column else How.SINGLE:
        case How.CATEGORIES if column:
            rules = _categories(look, table, geometry, column)
        case How.CLASSES | How.SIZES if column:
            rules = _classes(look, table, geometry, column)
        case _:
            rules = (_rule("all", title, None, look.color, look, geometry),)
    return Style("default", title, rules)


def _categories(look: Look, table: str, geometry: GeometryType, column: Column) -> tuple[Rule, ...]:
    values = common_values(table, column.name, MAX_CATEGORIES)
    rules = [
        _rule(
            f"value_{number}",
            _value_title(value),
            {"op": "=", "args": [{"property": column.name}, value]},
            color,
            look,
            geometry,
        )
        for number, (value, color) in enumerate(zip(values, CATEGORIES, strict=False), 1)
    ]
    return (*rules, _rule("other", "Otros o sin dato", None, _OTHER, look, geometry))


def _classes(look: Look, table: str, geometry: GeometryType, column: Column) -> tuple[Rule, ...]:
    breaks = breaks_of(numbers_of(table, column.name), look.method, look.classes)
    lows: list[float | None] = [None, *breaks]
    highs: list[float | None] = [*breaks, None]
    ramp = RAMPS[look.ramp]
    rules = []
    for at, (low, high) in enumerate(zip(lows, highs, strict=True)):
        # Spread over the whole ramp, however few classes there are.
        step = round(at * (len(ramp) - 1) / max(1, len(breaks)))
        is_size = look.how is How.SIZES
        rules.append(
            _rule(
                f"class_{at + 1}",
                _class_title(low, high, column),
                _between(column.name, low, high),
                look.color if is_size else ramp[step],
                look,
                geometry,
                _SIZES_PX[step] if is_size else None,
            )
        )
    if look.how is How.CLASSES:
        rules.reverse()  # the greatest at the legend's head; of sizes small ones are on top
    unknown = _rule("unknown", "Sin dato", None, palette.NO_DATA, look, geometry)
    return (*rules, unknown)


def _between(name: str, low: float | None, high: float | None) -> dict[str, Any]:
    tests: list[dict[str, Any]] = []
    if low is not None:
        tests.append({"op": ">=", "args": [{"property": name}, low]})
    if high is not None:
        tests.append({"op": "<", "args": [{"property": name}, high]})
    if not tests:
        return {"op": "not", "args": [{"op": "isNull", "args": [{"property": name}]}]}
    return tests[0] if len(tests) == 1 else {"op": "and", "args": tests}


def _class_title(low: float | None, high: float | None, column: Column) -> str:
    unit = f" {column.unit}" if column.unit else ""
    if low is None and high is None:
        return column.title
    if low is None:
        return f"Menos de {_number(high)}{unit}"
    if high is None:
        return f"{_number(low)}{unit} o más"
    return f"{_number(low)} a menos de {_number(high)}{unit}"


def _number(value: float | None) -> str:
    """As people write it here: ``1234.5`` → ``1 234,5``."""
    assert value is not None
    text = f"{value:,.4f}".rstrip("0").rstrip(".") if value % 1 else f"{value:,.0f}"
    return text.replace(",", "\N{NO-BREAK SPACE}").replace(".", ",")


def _value_title(value: str | bool) -> str:
    if isinstance(value, bool):
        return "Sí" if value else "No"
    return value[:80]


def _rule(
    name: str,
    title: str,
    filter: dict[str, Any] | None,
    color: str,
    look: Look,
    geometry: GeometryType,
    size_px: float | None = None,
) -> Rule:
    label = Label(look.label, size_px=10, max_scale=_LABELS_FROM) if look.label else None
    if geometry.dimensions == (0,):
        marker = Marker(Fill(color, 0.85), Stroke(palette.PAPER, 1.0), size_px or look.size_px)
        return Rule(name, title, filter=filter, marker=marker, label=label)
    if geometry.dimensions == (1,):
        return Rule(name, title, filter=filter, stroke=Stroke(color, 2.0), label=label, line=True)
    outline = Stroke(palette.MUTED, 0.8)
    return Rule(name, title, filter=filter, fill=Fill(color, 0.7), stroke=outline, label=label)
