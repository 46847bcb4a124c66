"""NOT, AND and OR over nulls, against SQL written by hand."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.filters.compiler import apply_filter
from tests.layers.filters.conftest import Select
from tests.layers.filters.sample import LAYER, SOURCE, USER

Pair = tuple[Any, str]  # a tree and the SQL that means the same


def prop(name: str) -> dict[str, str]:
    return {"property": name}


LEAVES: list[Pair] = [
    ({"op": "=", "args": [prop("people"), 100]}, "population = 100"),
    ({"op": "<>", "args": [prop("people"), 100]}, "population <> 100"),
    ({"op": "<", "args": [prop("people"), prop("altitude_m")]}, "population < altitude_m"),
    ({"op": ">=", "args": [prop("altitude_m"), 0]}, "altitude_m >= 0"),
    ({"op": "between", "args": [prop("people"), 0, 150]}, "population BETWEEN 0 AND 150"),
    ({"op": "in", "args": [prop("altitude_m"), [10, 3052]]}, "altitude_m IN (10, 3052)"),
    ({"op": "isNull", "args": [prop("altitude_m")]}, "altitude_m IS NULL"),
    ({"op": "like", "args": [prop("name"), "100%"]}, "name LIKE '100%%'"),
    (
        {"op": "=", "args": [prop("valid_from"), {"date": "2019-01-01"}]},
        "valid_from = DATE '2019-01-01'",
    ),
    (
        {"op": "t_after", "args": [prop("valid_from"), {"date": "2020-01-01"}]},
        "valid_from > DATE '2020-01-01'",
    ),
    (prop("is_high"), "altitude_m >= 2000"),
    (
        {
            "op": "s_intersects",
            "args": [prop("geom"), {"bbox": [-78, -10, -77.5, -9], "srid": 4326}],
        },
        "ST_Intersects(geom, ST_MakeEnvelope(-78, -10, -77.5, -9, 4326))",
    ),
    (
        {
            "op": "s_disjoint",
            "args": [prop("geom"), {"type": "Point", "coordinates": [-77.5, -9.5], "srid": 4326}],
        },
        "ST_Disjoint(geom, ST_SetSRID(ST_Point(-77.5, -9.5), 4326))",
    ),
    (True, "TRUE"),
    (False, "FALSE"),
]


def _many(op: str) -> Any:
    def join(pairs: list[Pair]) -> Pair:
        sql = f" {op.upper()} ".join(f"({text})" for _, text in pairs)
        return {"op": op, "args": [tree for tree, _ in pairs]}, sql

    return join


def _negated(pair: Pair) -> Pair:
    return {"op": "not", "args": [pair[0]]}, f"NOT ({pair[1]})"


PAIRS = st.recursive(
    st.sampled_from(LEAVES),
    lambda inner: st.one_of(
        inner.map(_negated),
        st.lists(inner, min_size=1, max_size=4).map(_many("and")),
        st.lists(inner, min_size=1, max_size=4).map(_many("or")),
    ),
    max_leaves=8,
)


def by_hand(condition: str) -> list[str]:
    statement = (
        "SELECT ubigeo FROM territory_adminunit "
        f"WHERE source = %s AND level = 'department' AND ({condition}) ORDER BY ubigeo"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [SOURCE])
        return [ubigeo for (ubigeo,) in cursor.fetchall()]


@pytest.mark.parametrize("pair", LEAVES + [_negated(pair) for pair in LEAVES])
def test_each_condition_and_its_negation(select: Select, pair: Pair) -> None:
    assert select(pair[0]) == by_hand(pair[1])


@settings(max_examples=150)
@given(pair=PAIRS)
def test_any_combination(rows_made: None, pair: Pair) -> None:
    found = apply_filter(LAYER.rows(USER).filter(level="department"), pair[0], LAYER)
    assert sorted(found.values_list("pk", flat=True)) == by_hand(pair[1])


def test_not_leaves_nulls_out_where_django_would_not(select: Select) -> None:
    unequal = {"op": "not", "args": [{"op": "=", "args": [prop("people"), 100]}]}
    assert "93" not in select(unequal)
    everyone = {"op": "or", "args": [unequal, unequal["args"][0]]}
    assert "93" not in select(everyone)
