"""Spatial predicates, against shapely on the same shapes, and the use of the index."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
import shapely
from django.db import connection
from pyproj import Geod, Transformer

from layers.errors import InvalidFilter
from layers.filters.budget import Budget
from layers.filters.compiler import apply_filter, compile_filter
from layers.filters.spatial import geometry
from layers.registry import get
from layers.sql import literal_sql
from tests.layers.filters.sample import LAYER, USER

GEOM = {"property": "geom"}
SQUARES = {
    "91": shapely.box(-78, -10, -77, -9),
    "92": shapely.box(-77, -10, -76, -9),
    "93": shapely.box(-70, -18, -69, -17),
    "94": shapely.box(-72, -14, -71, -13),
}
SHAPES = {
    "inside": "POINT (-77.5 -9.5)",
    "corner": "POINT (-77 -9)",
    "edge": "LINESTRING (-77 -10, -77 -9)",
    "through": "LINESTRING (-78.5 -9.5, -75 -9.5)",
    "same": "POLYGON ((-78 -10, -77 -10, -77 -9, -78 -9, -78 -10))",
    "around": "POLYGON ((-79 -11, -75 -11, -75 -8, -79 -8, -79 -11))",
    "half": "POLYGON ((-77.5 -11, -76.5 -11, -76.5 -9.5, -77.5 -9.5, -77.5 -11))",
    "points": "MULTIPOINT (-77.5 -9.5, -71.5 -13.5)",
    "lines": "MULTILINESTRING ((-77.6 -9.5, -77.4 -9.5), (-77.5 -9.6, -77.5 -9.4))",
    "polygons": "MULTIPOLYGON (((-72 -14, -71 -14, -71 -13, -72 -13, -72 -14)), "
    "((0 0, 1 0, 1 1, 0 1, 0 0)))",
    "collection": "GEOMETRYCOLLECTION (POINT (-77.5 -9.5), LINESTRING (-72 -14, -71 -13))",
    "nowhere": "POINT (10 10)",
}
ORACLES = {
    "s_intersects": shapely.intersects,
    "s_disjoint": shapely.disjoint,
    "s_within": shapely.within,
    "s_contains": shapely.contains,
    "s_equals": shapely.equals,
    "s_touches": shapely.touches,
    "s_overlaps": shapely.overlaps,
    "s_crosses": shapely.crosses,
}


def literal(shape: shapely.Geometry, srid: int = 4326) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(shapely.to_geojson(shape))
    return found | {"srid": srid}


def tree(op: str, *args: Any) -> dict[str, Any]:
    return {"op": op, "args": list(args)}


@pytest.mark.parametrize("name", SHAPES)
def test_predicates_agree_with_shapely(rows_made: None, name: str) -> None:
    shape = shapely.from_wkt(SHAPES[name])
    tree_of = {op: tree(op, GEOM, literal(shape)) for op in ORACLES}
    for op, oracle in ORACLES.items():
        assert rows(tree_of[op]) == [k for k, s in SQUARES.items() if oracle(s, shape)], op
        mirrored = rows(tree(op, literal(shape), GEOM))
        assert mirrored == [k for k, s in SQUARES.items() if oracle(shape, s)], op


@pytest.mark.parametrize("srid", [3857, 32717, 32718, 32719])
@pytest.mark.parametrize("name", ["inside", "around", "half", "lines", "nowhere"])
def test_literals_in_other_crss(rows_made: None, name: str, srid: int) -> None:
    """The same shape, densified by hand and moved by pyproj, selects the same rows."""
    shape = shapely.from_wkt(SHAPES[name])
    if name == "nowhere":
        shape = shapely.from_wkt("POINT (-75 -5)")
    move = Transformer.from_crs(4326, srid, always_xy=True).transform
    moved = shapely.transform(
        shapely.segmentize(shape, 0.01),
        lambda xy: list(zip(*move(xy[:, 0], xy[:, 1]), strict=True)),
    )
    expected = [key for key, square in SQUARES.items() if shapely.intersects(square, shape)]
    assert rows(tree("s_intersects", GEOM, literal(moved, srid))) == expected


@pytest.mark.parametrize(
    "value",
    [
        {"bbox": [-1e9, -1e9, 1e9, 1e9], "srid": 32718},
        {"bbox": [-1e30, -1e30, 1e30, 1e30], "srid": 3857},
        {"bbox": [-360, -180, 360, 180], "srid": 4326},
        literal(shapely.box(-1e9, -1e9, 1e9, 1e9), 32717),
        literal(shapely.box(-1e30, -1e30, 1e30, 1e30), 3857),
    ],
)
def test_beyond_a_domain_is_everywhere(rows_made: None, value: dict[str, Any]) -> None:
    assert rows(tree("s_intersects", GEOM, value)) == list(SQUARES)


@pytest.mark.parametrize(
    "value",
    [
        {"bbox": [1e9, 1e9, 2e9, 2e9], "srid": 32718},
        literal(shapely.Point(1e9, 1e9), 32718),
        literal(shapely.LineString([(1e12, 0), (1e12, 5)]), 3857),
    ],
)
def test_wholly_outside_a_domain_is_nowhere(rows_made: None, value: dict[str, Any]) -> None:
    assert rows(tree("s_intersects", GEOM, value)) == []
    everywhere = tree("not", tree("s_intersects", GEOM, value))
    assert rows(everywhere) == list(SQUARES)


def test_a_box_across_the_antimeridian(rows_made: None) -> None:
    across = {"bbox": [170, -20, -77.5, 0], "srid": 4326}
    assert rows(tree("s_intersects", GEOM, across)) == ["91"]


def test_a_polygon_that_crosses_itself_is_mended(rows_made: None) -> None:
    bow_tie = shapely.from_wkt("POLYGON ((-78.5 -11, -69 -19, -69 -11, -78.5 -19, -78.5 -11))")
    assert not bow_tie.is_valid
    # Its right half reaches from (-73.75, -15) to the side at -69.
    assert rows(tree("s_intersects", GEOM, literal(bow_tie))) == ["93", "94"]


def test_the_geometry_of_a_box_without_property(rows_made: None) -> None:
    box = {"bbox": [-78, -10, -77.5, -9.5], "srid": 4326}
    assert rows(tree("s_intersects", {"property": ""}, box)) == ["91"]


@pytest.mark.parametrize("metres", [0, 1_000, 50_000, 120_000, 500_000, 20_000_000])
def test_distances_agree_with_the_ellipsoid(rows_made: None, metres: float) -> None:
    point = shapely.Point(-75, -9.5)
    geod = Geod(ellps="WGS84")
    near = []
    for key, square in SQUARES.items():
        edge = shapely.get_coordinates(shapely.segmentize(square.exterior, 0.01))
        far = min(geod.inv(*point.coords[0], *place)[2] for place in edge)
        if far <= metres:
            near.append(key)
    assert rows(tree("s_dwithin", GEOM, literal(point), metres)) == near
    beyond = [key for key in SQUARES if key not in near]
    assert rows(tree("s_beyond", GEOM, literal(point), metres)) == beyond


REFUSED: list[Any] = [
    {"type": "Point", "coordinates": [0], "srid": 4326},
    {"type": "Point", "coordinates": [float("nan"), 0], "srid": 4326},
    {"type": "Point", "coordinates": [float("inf"), 0], "srid": 4326},
    {"type": "Point", "coordinates": "x", "srid": 4326},
    {"type": "Point", "srid": 4326},
    {"type": "Circle", "coordinates": [0, 0], "srid": 4326},
    {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [2, 0]]], "srid": 4326},
    {"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]], "srid": 4326},
    {"type": "Point", "coordinates": [0, 0], "srid": "4326"},
    {"type": "LineString", "coordinates": [[0, n % 90] for n in range(50_001)], "srid": 4326},
    {"bbox": [0, 0, 1], "srid": 4326},
    {"bbox": [0, 0, 1, "x"], "srid": 4326},
    {"bbox": [0, 0, 1, float("nan")], "srid": 4326},
    "POINT (0 0)",
    None,
    5,
]


@pytest.mark.parametrize("value", REFUSED)
def test_bad_geometries(value: Any) -> None:
    with pytest.raises(InvalidFilter):
        compile_filter(tree("s_intersects", GEOM, value), LAYER)


@pytest.mark.parametrize("metres", [-1, float("nan"), float("inf"), "10", True, 1e9, None])
def test_bad_distances(metres: Any) -> None:
    with pytest.raises(InvalidFilter):
        compile_filter(tree("s_dwithin", GEOM, literal(shapely.Point(0, 0)), metres), LAYER)


def test_edges_are_densified() -> None:
    """A straight UTM edge is a curve in degrees: its middle leaves the chord."""
    moved = geometry({"bbox": [0, 8_500_000, 1_000_000, 8_600_000], "srid": 32718}, 4326, Budget())
    assert moved.srid == 4326
    assert moved.num_coords > 40
    (x0, y0), (x1, y1) = moved.extent[:2], moved.extent[2:]
    south_west = Transformer.from_crs(32718, 4326, always_xy=True).transform(0, 8_500_000)
    assert y0 < south_west[1] < y1
    assert x0 <= south_west[0] < x1


DISTRICT_TREES = {
    "intersects": tree("s_intersects", GEOM, {"bbox": [-77.1, -12.1, -77, -12], "srid": 4326}),
    "within": tree("s_within", GEOM, literal(shapely.box(-77.5, -12.5, -77, -12))),
    "contains": tree("s_contains", GEOM, literal(shapely.Point(-77.03, -12.05))),
    "utm": tree(
        "s_intersects", GEOM, {"bbox": [270_000, 8_660_000, 280_000, 8_670_000], "srid": 32718}
    ),
    "near": tree("s_dwithin", GEOM, literal(shapely.Point(-77.03, -12.05)), 2_000),
}


@pytest.mark.parametrize("name", DISTRICT_TREES)
@pytest.mark.parametrize("layer_name", ["districts", "environmental_commissions"])
def test_the_spatial_index_serves(db: None, name: str, layer_name: str) -> None:
    layer = get(layer_name, USER)
    found = apply_filter(layer.rows(USER).order_by(), DISTRICT_TREES[name], layer)
    with connection.cursor() as cursor:
        # What another test's statements said of the tables' sizes outlives their rolled back rows.
        cursor.execute("ANALYZE territory_environmentalcommission, territory_adminunit")
        # A small table would be read whole: the question is whether the index could serve.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN " + literal_sql(found.values("pk")).replace("%", "%%"))
        plan = "\n".join(row for (row,) in cursor.fetchall())
    conditions = [line for line in plan.splitlines() if "Index Cond:" in line]
    assert any("geom" in line for line in conditions), plan


def test_the_name_index_serves_folded_patterns(db: None) -> None:
    layer = get("districts", USER)
    folded = {"op": "casei", "args": [{"op": "accenti", "args": [{"property": "name"}]}]}
    found = apply_filter(layer.rows(USER).order_by(), tree("like", folded, "%ANCÓN%"), layer)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
        cursor.execute("EXPLAIN " + literal_sql(found.values("pk")))
        plan = "\n".join(row for (row,) in cursor.fetchall())
    assert "adminunit_name_trgm" in plan, plan


def test_lists_hold_their_items(db: None) -> None:
    layer = get("environmental_commissions", USER)
    everyone = layer.rows(USER)

    def number(found: dict[str, Any]) -> int:
        return apply_filter(everyone, found, layer).count()

    held = {"property": "commitments"}
    total = everyone.count()
    assert total > 0
    assert number(tree("=", held, 3)) == everyone.filter(commitments__contains=[3]).count() > 0
    assert number(tree("<>", held, 3)) == total - number(tree("=", held, 3))
    assert number(tree("in", held, [3, 99_999_999])) == number(tree("=", held, 3))
    assert number(tree("=", held, "3")) == number(tree("=", held, 3))
    assert number(tree("=", held, 2**70)) == 0
    for bad in (tree("<", held, 3), tree("=", held, "a"), tree("=", held, 3.5)):
        with pytest.raises(InvalidFilter, match="commitments"):
            compile_filter(bad, layer)


def test_a_geometry_of_a_related_row(db: None) -> None:
    layer = get("environmental_commissions", USER)
    peru = {"bbox": [-82, -19, -68, 0], "srid": 4326}
    found = apply_filter(layer.rows(USER), tree("s_intersects", GEOM, peru), layer)
    placed = layer.rows(USER).filter(declared_unit__geom__isnull=False)
    assert found.count() == placed.count() > 0


def test_a_layer_in_another_crs() -> None:
    """The literal goes to the layer's CRS, whichever it is; the column stays as it is."""
    layer = replace(LAYER, srid=32718)
    found = apply_filter(
        layer.rows(USER), tree("s_intersects", GEOM, literal(shapely.Point(-77, -12))), layer
    )
    sql = literal_sql(found.values("pk"))
    assert "ST_Transform" not in sql
    assert "e6100000" not in sql.lower()  # SRID 4326 in an EWKB: none of the literals has it


def rows(found: dict[str, Any]) -> list[str]:
    units = apply_filter(LAYER.rows(USER).filter(level="department"), found, LAYER)
    return sorted(units.values_list("pk", flat=True))
