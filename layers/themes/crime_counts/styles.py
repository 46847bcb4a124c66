"""Complaints as classes of areas: departments from afar, provinces, districts from near by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from layers.styles import palette
from layers.styles.model import Fill, Label, Rule, Stroke, Style
from territory.models.counts import CountState
from territory.models.crime import CrimeKind

# Level → the scale denominators between which its units are drawn, and from which they are named.
_LEVELS = (
    ("department", 6_000_000, None, 40_000_000),
    ("province", 1_500_000, 6_000_000, 3_000_000),
    ("district", None, 1_500_000, 500_000),
)
_LEVEL_TITLES = {"department": "departamento", "province": "provincia", "district": "distrito"}
# The least of each class but the first; each ten times the one before, so that they serve a
# district's month and a department's year alike.
_COUNTS = (5, 50, 500, 5_000)
_RATES = (50, 100, 200, 400)
_HATCHED = ("#b3cd97", "#86c98d", *palette.SEQUENTIAL[2:])
_WITHOUT_VALUE = {
    CountState.SUPPRESSED: Fill("#b48ec9"),
    CountState.NOT_REPORTED: Fill("#a9b2bd"),
}
_THIN = "\N{NARROW NO-BREAK SPACE}"

Tree = dict[str, Any]


def count_style(kind: CrimeKind) -> Style:
    """The style of one kind's counts."""
    name = "default" if kind is CrimeKind.TOTAL else kind.value
    titles = ("0", *_ranges(_COUNTS))
    rules = tuple(_rules(kind, "value", _COUNTS, [f"{title} denuncias" for title in titles]))
    return Style(name, f"Denuncias: {kind.label}", rules)


def rate_style() -> Style:
    """The style of all kinds by population."""
    first = f"Menos de {_RATES[0]}"
    titles = [f"{title} por cada 10{_THIN}000 hab." for title in (first, *_ranges(_RATES))]
    rules = tuple(_rules(CrimeKind.TOTAL, "rate", _RATES, titles))
    return Style("rate", f"Denuncias por cada 10{_THIN}000 habitantes", rules)


def _rules(
    kind: CrimeKind, field: str, breaks: Sequence[int], titles: Sequence[str]
) -> Iterator[Rule]:
    for sample in (False, True):
        for level, low, high, named in _LEVELS:
            chosen = [_equals("category", kind.value), _equals("unit_level", level)]
            chosen.append(_equals("is_sample", sample))
            drawn = (low, high, named)
            for place, title in enumerate(titles):
                color = (_HATCHED if sample else palette.SEQUENTIAL)[place]
                tests = [*chosen, *_within(field, [None, *breaks, None], place)]
                name = f"{level}_{place + 1}"
                yield _rule(name, level, title, tests, Fill(color), drawn, sample=sample)
            for state, fill in _WITHOUT_VALUE.items():
                tests = [*chosen, _equals("state", state.value)]
                name, title = f"{level}_{state.value}", str(state.label).capitalize()
                yield _rule(name, level, title, tests, fill, drawn, sample=sample)


def _within(field: str, edges: Sequence[int | None], place: int) -> Iterator[Tree]:
    low, high = edges[place], edges[place + 1]
    yield {"op": "not", "args": [{"op": "isNull", "args": [{"property": field}]}]}
    if low is not None:
        yield {"op": ">=", "args": [{"property": field}, low]}
    if high is not None:
        yield {"op": "<", "args": [{"property": field}, high]}


def _rule(
    name: str,
    level: str,
    title: str,
    tests: list[Tree],
    fill: Fill,
    drawn: tuple[float | None, float | None, float],
    *,
    sample: bool,
) -> Rule:
    low, high, named = drawn
    title = f"{title} ({_LEVEL_TITLES[level]})"
    return Rule(
        f"{name}_sample" if sample else name,
        f"EJEMPLO · {title}" if sample else title,
        filter={"op": "and", "args": tests},
        fill=Fill(fill.color, hatch=True) if sample else fill,
        stroke=Stroke(palette.MUTED, 0.8, dash=(4, 3) if sample else ()),
        label=Label("unit_name", size_px=10, max_scale=named),
        min_scale=low,
        max_scale=high,
    )


def _ranges(breaks: Sequence[int]) -> Iterator[str]:
    for low, high in zip(breaks, [*breaks[1:], None], strict=True):
        yield (
            f"{_grouped(low)} o más" if high is None else f"{_grouped(low)} a {_grouped(high - 1)}"
        )


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", _THIN)


def _equals(field: str, value: Any) -> Tree:
    return {"op": "=", "args": [{"property": field}, value]}
