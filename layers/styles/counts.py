"""Areas in classes of a share: a ramp for values, and what has none distinguished from zero."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from layers.styles import palette
from layers.styles.model import Fill, Label, Rule, Stroke, Style
from territory.models.counts import CountState

# Scale denominator from which a province is wide enough to be named.
_NAMED_FROM = 3_000_000
# A narrow space that never ends a line.
_THIN = "\u202f"

_WITHOUT_VALUE = {
    CountState.SUPPRESSED: Fill("#b48ec9"),
    CountState.NOT_REPORTED: Fill("#a9b2bd"),
    CountState.NOT_APPLICABLE: Fill("#d9c389"),
}
# The ramp's light end can't be seen as thin lines on white.
_HATCHED = ("#b3cd97", "#86c98d", *palette.SEQUENTIAL[2:])

Tree = dict[str, Any]

_UNKNOWN_SHARE: Tree = {"op": "isNull", "args": [{"property": "share"}]}


def share_style(
    name: str, title: str, of: Mapping[str, str], breaks: Sequence[int], whole: str
) -> Style:
    """The style of the rows whose fields are ``of`` (field → code), by their ``share``.

    A number of things coloured by area shows where units are large or crowded; their part of a
    whole can be compared. ``breaks`` are the least percentages of the second and each further
    class, as many as the ramp has steps less one; ``whole`` says of what.
    """
    if len(breaks) != len(palette.SEQUENTIAL) - 1:
        raise ValueError("A ramp has a class between two breaks, and one beyond each end.")
    rules = [
        *_rules(of, breaks, whole, sample=False),
        *_rules(of, breaks, whole, sample=True),
    ]
    return Style(name, title, tuple(rules))


def number_style(
    name: str, title: str, of: Mapping[str, str], breaks: Sequence[int], what: str
) -> Style:
    """The style of rows by their number itself, where no whole is known of which it is a share.

    ``breaks`` as above; nothing lies between none and the first of them.
    """
    if len(breaks) != len(palette.SEQUENTIAL) - 1:
        raise ValueError("A ramp has a class between two breaks, and one beyond each end.")
    rules: list[Rule] = []
    for sample in (False, True):
        chosen = [*(_equals(field, code) for field, code in of.items())]
        chosen.append(_equals("is_sample", sample))
        lows, highs = [None, *breaks], [*breaks, None]
        for place, (low, high) in enumerate(zip(lows, highs, strict=True)):
            tests = [*chosen, _equals("state", CountState.VALUE.value)]
            tests += [_compared(">=", low, "value")] if low is not None else []
            tests += [_compared("<", high, "value")] if high is not None else []
            color = (_HATCHED if sample else palette.SEQUENTIAL)[place]
            number = f"{low} o más" if high is None else f"{low} a {high - 1}"
            of_class = f"Sin {what}" if low is None else f"{number} {what}"
            rules.append(_rule(f"class_{place + 1}", of_class, tests, Fill(color), sample=sample))
        rules += _rules_without(chosen, sample=sample)
    return Style(name, title, tuple(rules))


def amount_style(name: str, title: str, of: Mapping[str, str], breaks: Sequence[int]) -> Style:
    """The style of rows by an amount of soles; none at all has a class of its own.

    ``breaks`` as above. An amount has no gap between two classes, as whole numbers have.
    """
    if len(breaks) != len(palette.SEQUENTIAL) - 1:
        raise ValueError("A ramp has a class between two breaks, and one beyond each end.")
    rules: list[Rule] = []
    for sample in (False, True):
        chosen = [*(_equals(field, code) for field, code in of.items())]
        chosen.append(_equals("is_sample", sample))
        has_value = [*chosen, _equals("state", CountState.VALUE.value)]
        none = [*has_value, _equals("value", 0)]
        rules.append(_rule("none", "S/ 0 registrados", none, Fill(palette.PAPER), sample=sample))
        for place, (low, high) in enumerate(pairwise((None, *breaks, None))):
            tests = [*has_value, _compared(">=" if low else ">", low or 0, "value")]
            tests += [_compared("<", high, "value")] if high is not None else []
            color = (_HATCHED if sample else palette.SEQUENTIAL)[place]
            of_class = _amount_title(low, high)
            rules.append(_rule(f"class_{place + 1}", of_class, tests, Fill(color), sample=sample))
        rules += _rules_without(chosen, sample=sample)
    return Style(name, title, tuple(rules))


def _amount_title(low: int | None, high: int | None) -> str:
    if low is None:
        return f"Menos de S/ {_thousands(high or 0)}"
    if high is None:
        return f"S/ {_thousands(low)} o más"
    return f"S/ {_thousands(low)} a menos de {_thousands(high)}"


def _rules_without(chosen: list[Tree], *, sample: bool) -> list[Rule]:
    """Of the rows that have no number, each for its reason."""
    return [
        _rule(
            state.value,
            str(state.label).capitalize(),
            [*chosen, _equals("state", state.value)],
            fill,
            sample=sample,
        )
        for state, fill in _WITHOUT_VALUE.items()
    ]


def _rules(of: Mapping[str, str], breaks: Sequence[int], whole: str, *, sample: bool) -> list[Rule]:
    chosen = [_equals(field, code) for field, code in of.items()]
    chosen.append(_equals("is_sample", sample))
    lows, highs = [None, *breaks], [*breaks, None]
    rules = []
    for place, (low, high) in enumerate(zip(lows, highs, strict=True)):
        tests = [*chosen, {"op": "not", "args": [_UNKNOWN_SHARE]}]
        tests += [_compared(">=", low)] if low is not None else []
        tests += [_compared("<", high)] if high is not None else []
        color = (_HATCHED if sample else palette.SEQUENTIAL)[place]
        title = f"{_class_title(low, high)} {whole}"
        rules.append(_rule(f"class_{place + 1}", title, tests, Fill(color), sample=sample))
    tests = [*chosen, _equals("state", CountState.VALUE.value), _UNKNOWN_SHARE]
    title = "Proporción desconocida: falta el número de otra categoría"
    rules.append(_rule("unknown_share", title, tests, Fill(palette.NO_DATA), sample=sample))
    return [*rules, *_rules_without(chosen, sample=sample)]


def _rule(name: str, title: str, tests: list[Tree], fill: Fill, *, sample: bool) -> Rule:
    color = palette.MUTED
    return Rule(
        f"{name}_sample" if sample else name,
        f"EJEMPLO · {title}" if sample else title,
        filter={"op": "and", "args": tests},
        fill=Fill(fill.color, hatch=True) if sample else fill,
        stroke=Stroke(color, 0.8, dash=(4, 3) if sample else ()),
        label=Label("unit_name", size_px=10, max_scale=_NAMED_FROM),
    )


def _class_title(low: int | None, high: int | None) -> str:
    if low is None:
        return f"Menos de {_percent(high)}"
    return (
        f"{_percent(low)} o más" if high is None else f"{_percent(low)} a menos de {_percent(high)}"
    )


def _thousands(number: int) -> str:
    return f"{number:,}".replace(",", _THIN)


def _percent(number: int | None) -> str:
    return f"{number}{_THIN}%"


def _equals(field: str, value: Any) -> Tree:
    return {"op": "=", "args": [{"property": field}, value]}


def _compared(op: str, value: int, field: str = "share") -> Tree:
    return {"op": op, "args": [{"property": field}, value]}
