"""CQL2 text that is wrong or hostile: refused with its place, whatever it is."""

from __future__ import annotations

import pytest

from layers.errors import InvalidFilter
from layers.filters.budget import MAX_DEPTH, MAX_WRITTEN
from ows.filters.cql2_text import parse_cql2_text
from ows.filters.cql2_tokens import MAX_LENGTH
from tests.layers.filters.trees import op
from tests.work import calls_of

ERRORS = [
    ("", 1),
    ("   ", 4),
    ("a = ", 5),
    ("a = 'x", 5),
    ('"a = 1', 1),
    ("a = 5abc", 5),
    ("a = 1.2.3", 5),
    ("a = 1e999", 5),
    ("a = 1e", 5),
    ("a = 1e+", 5),
    ("a + 1 = 2", 3),
    ("a = 1 + 2", 7),
    ("a = -b", 5),
    ("a b", 3),
    ("5", 2),
    ("a = 1 AND", 10),
    ("a = 1 b = 2", 7),
    ("AND = 1", 1),
    ("a = NULL", 5),
    ("a IS 5", 6),
    ("a NOT 5", 7),
    ("a IN ()", 7),
    ("a IN (1", 8),
    ("a BETWEEN 1, 2", 12),
    ("(a = 1", 7),
    ("a = 1)", 6),
    ("foo(a) = 1", 1),
    ("name = pg_sleep(5)", 8),
    ("a = 1; DROP TABLE x", 6),
    ("a = $1", 5),
    ("S_INTERSECTS(geom)", 18),
    ("S_INTERSECTS(geom, FOO(1 2))", 20),
    ("S_INTERSECTS(geom, POINT(1))", 20),
    ("S_INTERSECTS(geom, POINT(1 2, 3 4))", 29),
    ("S_INTERSECTS(geom, POINT EMPTY)", 20),
    ("S_INTERSECTS(geom, POLYGON((0 0, 1 1, 0 0)))", 20),
    ("S_INTERSECTS(geom, POLYGON((0 0, 1 1, 1 0, 0 1)))", 20),
    ("S_INTERSECTS(geom, LINESTRING(0 0))", 20),
    ("S_INTERSECTS(geom, BBOX(1,2,3))", 20),
    ("S_INTERSECTS(geom, BBOX(1,4,3,2))", 20),
    ("S_INTERSECTS(geom, BBOX('a',2,3,4))", 25),
    ("S_INTERSECTS(geom, 'POINT(1 2)')", 20),
    ("d = DATE('2020-02-30')", 10),
    ("d = DATE('2020-01-01T00:00:00Z')", 10),
    ("d = TIMESTAMP('2020-01-01')", 15),
    ("d = DATE(2020)", 10),
    ("T_AFTER(d, '2020-01-01')", 12),
    ("T_DURING(d, INTERVAL('2020-01-01'))", 34),
    ("INTERSECTS(geom, POINT(1 2))", 1),
    ("name ILIKE 'x'", 6),
]


@pytest.mark.parametrize(("text", "position"), ERRORS)
def test_an_error_says_its_place(text: str, position: int) -> None:
    with pytest.raises(InvalidFilter) as raised:
        parse_cql2_text(text)
    assert raised.value.position == position
    assert f"posición {position}" in raised.value.message


def test_limits() -> None:
    # Parentheses that group nothing are no depth.
    assert parse_cql2_text("(" * 2_000 + "a=1" + ")" * 2_000) == op("=", {"property": "a"}, 1)
    deepest = parse_cql2_text("NOT " * (MAX_DEPTH - 1) + "a=1")
    assert deepest["op"] == "not"
    mixed = "a=1"
    for number in range(2 * MAX_DEPTH):
        mixed = f"({mixed}) {('AND', 'OR')[number % 2]} b=1"
    for text in (
        mixed,
        "NOT " * 200 + "a=1",
        "CASEI(" * 200 + "a" + ")" * 200 + "='x'",
        "a = " + "-" * 200 + "1",
        "a = " + "(" * 200 + "1" + ")" * 200,
        "S_EQUALS(geom, " + "GEOMETRYCOLLECTION(" * 200 + "POINT(1 2)" + ")" * 201,
    ):
        with pytest.raises(InvalidFilter, match="niveles"):
            parse_cql2_text(text)
    with pytest.raises(InvalidFilter, match="elementos"):
        parse_cql2_text(f"a IN ({','.join('1' * MAX_WRITTEN)})")
    with pytest.raises(InvalidFilter, match="caracteres"):
        parse_cql2_text("a" * (MAX_LENGTH + 1))


@pytest.mark.parametrize(
    "text",
    [
        "(" * 60_000,
        "NOT " * 16_000,
        "'" * 60_001,
        '"' * 60_001,
        "\\'" * 30_000,
        "a=1 AND " * 8_000,
        "1" * 60_000,
        "a" * 60_000 + "!",
        " " * 60_000 + "!",
        "1." * 30_000,
        "S_EQUALS(geom, LINESTRING(" + "1 2," * 15_000,
    ],
)
def test_hostile_texts_are_little_work(text: str) -> None:
    def refuse() -> None:
        with pytest.raises(InvalidFilter):
            parse_cql2_text(text)

    assert calls_of(refuse) < 20 * len(text)
