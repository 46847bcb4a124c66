"""A style's rules for facts and for samples, from one list of classes."""

from __future__ import annotations

from dataclasses import replace

from layers.styles.model import Fill, Marker, Rule, Stroke, Style
from layers.styles.twins import dashed, fact, facts_and_samples, sample

OPEN = {"op": "=", "args": [{"property": "status"}, "open"]}
OLD = {"op": ">", "args": [{"property": "age"}, 10]}
FACT = {"op": "=", "args": [{"property": "is_sample"}, False]}
SAMPLE = {"op": "=", "args": [{"property": "is_sample"}, True]}
AREA = Rule("open", "Abierta", OPEN, fill=Fill("#123456", 0.5), stroke=Stroke("#123456"))
POINT = Rule("any", "Cualquiera", marker=Marker(Fill("#abcdef"), size_px=7))


def test_a_fact_is_drawn_as_its_class_is() -> None:
    assert fact(AREA) == replace(AREA, filter={"op": "and", "args": [OPEN, FACT]})
    assert fact(POINT) == replace(POINT, filter=FACT)


def test_a_sample_is_titled_as_one_and_hatched() -> None:
    drawn = sample(AREA)
    assert (drawn.name, drawn.title) == ("open_sample", "EJEMPLO · Abierta")
    assert drawn.filter == {"op": "and", "args": [OPEN, SAMPLE]}
    assert drawn.fill == Fill("#123456", 0.5, hatch=True)
    assert drawn.stroke == AREA.stroke
    marked = sample(POINT)
    assert marked.filter == SAMPLE
    assert marked.marker == Marker(Fill("#abcdef", hatch=True), size_px=7)


def test_a_class_of_several_conditions_keeps_them_all() -> None:
    both = {"op": "and", "args": [OPEN, OLD]}
    assert fact(replace(AREA, filter=both)).filter == {"op": "and", "args": [OPEN, OLD, FACT]}
    either = {"op": "or", "args": [OPEN, OLD]}
    assert fact(replace(AREA, filter=either)).filter == {"op": "and", "args": [either, FACT]}


def test_the_classes_come_once_for_facts_and_once_for_samples() -> None:
    rules = facts_and_samples((AREA, POINT), lambda rule: replace(rule, stroke=dashed("#000000")))
    assert [rule.name for rule in rules] == ["open", "any", "open_sample", "any_sample"]
    assert [rule.stroke and rule.stroke.dash for rule in rules] == [(), None, (4, 3), (4, 3)]
    style = Style("default", "Dos", rules)
    assert style.of(samples=False).rules == rules[:2]
    assert style.of(samples=True).rules == rules[2:]
