"""CQL2 text, against the ``cql2`` package and by hand."""

from __future__ import annotations

from typing import Any

import cql2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.errors import InvalidFilter
from ows.crs import Protocol, parse_crs
from ows.filters.cql2_text import parse_cql2_text
from tests.layers.filters.trees import GEOM as G
from tests.layers.filters.trees import NAME as N
from tests.layers.filters.trees import op
from tests.ows.filters.cql2_expressions import EXPRESSIONS, Pair, flattened

LAT_LON = parse_crs("http://www.opengis.net/def/crs/EPSG/0/4326", Protocol.OGC_API, (4326,))


@pytest.mark.slow
@settings(max_examples=400)
@given(pair=EXPRESSIONS)
def test_means_what_was_written(pair: Pair) -> None:
    text, tree = pair
    assert flattened(parse_cql2_text(text)) == flattened(tree)


@settings(max_examples=400)
@given(pair=EXPRESSIONS)
def test_agrees_with_the_oracle(pair: Pair) -> None:
    text, _tree = pair
    assert flattened(parse_cql2_text(text)) == flattened(cql2.parse_text(text).to_json())


_PIECES = [
    *("a", "name", "'x'", "5", "-1.5", "=", "<>", "<", ">=", "(", ")", ",", "AND", "OR", "NOT"),
    *("LIKE", "BETWEEN", "IN", "IS", "NULL", "TRUE", "CASEI(", "DATE(", "'2020-01-01'"),
    *("INTERVAL(", "S_INTERSECTS(", "geom", "POINT(", "POLYGON((", "Z", "EMPTY", "BBOX("),
    *("T_AFTER(", '"', "'", "\\", ";", "--", "+", "*", "ñ", "🙂", "\x00", "DWITHIN(", "ILIKE"),
]


@settings(max_examples=600)
@given(
    st.lists(
        st.sampled_from(_PIECES),
        max_size=25,
    ).map(" ".join)
)
def test_any_text_is_read_or_refused(text: str) -> None:
    """Nothing but InvalidFilter ever leaves, in both dialects."""
    for ecql in (False, True):
        refusal = _refusal(text, ecql=ecql)
        if refusal is not None:
            assert refusal.position is None or 1 <= refusal.position <= len(text) + 1
            assert refusal.message.isprintable()


def _refusal(text: str, *, ecql: bool) -> InvalidFilter | None:
    try:
        parse_cql2_text(text, ecql=ecql)
    except InvalidFilter as error:
        return error
    return None


A, B, C = ({"op": "=", "args": [{"property": name}, 1]} for name in "abc")


BY_HAND: list[tuple[str, Any]] = [
    # Precedence: NOT, AND, OR.
    ("a=1 OR b=1 AND c=1", op("or", A, op("and", B, C))),
    ("a=1 AND b=1 OR c=1", op("or", op("and", A, B), C)),
    ("NOT a=1 AND b=1", op("and", op("not", A), B)),
    ("NOT NOT a=1", op("not", op("not", A))),
    ("NOT (a=1 OR b=1)", op("not", op("or", A, B))),
    ("((a=1) AND ((b=1) AND (c=1)))", op("and", A, B, C)),
    ("(((a=1 OR b=1) OR c=1))", op("or", A, B, C)),
    ("a = 1 and not b = 1", op("and", A, op("not", B))),
    # BETWEEN's AND is its own.
    ("a BETWEEN 1 AND 2 AND b=1", op("and", op("between", {"property": "a"}, 1, 2), B)),
    # Integers stay integers.
    ("a=9007199254740993", op("=", {"property": "a"}, 9007199254740993)),
    ("a=-0.5", op("=", {"property": "a"}, -0.5)),
    ("a = - 5", op("=", {"property": "a"}, -5)),
    ("a=+5", op("=", {"property": "a"}, 5)),
    ("a>.5e1", op(">", {"property": "a"}, 5.0)),
    ("a=5.", op("=", {"property": "a"}, 5.0)),
    ("5 < a", op("<", 5, {"property": "a"})),
    ("a != 1", op("<>", {"property": "a"}, 1)),
    # Names.
    ('"SELECT"=1', op("=", {"property": "SELECT"}, 1)),
    ('"con ""comillas"""=1', op("=", {"property": 'con "comillas"'}, 1)),
    ("ta:name='x'", op("=", {"property": "ta:name"}, "x")),
    ("notable=1", op("=", {"property": "notable"}, 1)),
    ("andes=1 AND oreja=1", op("and", *(op("=", {"property": p}, 1) for p in ("andes", "oreja")))),
    ("date=1", op("=", {"property": "date"}, 1)),
    # Texts: a quote doubled or after a backslash, a backslash doubled as QGIS writes it.
    ("name='O''Higgins'", op("=", N, "O'Higgins")),
    (r"name='O\'Higgins'", op("=", N, "O'Higgins")),
    (r"name='a\\b'", op("=", N, r"a\b")),
    (r"name='a\b'", op("=", N, r"a\b")),
    (r"name LIKE '100\%'", op("like", N, r"100\%")),
    ("name=''", op("=", N, "")),
    ("name='''; DROP TABLE x; --'", op("=", N, "'; DROP TABLE x; --")),
    ("name='%s !bbox! $1'", op("=", N, "%s !bbox! $1")),
    # Conditions by themselves.
    ("is_sample", {"property": "is_sample"}),
    ("NOT is_sample", op("not", {"property": "is_sample"})),
    ("TRUE", op("and", True)),
    ("is_sample = false", op("=", {"property": "is_sample"}, False)),
    # As QGIS writes them (qgsoapifcql2textexpressioncompiler).
    (
        '(("is_sample" = TRUE) AND (name IS NOT NULL))',
        op("and", op("=", {"property": "is_sample"}, True), op("not", op("isNull", N))),
    ),
    (
        "(CASEI(name) LIKE CASEI('%li%'))",
        op("like", op("casei", N), op("casei", "%li%")),
    ),
    (
        "(CASEI(name) NOT LIKE CASEI('x'))",
        op("not", op("like", op("casei", N), op("casei", "x"))),
    ),
    ("(NOT (a = 1))", op("not", A)),
    ("(a > ( - (5)))", op(">", {"property": "a"}, -5)),
    (
        "(d >= TIMESTAMP('2020-01-01T05:00:00.000Z'))",
        op(">=", {"property": "d"}, {"timestamp": "2020-01-01T05:00:00.000Z"}),
    ),
    (
        "S_INTERSECTS(geom,BBOX(-78.5,-13,-76,-11.25))",
        op("s_intersects", G, {"bbox": [-78.5, -13, -76, -11.25], "srid": 4326}),
    ),
    (
        "(name NOT IN ('a','b')) AND (a NOT BETWEEN 1 AND 2)",
        op(
            "and",
            op("not", op("in", N, ["a", "b"])),
            op("not", op("between", {"property": "a"}, 1, 2)),
        ),
    ),
    # Geometries: heights are left out, either form of MULTIPOINT.
    (
        "S_WITHIN(geom, POINT Z (1 2 3))",
        op("s_within", G, {"type": "Point", "coordinates": [1, 2], "srid": 4326}),
    ),
    (
        "S_WITHIN(geom, LINESTRINGZM(1 2 3 4, 5 6 7 8))",
        op("s_within", G, {"type": "LineString", "coordinates": [[1, 2], [5, 6]], "srid": 4326}),
    ),
    (
        "S_EQUALS(MULTIPOINT(1 2, 3 4), geom)",
        op("s_equals", {"type": "MultiPoint", "coordinates": [[1, 2], [3, 4]], "srid": 4326}, G),
    ),
    (
        "S_TOUCHES(geom, GEOMETRYCOLLECTION(POINT(1 2), LINESTRING(1 2, 3 4)))",
        op(
            "s_touches",
            G,
            {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": "Point", "coordinates": [1, 2], "srid": 4326},
                    {"type": "LineString", "coordinates": [[1, 2], [3, 4]], "srid": 4326},
                ],
                "srid": 4326,
            },
        ),
    ),
    (
        "S_INTERSECTS(geom, BBOX(170, -20, 0, -70, 0, 100))",
        op("s_intersects", G, {"bbox": [170, -20, -70, 0], "srid": 4326}),
    ),
    (
        "T_DURING(d, INTERVAL('..','2020-01-01'))",
        op("t_during", {"property": "d"}, {"interval": ["..", "2020-01-01"]}),
    ),
    ("T_AFTER(DATE('2020-01-01'), d)", op("t_after", {"date": "2020-01-01"}, {"property": "d"})),
]


@pytest.mark.parametrize(("text", "tree"), BY_HAND)
def test_by_hand(text: str, tree: Any) -> None:
    assert parse_cql2_text(text) == tree


def test_coordinates_come_in_the_order_of_filter_crs() -> None:
    point = parse_cql2_text("S_INTERSECTS(geom, POINT(-12 -77))", LAT_LON)["args"][1]
    assert point == {"type": "Point", "coordinates": [-77, -12], "srid": 4326}
    box = parse_cql2_text("S_INTERSECTS(geom, BBOX(-13,-78,-11,-76))", LAT_LON)["args"][1]
    assert box == {"bbox": [-78, -13, -76, -11], "srid": 4326}
