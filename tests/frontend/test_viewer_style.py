"""The viewer's style rules, held against a small evaluator of OpenLayers' expressions."""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import pytest
from lxml import etree

from layers.styles.model import Fill, Label, Marker, Rule, Stroke, Style
from layers.styles.viewer import flat_style, legend

_OPERATORS: dict[str, Callable[..., Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "!": operator.not_,
    "^": operator.pow,
    "floor": math.floor,
    "clamp": lambda value, low, high: min(max(value, low), high),
    "in": lambda value, among: value in among,
    "between": lambda value, low, high: low <= value <= high,
}


def _evaluate(node: Any, properties: dict[str, Any], resolution: float) -> Any:
    """OpenLayers' documented meaning of the operators that the encoder writes."""
    if not isinstance(node, list):
        return node
    op, *args = node
    if op == "literal":
        return args[0]
    if op == "get":
        return properties.get(args[0])
    if op == "has":
        return args[0] in properties
    if op == "resolution":
        return resolution
    if op == "case":  # lazily: a value that is missing is not reckoned with
        condition, value, otherwise = args
        return _evaluate(
            value if _evaluate(condition, properties, resolution) else otherwise,
            properties,
            resolution,
        )
    if op == "all":  # lazily: what follows a failed "has" is not looked at
        return all(_evaluate(arg, properties, resolution) for arg in args)
    if op == "any":
        return any(_evaluate(arg, properties, resolution) for arg in args)
    values = [_evaluate(arg, properties, resolution) for arg in args]
    return _OPERATORS[op](*values)


def _matches(tree: dict[str, Any], properties: dict[str, Any]) -> bool:
    (rule,) = flat_style(Style("s", "S", (Rule("r", "R", filter=tree, fill=Fill("#000000")),)))
    return bool(_evaluate(rule["filter"], properties, 1))


def _compare(op: str, *literals: Any) -> dict[str, Any]:
    return {"op": op, "args": [{"property": "n"}, *literals]}


@pytest.mark.parametrize(
    ("tree", "properties", "expected"),
    [
        (_compare("=", 5), {"n": 5}, True),
        (_compare("=", 5), {"n": 6}, False),
        (_compare("<>", 5), {"n": 6}, True),
        (_compare("<", 5), {"n": 4}, True),
        (_compare(">=", 5), {"n": 5}, True),
        (_compare("between", 1, 3), {"n": 3}, True),
        (_compare("between", 1, 3), {"n": 4}, False),
        (_compare("in", ["a", "b"]), {"n": "b"}, True),
        (_compare("in", ["a", "b"]), {"n": "c"}, False),
        (_compare("isNull"), {}, True),
        (_compare("isNull"), {"n": 0}, False),
        ({"op": "not", "args": [_compare("isNull")]}, {"n": 0}, True),
        ({"op": "not", "args": [_compare("=", 5)]}, {"n": 6}, True),
        ({"op": "and", "args": [_compare(">", 1), _compare("<", 3)]}, {"n": 2}, True),
        ({"op": "or", "args": [_compare("<", 1), _compare(">", 3)]}, {"n": 2}, False),
    ],
)
def test_filter_keeps_its_meaning(
    tree: dict[str, Any], properties: dict[str, Any], expected: bool
) -> None:
    assert _matches(tree, properties) is expected


@pytest.mark.parametrize("op", ["=", "<>", "<", "<=", ">", ">="])
def test_missing_value_matches_neither_a_comparison_nor_its_negation(op: str) -> None:
    assert not _matches(_compare(op, 5), {})
    assert not _matches({"op": "not", "args": [_compare(op, 5)]}, {})


def test_operator_without_counterpart_is_refused() -> None:
    with pytest.raises(ValueError, match="like"):
        _matches(_compare("like", "a%"), {"n": "a"})


def test_scale_range_is_half_open_and_counts_pixels_of_028_mm() -> None:
    rule = Rule("r", "R", fill=Fill("#ff0000"), min_scale=1_000_000, max_scale=2_000_000)
    (flat,) = flat_style(Style("s", "S", (rule,)))
    drawn = [_evaluate(flat["filter"], {}, r) for r in (279.9, 280.0, 559.9, 560.0)]
    assert drawn == [False, True, True, False]


def test_labels_make_a_chain_of_their_own() -> None:
    first = _compare("=", 1)
    rules = (
        Rule("silent", "Sin etiqueta", filter=first, fill=Fill("#ff0000")),
        Rule("named", "Con etiqueta", fill=Fill("#00ff00"), label=Label("name", max_scale=1e6)),
    )
    flat = flat_style(Style("s", "S", rules))
    assert ["text-value" in rule["style"] for rule in flat] == [False, False, True, True]
    assert all(rule["else"] for rule in flat)
    assert flat[2]["style"]["text-value"] == ""
    assert _evaluate(flat[3]["filter"], {"name": "Cusco"}, 279)
    assert not _evaluate(flat[3]["filter"], {}, 279), "a feature without a name has no label"
    assert not _evaluate(flat[3]["filter"], {"name": "Cusco"}, 280)


def test_style_without_labels_has_no_label_rules() -> None:
    assert len(flat_style(Style("s", "S", (Rule("r", "R", fill=Fill("#ff0000")),)))) == 1


def test_symbolizers() -> None:
    (polygon,) = flat_style(
        Style("s", "S", (Rule("r", "R", fill=Fill("#102030", 0.5), stroke=Stroke("#ffffff")),))
    )
    assert polygon["style"]["fill-color"] == [16, 32, 48, 0.5]
    assert polygon["style"]["stroke-width"] == 1.0
    assert "stroke-line-dash" not in polygon["style"]
    marker = Marker(Fill("#000000"), Stroke("#ffffff", dash=(2, 1)), size_px=8)
    (point,) = flat_style(Style("s", "S", (Rule("r", "R", marker=marker),)))
    assert point["style"]["circle-radius"] == 4
    assert point["style"]["circle-stroke-line-dash"] == [2, 1]
    square = Marker(Fill("#000000"), size_px=10, shape="square")
    (corner,) = flat_style(Style("s", "S", (Rule("r", "R", marker=square),)))
    assert corner["style"]["shape-points"] == 4
    assert corner["style"]["shape-radius"] == pytest.approx(7.071), "half the diagonal of 10 px"


def test_samples_are_hatched_in_map_and_legend() -> None:
    style = Style("s", "S", (Rule("r", "Muestra", fill=Fill("#2f7d4f", 0.8, hatch=True)),))
    (flat,) = flat_style(style)
    assert flat["style"]["fill-pattern-src"].startswith("data:image/svg+xml,%3Csvg")
    assert "%232f7d4f" in flat["style"]["fill-pattern-src"]
    (entry,) = legend(style)
    assert entry["fill"] == {"color": "#2f7d4f", "opacity": 0.8, "hatch": True}
    assert (entry["title"], entry["kind"]) == ("Muestra", "polygon")


def test_hatched_points_are_a_picture_in_the_map_and_lines_in_the_legend() -> None:
    marker = Marker(Fill("#b35c00", hatch=True), Stroke("#b35c00"), size_px=10)
    style = Style("s", "S", (Rule("r", "Muestra", marker=marker),))
    (flat,) = flat_style(style)
    assert set(flat["style"]) == {"icon-src", "icon-declutter-mode"}
    document = etree.fromstring(unquote(flat["style"]["icon-src"]).partition(",")[2])
    assert [document.get("width"), document.get("height")] == ["11", "11"]
    (lines,) = document.iter("{http://www.w3.org/2000/svg}path")
    assert lines.get("stroke") == "#b35c00"
    (entry,) = legend(style)
    assert entry["hatch_path"] == lines.get("d")
    ends = [float(n) for n in re.findall(r"-?[\d.]+", entry["hatch_path"])]
    reached = [math.hypot(x, y) for x, y in zip(ends[::2], ends[1::2], strict=True)]
    assert len(reached) >= 4
    assert max(reached) <= 5, "no line leaves the symbol"
    plain = Style("s", "S", (Rule("r", "R", marker=Marker(Fill("#000000"))),))
    assert legend(plain)[0]["hatch_path"] == ""


def test_legend_of_lines_and_points() -> None:
    line = Rule("l", "Vía", stroke=Stroke("#112233", 2.0, dash=(4, 2)), max_scale=5e5)
    point = Rule("p", "Capital", marker=Marker(Fill("#000000"), size_px=9, shape="square"))
    first, second = legend(Style("s", "S", (line, point)))
    assert first["kind"] == "line"
    assert first["fill"] is None
    assert first["stroke"]["dash"] == [4, 2]
    assert first["max_scale"] == 5e5
    assert (second["kind"], second["size_px"], second["shape"]) == ("point", 9, "square")
    assert second["stroke"] is None


def test_labels_of_higher_rank_keep_their_place() -> None:
    """OpenLayers declutters from the highest z-index down; a missing rank is the lowest."""
    label = Label("name", priority="population")
    rules = flat_style(Style("s", "S", (Rule("r", "R", fill=Fill("#000000"), label=label),)))
    (rank,) = [rule["style"]["z-index"] for rule in rules if "text-value" in rule["style"]]
    populations = [-5, 0, 40, 500, 6_000, 70_000, 800_000, 10_000_000]
    ranks = [_evaluate(rank, {"population": population}, 1) for population in populations]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) == len(ranks) - 1  # below nothing is nothing
    assert _evaluate(rank, {}, 1) == 0
    everybody = {_evaluate(rank, {"population": number}, 1) for number in range(0, 10**7, 997)}
    assert len(everybody) < 80
    assert all(
        "z-index" not in rule["style"] for rule in rules if "text-value" not in rule["style"]
    )


def test_labels_without_a_rank_have_no_order() -> None:
    rules = flat_style(Style("s", "S", (Rule("r", "R", label=Label("name")),)))
    assert all("z-index" not in rule["style"] for rule in rules)
