"""Expressions of CQL2 as pairs: the text, and the tree that it means."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

Pair = tuple[str, Any]

NAMES = st.sampled_from(["name", "people", "altitude_m", "cutoff_date", "ñandú", "x.y", "a1"])
# No backslash: there our reading, which is QGIS's, and the oracle's part (see the tests).
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_characters="\\\x00", exclude_categories=["Cs"]),
    max_size=12,
)
NUMBERS = st.one_of(
    st.integers(-(2**53), 2**53),
    st.floats(-1e12, 1e12).filter(lambda number: number == 0 or abs(number) > 1e-12),
)
# Quarters, since the oracle rounds the last digits of a coordinate.
DEGREES = st.integers(-680, 680).map(lambda number: number / 4)


def word(text: str) -> st.SearchStrategy[str]:
    """A keyword in some case."""
    return st.sampled_from([text, text.lower(), text.capitalize()])


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


@st.composite
def properties(draw: st.DrawFn) -> Pair:
    name = draw(NAMES)
    return draw(st.sampled_from([name, f'"{name}"'])), {"property": name}


@st.composite
def folded(draw: st.DrawFn, inner: st.SearchStrategy[Pair]) -> Pair:
    text, tree = draw(inner)
    for name in draw(st.lists(st.sampled_from(["casei", "accenti"]), max_size=2)):
        text, tree = f"{draw(word(name.upper()))}({text})", {"op": name, "args": [tree]}
    return text, tree


def literal(value: Any) -> Pair:
    if isinstance(value, bool):
        return str(value).upper(), value
    return (quoted(value), value) if isinstance(value, str) else (repr(value), value)


STRINGS = TEXTS.map(literal)
SCALARS = st.one_of(NUMBERS.map(literal), STRINGS, st.booleans().map(literal))
DAYS = st.dates().map(lambda day: (f"DATE('{day}')", {"date": str(day)}))


@st.composite
def comparisons(draw: st.DrawFn) -> Pair:
    operator = draw(st.sampled_from(["=", "<>", "<", ">", "<=", ">="]))
    left, right = draw(properties()), draw(st.one_of(properties(), SCALARS, DAYS))
    space = draw(st.sampled_from(["", " ", "\n\t"]))
    return f"{left[0]}{space}{operator}{space}{right[0]}", _op(operator, left, right)


@st.composite
def text_predicates(draw: st.DrawFn) -> Pair:
    left, right = draw(folded(properties())), draw(folded(STRINGS))
    return _negatable(draw, left, f"{draw(word('LIKE'))} {right[0]}", _op("like", left, right))


@st.composite
def ranges(draw: st.DrawFn) -> Pair:
    value, low, high = draw(properties()), draw(NUMBERS.map(literal)), draw(NUMBERS.map(literal))
    written = f"{draw(word('BETWEEN'))} {low[0]} {draw(word('AND'))} {high[0]}"
    return _negatable(draw, value, written, _op("between", value, low, high))


@st.composite
def lists(draw: st.DrawFn) -> Pair:
    value, items = draw(properties()), draw(st.lists(SCALARS, min_size=1, max_size=4))
    written = f"{draw(word('IN'))} ({', '.join(text for text, _ in items)})"
    tree = {"op": "in", "args": [value[1], [item for _, item in items]]}
    return _negatable(draw, value, written, tree)


@st.composite
def nulls(draw: st.DrawFn) -> Pair:
    text, tree = draw(properties())
    found: Any = {"op": "isNull", "args": [tree]}
    if draw(st.booleans()):
        return f"{text} IS NOT NULL", {"op": "not", "args": [found]}
    return f"{text} is null", found


@st.composite
def geometries(draw: st.DrawFn) -> Pair:
    x, y, side = draw(DEGREES), draw(DEGREES), draw(st.integers(1, 5))
    ring = [[x, y], [x + side, y], [x + side, y + side], [x, y]]
    line = ring[:2]
    shapes: dict[str, tuple[str, Any]] = {
        "Point": (f"({_place(ring[0])})", ring[0]),
        "LineString": (_places(line), line),
        "Polygon": (f"({_places(ring)})", [ring]),
        "MultiPoint": (f"(({_place(ring[0])}),({_place(ring[1])}))", line),
        "MultiLineString": (f"({_places(line)},{_places(ring)})", [line, ring]),
        "MultiPolygon": (f"(({_places(ring)}))", [[ring]]),
    }
    kind = draw(st.sampled_from([*shapes, "bbox"]))
    if kind == "bbox":
        numbers = [x, y, x + side, y + side]
        return f"BBOX({','.join(map(repr, numbers))})", {"bbox": numbers, "srid": 4326}
    written, coordinates = shapes[kind]
    name = draw(word(kind.upper()))
    return name + written, {"type": kind, "coordinates": coordinates, "srid": 4326}


SPATIAL = (
    *("intersects", "within", "contains", "disjoint"),
    *("equals", "touches", "overlaps", "crosses"),
)


@st.composite
def spatial(draw: st.DrawFn) -> Pair:
    name = draw(st.sampled_from(SPATIAL))
    shape = draw(geometries())
    tree = _op(f"s_{name}", ("", {"property": "geom"}), shape)
    return f"{draw(word('S_' + name.upper()))}(geom, {shape[0]})", tree


@st.composite
def temporal(draw: st.DrawFn) -> Pair:
    name = draw(st.sampled_from(["after", "before", "during", "intersects", "equals"]))
    ends = [str(day) for day in sorted(draw(st.tuples(st.dates(), st.dates())))]
    span = (f"INTERVAL('{ends[0]}','{ends[1]}')", {"interval": ends})
    value = span if name == "during" else draw(st.one_of(DAYS, st.just(span)))
    tree = _op(f"t_{name}", ("", {"property": "cutoff_date"}), value)
    return f"T_{name.upper()}(cutoff_date,{value[0]})", tree


PREDICATES = st.one_of(
    comparisons(), text_predicates(), ranges(), lists(), nulls(), spatial(), temporal()
)


@st.composite
def combined(draw: st.DrawFn, inner: st.SearchStrategy[Pair]) -> Pair:
    op = draw(st.sampled_from(["and", "or", "not"]))
    if op == "not":
        text, tree = draw(inner)
        return f"{draw(word('NOT'))} ({text})", {"op": "not", "args": [tree]}
    items = draw(st.lists(inner, min_size=2, max_size=3))
    parts = []
    for text, tree in items:
        # AND binds tighter than OR, so an OR within an AND, and only that, needs parentheses.
        needed = op == "and" and isinstance(tree, dict) and tree["op"] == "or"
        parts.append(f"({text})" if needed or draw(st.booleans()) else text)
    return f" {draw(word(op.upper()))} ".join(parts), {"op": op, "args": [t for _, t in items]}


# Two levels: the oracle takes exponential time over nested parentheses.
EXPRESSIONS = st.one_of(PREDICATES, combined(PREDICATES), combined(combined(PREDICATES)))


def flattened(tree: Any) -> Any:
    """One form for trees that mean the same: chains flat, numbers floats, no srid."""
    if isinstance(tree, list):
        return [flattened(item) for item in tree]
    if isinstance(tree, int) and not isinstance(tree, bool):
        return float(tree)
    if not isinstance(tree, dict):
        return tree
    tree = {key: flattened(value) for key, value in tree.items() if key != "srid"}
    if tree.get("op") in ("and", "or"):
        args: list[Any] = []
        for item in tree["args"]:
            same = isinstance(item, dict) and item.get("op") == tree["op"]
            args.extend(item["args"] if same else [item])
        tree["args"] = args
    return tree


def _op(name: str, *pairs: Pair) -> dict[str, Any]:
    return {"op": name, "args": [tree for _, tree in pairs]}


def _negatable(draw: st.DrawFn, left: Pair, rest: str, tree: dict[str, Any]) -> Pair:
    if draw(st.booleans()):
        return f"{left[0]} NOT {rest}", {"op": "not", "args": [tree]}
    return f"{left[0]} {rest}", tree


def _place(position: list[float]) -> str:
    return " ".join(map(repr, position))


def _places(positions: list[list[float]]) -> str:
    return f"({', '.join(map(_place, positions))})"
