"""What a CQL2 text selects in the database, against the ``cql2`` package on the same features."""

from __future__ import annotations

import json
from typing import Any

import cql2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.filters.compiler import apply_filter
from ows.filters.cql2_text import parse_cql2_text
from tests.layers.filters.sample import LAYER, USER, create_rows
from tests.ows.filters.cql2_expressions import quoted

# These have no nulls, with which the oracle stops.
KEYS = ("91", "92", "94")
FIELDS = ("ubigeo", "name", "capital", "people", "density", "cutoff_date")

NUMBERS = st.tuples(
    st.sampled_from(["people", "density"]),
    st.sampled_from(["=", "<>", "<", ">", "<=", ">="]),
    st.sampled_from([-5, 0, 12.5, 24.9, 25, 99.5, 100, 200, 1e6]),
).map(lambda parts: f"{parts[0]} {parts[1]} {parts[2]}")
WORDS = st.sampled_from(
    ["Áncash", "ancash", "ANCASH", "100_x", "Ñaña", "huaraz", "Huaraz", "x", ""]
)
TEXTS = st.tuples(
    st.sampled_from(["{0} = {1}", "CASEI({0}) = CASEI({1})", "{0} <> {1}", "{0} IN ({1}, 'x')"]),
    st.sampled_from(["name", "capital"]),
    WORDS.map(quoted),
).map(lambda parts: parts[0].format(parts[1], parts[2]))
PATTERNS = st.tuples(
    st.sampled_from(["{0} LIKE {1}", "{0} NOT LIKE {1}", "CASEI({0}) LIKE CASEI({1})"]),
    st.sampled_from(["name", "capital"]),
    st.sampled_from(["%", "_%", "%ancash", "Hua%", "hua%", "100__", "%z", "%a%a%", "huara_"]),
).map(lambda parts: parts[0].format(parts[1], quoted(parts[2])))
DAYS = st.tuples(
    st.sampled_from(["cutoff_date {0} DATE('{1}')"]),
    st.sampled_from(["=", "<>", "<", ">", "<=", ">="]),
    st.sampled_from(["2019-12-31", "2020-01-01", "2020-06-01", "2021-06-02"]),
).map(lambda parts: parts[0].format(parts[1], parts[2]))
TIMES = st.tuples(
    st.sampled_from(["AFTER", "BEFORE"]),
    st.sampled_from(["2019-12-31", "2020-01-01", "2020-06-01", "2021-06-02"]),
).map(lambda parts: f"T_{parts[0]}(cutoff_date, DATE('{parts[1]}'))")
QUARTERS = st.tuples(st.integers(-318, -280), st.integers(-60, -32), st.integers(1, 40))


def _in_box(name: str, west: int, south: int, side: int) -> str:
    numbers = (number / 4 for number in (west, south, west + side, south + side))
    return f"S_{name}(geometry, BBOX({','.join(map(str, numbers))}))"


PLACES = st.tuples(st.sampled_from(["INTERSECTS", "DISJOINT", "WITHIN"]), QUARTERS).map(
    lambda parts: _in_box(parts[0], *parts[1])
)
RANGES = st.sampled_from(["people BETWEEN 0 AND 100", "people NOT BETWEEN 1 AND 150"])
LEAVES = st.one_of(NUMBERS, TEXTS, PATTERNS, DAYS, TIMES, PLACES, RANGES)
EXPRESSIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        inner.map(lambda text: f"NOT ({text})"),
        st.tuples(inner, st.sampled_from(["AND", "OR"]), inner).map(
            lambda parts: f"({parts[0]}) {parts[1]} ({parts[2]})"
        ),
    ),
    max_leaves=4,
)


@pytest.fixture
def features(db: None) -> dict[str, dict[str, Any]]:
    """The sample's rows as GeoJSON features, by key."""
    create_rows()
    found = {}
    for unit in LAYER.rows(USER).filter(pk__in=KEYS):
        values = {name: getattr(unit, LAYER.field(name).path) for name in FIELDS}
        found[unit.pk] = {
            "type": "Feature",
            "geometry": json.loads(unit.geom.json),
            "properties": values | {"cutoff_date": str(unit.cutoff_date)},
        }
    return found


@settings(max_examples=300)
@given(text=EXPRESSIONS)
def test_selects_what_the_oracle_selects(features: dict[str, dict[str, Any]], text: str) -> None:
    oracle = cql2.parse_text(text)
    expected = sorted(key for key, feature in features.items() if oracle.matches(feature))
    tree = parse_cql2_text(text.replace("(geometry,", "(geom,"))
    found = apply_filter(LAYER.rows(USER).filter(pk__in=KEYS), tree, LAYER)
    assert sorted(found.values_list("pk", flat=True)) == expected
