"""ECQL, CQL2 text's elder, as GeoServer's clients still write it."""

from __future__ import annotations

from typing import Any

import pytest

from layers.errors import InvalidFilter
from ows.filters.cql2_text import parse_cql2_text
from tests.layers.filters.trees import GEOM as G
from tests.layers.filters.trees import NAME as N
from tests.layers.filters.trees import op

ECQL: list[tuple[str, Any]] = [
    (
        "INTERSECTS(geom, POINT(-77 -12)) AND name ILIKE 'a%'",
        op(
            "and",
            op("s_intersects", G, {"type": "Point", "coordinates": [-77, -12], "srid": 4326}),
            op("like", op("casei", N), op("casei", "a%")),
        ),
    ),
    (
        "BBOX(geom, -78, -13, -76, -11)",
        op("s_intersects", G, {"bbox": [-78, -13, -76, -11], "srid": 4326}),
    ),
    (
        "BBOX(geom, -13, -78, -11, -76, 'urn:ogc:def:crs:EPSG::4326')",
        op("s_intersects", G, {"bbox": [-78, -13, -76, -11], "srid": 4326}),
    ),
    (
        "bbox(geom, 1, 2, 3, 4, 'EPSG:32718')",
        op("s_intersects", G, {"bbox": [1, 2, 3, 4], "srid": 32718}),
    ),
    (
        "DWITHIN(geom, POINT(1 2), 1.5, kilometers)",
        op("s_dwithin", G, {"type": "Point", "coordinates": [1, 2], "srid": 4326}, 1500.0),
    ),
    ("IN ('districts.150101')", op("in", {"property": "$fid"}, ["districts.150101"])),
    (r"name = 'a\'", op("=", N, "a\\")),
    ("S_DISJOINT(geom, POINT(1 2)) OR NOT WITHIN(geom, POINT(1 2))", None),
]


@pytest.mark.parametrize(("text", "tree"), ECQL)
def test_the_elder_spellings(text: str, tree: Any) -> None:
    found = parse_cql2_text(text, ecql=True)
    assert tree is None or found == tree


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("BBOX(geom, 1, 2, 3, 4, 'EPSG:99')", 24),
        ("BBOX(geom, 1, 2, 3)", 12),
        ("DWITHIN(geom, POINT(1 2), 5, parsecs)", 30),
        ("DWITHIN(geom, POINT(1 2), -5, meters)", 27),
        ("INTERSECTS(geom)", 16),
    ],
)
def test_errors_in_the_elder_spellings(text: str, position: int) -> None:
    with pytest.raises(InvalidFilter) as raised:
        parse_cql2_text(text, ecql=True)
    assert raised.value.position == position
