"""How UGEL areas are drawn: by the share of their services that is rural, or of EIB."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from layers.styles import palette
from layers.styles.model import Fill, Label, Rule, Stroke, Style
from layers.styles.twins import facts_and_samples

_INK = "#6b3200"
# Steps of the theme's hue, light to dark.
_STEPS = ("#fbe9d5", "#f2c792", "#e39a4c", "#b35c00")
# The scale denominator from which areas are large enough on the map to be named.
_NAMES_FROM = 6_000_000
_APPROXIMATE: dict[str, Any] = {
    "op": "=",
    "args": [{"property": "boundary_source"}, "approximate"],
}
_OFFICIAL = Stroke(_INK, 1.2)
# As districts whose boundary is approximate.
_DASHED = replace(_OFFICIAL, dash=(4, 6))


@dataclass(frozen=True)
class _Class:
    """The areas whose ``field`` is from ``low`` to less than ``high``; without both, the rest."""

    name: str
    title: str
    color: str
    field: str
    low: float | None = None
    high: float | None = None

    @property
    def tests(self) -> list[dict[str, Any]]:
        value = {"property": self.field}
        bounds = ((">=", self.low), ("<", self.high))
        return [{"op": op, "args": [value, bound]} for op, bound in bounds if bound is not None]


def _by_share(classes: Sequence[_Class]) -> Iterator[Rule]:
    """Those with an approximate outline first, dashed; a filter takes what those before leave."""
    for each in classes:
        title = f"{each.title} (límite aproximado)"
        yield _rule(each, each.name, title, [_APPROXIMATE, *each.tests], _DASHED)
    for each in classes:
        yield _rule(each, f"{each.name}_official", each.title, each.tests, _OFFICIAL)


def _rule(
    each: _Class, name: str, title: str, tests: Sequence[dict[str, Any]], stroke: Stroke
) -> Rule:
    tree = {"op": "and", "args": list(tests)} if len(tests) > 1 else next(iter(tests), None)
    label = Label("name", size_px=10, color=_INK, priority="services", max_scale=_NAMES_FROM)
    return Rule(name, title, tree, fill=Fill(each.color, 0.75), stroke=stroke, label=label)


def _as_sample(rule: Rule) -> Rule:
    """Between the lines of its hatch an area is paper."""
    assert rule.fill
    return replace(rule, fill=replace(rule.fill, opacity=0.95))


def _style(name: str, title: str, classes: Sequence[_Class]) -> Style:
    return Style(name, title, facts_and_samples(_by_share(classes), _as_sample))


_RURAL, _EIB = "rural_percent", "eib_percent"

BY_RURAL = _style(
    "default",
    "Áreas de las UGEL por servicios rurales",
    (
        _Class("rural_1", "menos de 25 % de servicios rurales", _STEPS[0], _RURAL, high=25),
        _Class("rural_2", "de 25 a menos de 50 %", _STEPS[1], _RURAL, 25, 50),
        _Class("rural_3", "de 50 a menos de 75 %", _STEPS[2], _RURAL, 50, 75),
        _Class("rural_4", "75 % o más", _STEPS[3], _RURAL, 75),
        _Class("unknown", "área de los servicios no informada", palette.NO_DATA, _RURAL),
    ),
)

BY_EIB = _style(
    "eib",
    "Áreas de las UGEL por servicios EIB",
    (
        _Class("eib_0", "ningún servicio EIB", palette.PAPER, "eib_services", high=1),
        _Class("eib_1", "menos de 25 % de servicios EIB", _STEPS[0], _EIB, high=25),
        _Class("eib_2", "de 25 a menos de 50 %", _STEPS[1], _EIB, 25, 50),
        _Class("eib_3", "de 50 a menos de 75 %", _STEPS[2], _EIB, 50, 75),
        _Class("eib_4", "75 % o más", _STEPS[3], _EIB, 75),
        _Class("unknown", "registro EIB no publicado", palette.NO_DATA, _EIB),
    ),
)
