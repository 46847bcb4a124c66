"""CQL2 JSON: what is let through, what is refused and where."""

from __future__ import annotations

import json
from typing import Any

import cql2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.errors import InvalidFilter
from layers.filters.budget import MAX_DEPTH, MAX_WRITTEN
from ows.crs import Protocol, parse_crs
from ows.filters.cql2_json import MAX_LENGTH, parse_cql2_json
from ows.filters.cql2_text import parse_cql2_text
from tests.layers.filters.trees import GEOM as G
from tests.layers.filters.trees import op
from tests.ows.filters.cql2_expressions import EXPRESSIONS, Pair, flattened

LAT_LON = parse_crs("http://www.opengis.net/def/crs/EPSG/0/4326", Protocol.OGC_API, (4326,))


@settings(max_examples=300)
@given(pair=EXPRESSIONS)
def test_json_and_text_give_one_tree(pair: Pair) -> None:
    """The oracle's JSON of a text is read as the text is."""
    text, tree = pair
    written = json.dumps(cql2.parse_text(text).to_json())
    assert flattened(parse_cql2_json(written)) == flattened(tree)
    assert parse_cql2_json(json.dumps(parse_cql2_text(text))) == parse_cql2_text(text)


ANY_JSON = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(max_size=5),
        st.sampled_from(["=", "and", "geom", "Point", "..", "2020-01-01", "casei"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.text(max_size=5), inner, max_size=3),
        st.builds(
            op,
            st.sampled_from(
                [
                    *("and", "or", "not", "=", "<", "like", "between", "in", "isNull"),
                    *("casei", "s_intersects", "t_during", "+"),
                ]
            ),
            inner,
            inner,
        ),
        st.builds(lambda value: {"property": value}, inner),
        st.builds(lambda value: {"interval": [value, value]}, inner),
        st.builds(lambda value: {"type": "Polygon", "coordinates": value}, inner),
        st.builds(lambda value: {"bbox": value}, inner),
        st.builds(lambda value: {"date": value}, inner),
    ),
    max_leaves=12,
)


@settings(max_examples=500)
@given(ANY_JSON)
def test_any_json_is_read_or_refused(value: Any) -> None:
    refusal = _refusal(json.dumps(value))
    assert refusal is None or refusal.message.isprintable()


def _refusal(source: str | bytes) -> InvalidFilter | None:
    try:
        parse_cql2_json(source)
    except InvalidFilter as error:
        return error
    return None


def test_nothing_unknown_gets_through() -> None:
    point = {"type": "Point", "coordinates": [1, 2, 3], "srid": 9999, "crs": "x", "bbox": [0]}
    found = parse_cql2_json(json.dumps(op("s_within", G, point) | {"more": 1}))
    assert found == op("s_within", G, {"type": "Point", "coordinates": [1, 2], "srid": 4326})
    assert parse_cql2_json("true") == op("and", True)


def test_coordinates_come_in_the_order_of_filter_crs() -> None:
    ring = [[0, 0], [0, 1], [2, 1], [0, 0]]
    tree = op("s_within", G, {"type": "Polygon", "coordinates": [ring]})
    moved = parse_cql2_json(json.dumps(tree), LAT_LON)["args"][1]["coordinates"]
    assert moved == [[[0, 0], [1, 0], [1, 2], [0, 0]]]
    box = parse_cql2_json(json.dumps(op("s_within", G, {"bbox": [1, 2, 3, 4]})), LAT_LON)
    assert box["args"][1] == {"bbox": [2, 1, 4, 3], "srid": 4326}


P = {"property": "a"}
REFUSED: list[tuple[Any, str]] = [
    (op("foo"), "«foo» no se admite (en la raíz)"),
    (op("and", op("=", P, 1), op("not", op("foo"))), "«foo» no se admite (en args[1].args[0])"),
    (op("=", P, op("+", 1, 2)), "«+» no se admite (en args[1])"),
    (op("=", P, op("casei", op("pg_sleep", 5))), "«pg_sleep» no se admite (en args[1].args[0])"),
    (op("in", P, [1, op("foo", 1)]), "«foo» no se admite (en args[1][1])"),
    (op("s_dwithin", G, {"bbox": [1, 2, 3, 4]}, 5), "s_dwithin"),
    (op("t_meets", P, {"date": "2020-01-01"}), "t_meets"),
    (op("a_contains", P, [1]), "a_contains"),
    (op("=", P), "2 argumentos"),
    (op("not"), "not"),
    (op("and"), "and"),
    (op("in", P, 5), "lista (en args[1])"),
    (op("=", P, None), "args[1]"),
    (op("=", P, [1]), "args[1]"),
    (op("=", {"property": 5}, 1), "args[0]"),
    (op("=", {"property": {"op": "x"}}, 1), "args[0]"),
    (op("=", P, {"date": "2020-13-01"}), "2020-13-01"),
    (op("=", P, {"timestamp": 5}), "fecha"),
    (op("t_during", P, {"interval": ["2020-01-01"]}), "inicio y un fin"),
    (op("t_during", P, {"interval": ["..", {"property": "b"}]}), "fecha"),
    (op("t_during", P, {"interval": "x"}), "inicio y un fin"),
    (op("s_within", G, {"type": "Point", "coordinates": [1]}), "posición"),
    (op("s_within", G, {"type": "Point", "coordinates": ["1", "2"]}), "finito"),
    (op("s_within", G, {"type": "Point", "coordinates": [True, 1]}), "finito"),
    (op("s_within", G, {"type": "Point"}), "posición"),
    (op("s_within", G, {"type": "Circle", "coordinates": []}), "Circle"),
    (op("s_within", G, {"type": ["Point"], "coordinates": [1, 2]}), "tipo de geometría"),
    (op("s_within", G, {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [0, 0]]]}), "anillo"),
    (op("s_within", G, {"type": "MultiPoint", "coordinates": []}), "partes"),
    (
        op("s_within", G, {"type": "GeometryCollection", "geometries": [{"bbox": [1, 2, 3, 4]}]}),
        "geometrías",
    ),
    (op("s_within", G, {"type": "GeometryCollection"}), "geometries"),
    (op("s_within", G, {"bbox": [1, 2, 3]}), "BBOX"),
    (op("s_within", G, {"bbox": "1,2,3,4"}), "bbox"),
    (op("s_within", G, "POINT(1 2)"), "geometría"),
    ({"op": "="}, "args"),
    ({"op": ["="], "args": []}, "op"),
    ({"op": "=", "args": {"0": P}}, "args"),
    ([], "condición"),
    (5, "condición"),
    (None, "condición"),
    ("TRUE", "condición"),
    ({}, "op"),
]


@pytest.mark.parametrize(("tree", "says"), REFUSED)
def test_refused_with_its_place(tree: Any, says: str) -> None:
    with pytest.raises(InvalidFilter) as raised:
        parse_cql2_json(json.dumps(tree))
    assert says in raised.value.message


HOSTILE: dict[str, str | bytes] = {
    "deep lists": "[" * 400_000,
    "closed deep lists": "[" * 300_000 + "]" * 300_000,
    "deep objects": '{"op":"not","args":[' * 20_000 + "true" + "]}" * 20_000,
    "NaN": '{"op":"=","args":[{"property":"a"},NaN]}',
    "Infinity": '{"op":"=","args":[{"property":"a"},-Infinity]}',
    "huge float": '{"op":"=","args":[{"property":"a"},1e999]}',
    "huge integer": '{"op":"=","args":[{"property":"a"},' + "9" * 100_000 + "]}",
    "repeated name": '{"op":"=","op":"<","args":[]}',
    "half a surrogate": '{"op":"=","args":[{"property":"a"},"\\ud800"]}',
    "half a surrogate in a name": '{"op":"=","args":[{"property":"\\udfff"},1]}',
    "no UTF-8": b'{"op": "\xff\xfe"}',
    "UTF-16 without end": "{".encode("utf-16")[:3],
    "too long": " " * (MAX_LENGTH + 1),
    "nothing": "",
    "text": "a = 1",
    "trailing": "true false",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile(name: str) -> None:
    with pytest.raises(InvalidFilter) as raised:
        parse_cql2_json(HOSTILE[name])
    assert raised.value.message.encode()


def test_limits() -> None:
    tree: Any = op("isNull", P)
    for _ in range(MAX_DEPTH - 1):
        tree = op("not", tree)
    assert parse_cql2_json(json.dumps(tree)) == tree
    with pytest.raises(InvalidFilter, match="niveles"):
        parse_cql2_json(json.dumps(op("not", tree)))
    with pytest.raises(InvalidFilter, match="elementos"):
        parse_cql2_json(json.dumps(op("in", P, [1] * MAX_WRITTEN)))
