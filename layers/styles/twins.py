"""Facts and samples in a style: each class has a rule for either, distinguished at a glance.

What distinguishes a sample is said here only: its rule takes ``is_sample`` rows, is titled as
one and hatched in all of its symbols.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from layers.styles.model import Fill, Rule, Stroke
from territory.models.placed import SAMPLE_PREFIX

Look = Callable[[Rule], Rule]

_EDGE_PX, _LEAST_HATCHED_PX = 1.4, 8
_NO_EDGES: Mapping[str, Stroke] = MappingProxyType({})


def facts_and_samples(classes: Iterable[Rule], look: Look) -> tuple[Rule, ...]:
    """A rule for the facts of every class, then one for its samples, with a ``look`` of theirs.

    The classes' filters say nothing of samples.
    """
    rules = tuple(classes)
    return (*map(fact, rules), *(sample(look(rule)) for rule in rules))


def fact(rule: Rule) -> Rule:
    """The rule, for facts only."""
    return replace(rule, filter=_and(rule.filter, is_sample=False))


def sample(rule: Rule) -> Rule:
    """The rule's twin, for samples only."""
    marker = rule.marker
    return replace(
        rule,
        name=f"{rule.name}_sample",
        title=SAMPLE_PREFIX + rule.title,
        filter=_and(rule.filter, is_sample=True),
        fill=_hatched(rule.fill),
        marker=marker and replace(marker, fill=replace(marker.fill, hatch=True)),
    )


def marked(rule: Rule, edges: Mapping[str, Stroke] = _NO_EDGES) -> Rule:
    """The look of a sample's marker: lines of its colour on paper, within an edge of it.

    ``edges`` are those of colours that would fade by themselves. None is too small to be hatched.
    """
    assert rule.marker
    color = rule.marker.fill.color
    edge = edges.get(color, Stroke(color, _EDGE_PX))
    size = max(rule.marker.size_px, _LEAST_HATCHED_PX)
    return replace(rule, marker=replace(rule.marker, fill=Fill(color), stroke=edge, size_px=size))


def of_value(field: str, value: str | None) -> dict[str, Any]:
    """The filter of a class: the rows with that value, or without any."""
    if value is None:
        return {"op": "isNull", "args": [{"property": field}]}
    return {"op": "=", "args": [{"property": field}, value]}


def dashed(color: str, width_px: float = 1.6) -> Stroke:
    """The outline of what is no fact."""
    return Stroke(color, width_px, dash=(4, 3))


def _hatched(fill: Fill | None) -> Fill | None:
    return fill and replace(fill, hatch=True)


def _and(filter: dict[str, Any] | None, *, is_sample: bool) -> dict[str, Any]:
    test = {"op": "=", "args": [{"property": "is_sample"}, is_sample]}
    if filter is None:
        return test
    tests = filter["args"] if filter["op"] == "and" else [filter]
    return {"op": "and", "args": [*tests, test]}
