"""The one style model: rules with a scale range, symbolizers and a label.

Mapnik, SLD, the viewer and the legend each have an encoder of it. Lengths are pixels of
0.28 mm (SLD 1.1 / WMS 1.3.0); scales are denominators on that pixel.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any


@dataclass(frozen=True)
class Fill:
    """A polygon's or a marker's fill; ``hatch`` draws diagonal lines in ``color``.

    Samples are hatched, in all of their symbols.
    """

    color: str
    opacity: float = 1.0
    hatch: bool = False


@dataclass(frozen=True)
class Stroke:
    """A line or an outline; ``dash`` is a pattern of on/off lengths."""

    color: str
    width_px: float = 1.0
    opacity: float = 1.0
    dash: tuple[float, ...] = ()


@dataclass(frozen=True)
class Marker:
    """A point's symbol; a ``square`` stands for what a circle already stands for elsewhere."""

    fill: Fill
    stroke: Stroke | None = None
    size_px: float = 8.0
    shape: str = "circle"  # or "square"


@dataclass(frozen=True)
class Label:
    """Text drawn at the feature, with a halo; colliding labels are left out."""

    field: str
    size_px: float = 11.0
    color: str = "#1f2933"
    halo_color: str = "#ffffff"
    halo_px: float = 1.5
    bold: bool = False
    offset_y_px: float = 0.0
    priority: str = ""
    min_scale: float | None = None
    max_scale: float | None = None

    def active_at(self, denominator: float) -> bool:
        """Whether the label is drawn at that scale."""
        return in_range(denominator, self.min_scale, self.max_scale)


@dataclass(frozen=True)
class Rule:
    """What is drawn for the features that match ``filter`` (a CQL2-JSON tree; None: all).

    The first matching rule wins. ``min_scale`` and ``max_scale`` are denominators:
    the rule is drawn where ``min_scale <= denominator < max_scale``. ``line``: the stroke is the
    feature itself and no outline, so its label follows it.
    """

    name: str
    title: str
    filter: dict[str, Any] | None = field(default=None, hash=False)  # compared all the same
    fill: Fill | None = None
    stroke: Stroke | None = None
    marker: Marker | None = None
    label: Label | None = None
    min_scale: float | None = None
    max_scale: float | None = None
    line: bool = False

    def active_at(self, denominator: float) -> bool:
        """Whether the rule is drawn at that scale."""
        return in_range(denominator, self.min_scale, self.max_scale)


@dataclass(frozen=True)
class Style:
    """A named style of a layer."""

    name: str
    title: str
    rules: tuple[Rule, ...] = field(default_factory=tuple)

    def of(self, *, samples: bool) -> Style:
        """The part that draws samples, or the part that draws facts."""
        others = {"op": "=", "args": [{"property": "is_sample"}, not samples]}
        kept = (rule for rule in self.rules if not _demands(rule.filter, others))
        return replace(self, rules=tuple(kept))

    def rules_at(self, denominator: float) -> tuple[Rule, ...]:
        """The rules that are drawn at that scale, without the labels that are not."""
        return tuple(
            rule
            if rule.label is None or rule.label.active_at(denominator)
            else replace(rule, label=None)
            for rule in self.rules
            if rule.active_at(denominator)
        )

    def within(self, low: float, high: float) -> Style:
        """The part of the style that is drawn somewhere between two scale denominators."""
        rules = (
            rule
            if rule.label is None or meets(rule.label, low, high)
            else replace(rule, label=None)
            for rule in self.rules
            if meets(rule, low, high)
        )
        return replace(self, rules=tuple(rules))

    def label_fields(self) -> set[str]:
        """Names of the fields that some rule's label needs."""
        return {rule.label.field for rule in self.rules if rule.label}

    def filter_fields(self) -> set[str]:
        """Names of the fields that some rule's filter reads."""
        found: set[str] = set()
        for rule in self.rules:
            _collect_properties(rule.filter, found)
        return found

    def fields(self) -> set[str]:
        """Names of all the fields that drawing needs."""
        ranks = {rule.label.priority for rule in self.rules if rule.label} - {""}
        return self.label_fields() | self.filter_fields() | ranks


def one_a_title(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """What a legend shows: the first of the rules that say the same to a person.

    A class of districts has a rule for dashed outlines and another for continuous ones.
    """
    by_title: dict[str, Rule] = {}
    for rule in rules:
        by_title.setdefault(rule.title, rule)
    return tuple(by_title.values())


def in_range(denominator: float, low: float | None, high: float | None) -> bool:
    """Whether a scale denominator lies in ``[low, high)``."""
    return (low is None or denominator >= low) and (high is None or denominator < high)


def meets(part: Rule | Label, low: float, high: float) -> bool:
    """Whether a rule or a label is drawn somewhere between two scale denominators."""
    return (part.min_scale is None or part.min_scale <= high) and (
        part.max_scale is None or low < part.max_scale
    )


def _demands(filter: dict[str, Any] | None, test: dict[str, Any]) -> bool:
    """Whether only what passes the test can match the filter."""
    if filter is None or filter["op"] != "and":
        return filter == test
    return any(_demands(part, test) for part in filter["args"])


def _collect_properties(node: Any, found: set[str]) -> None:
    if isinstance(node, dict):
        if isinstance(node.get("property"), str):
            found.add(node["property"])
        for value in node.values():
            _collect_properties(value, found)
    elif isinstance(node, list):
        for value in node:
            _collect_properties(value, found)
