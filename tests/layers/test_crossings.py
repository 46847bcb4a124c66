"""Shapes that cost more than their vertices: the count of what meets, against counting by hand."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from layers.crossings import check_density, meetings, repaired
from layers.errors import InvalidFilter, InvalidGeometry
from layers.filters.budget import Budget
from layers.filters.spatial import geometry

UNBOUND = 10**12


def comb(teeth: int) -> shapely.Polygon:
    """A valid polygon each of whose long sides lies in the rectangle of every other."""
    step = 1 / teeth
    points = [
        (-77 + along + index * step / 10, -12 + along)
        for index in range(teeth)
        for along in ((0, 1) if index % 2 else (1, 0))
    ]
    return shapely.Polygon([*points, (-70, -20), (-80, -20)])


def strewn(vertices: int) -> shapely.Polygon:
    """A polygon whose sides cross one another at random."""
    places = np.random.default_rng(1).random((vertices, 2)) + np.array([-77, -12])
    return shapely.Polygon(places)


def coast(vertices: int) -> shapely.Polygon:
    """A valid outline as ragged as nature's: a circle with noise at every scale."""
    angles = np.linspace(0, 2 * np.pi, vertices, endpoint=False)
    noise = np.random.default_rng(2).random(vertices) / vertices
    waves = sum(np.sin(angles * 3**power) / 3 ** (power + 1) for power in range(6))
    radius = 1 + waves / 4 + noise
    return shapely.Polygon(np.c_[radius * np.cos(angles) - 75, radius * np.sin(angles) - 10])


def by_hand(line: list[tuple[int, int]]) -> int:
    """Pairs of segments with meeting rectangles, both orders, as ``meetings`` leaves them out."""
    sides = list(pairwise(line))

    def meet(one: tuple[object, object], other: tuple[object, object]) -> bool:
        rectangles = [shapely.box(*shapely.LineString(side).bounds) for side in (one, other)]
        return bool(shapely.intersects(*rectangles))

    pairs = sum(meet(one, other) for one, other in combinations(sides, 2))
    return len(sides) + 2 * pairs - 3 * len(sides)


POSITIONS = st.tuples(st.integers(0, 9), st.integers(0, 9))


@given(st.lists(POSITIONS, min_size=2, max_size=12))
def test_counted_as_by_hand(line: list[tuple[int, int]]) -> None:
    assert meetings(shapely.LineString(line), UNBOUND) == by_hand(line)


def test_parts_and_rings_are_not_joined_by_a_segment() -> None:
    squares = [shapely.box(x, 0, x + 1, 1) for x in (0, 10, 20)]
    holed = shapely.Polygon(squares[0].exterior, [shapely.box(0.4, 0.4, 0.6, 0.6).exterior])
    shape = shapely.GeometryCollection([shapely.MultiPolygon([holed, squares[1]]), squares[2]])
    assert meetings(shape, UNBOUND) == 0  # each side of a square meets itself and two others
    assert meetings(shapely.Point(0, 0), UNBOUND) == 0


@pytest.mark.parametrize("vertices", [1_000, 20_000])
def test_what_a_map_holds_is_within_the_bound(vertices: int) -> None:
    shape = coast(vertices)
    assert shape.is_valid
    check_density(shape)
    grid = shapely.union_all([shapely.box(x, y, x + 1, y + 1) for x in range(60) for y in (0, 2)])
    check_density(grid)
    assert meetings(shape, UNBOUND) < 5 * vertices


def test_a_count_stops_soon_beyond_its_limit() -> None:
    """The whole would be hundreds of millions: the work is the limit's, not the shape's."""
    assert 1_000 < meetings(comb(10_000), 1_000) < 3_000_000


@pytest.mark.parametrize("shape", [comb(10_000), strewn(20_000)], ids=["comb", "strewn"])
def test_a_shape_that_would_take_seconds_is_refused(shape: shapely.Polygon) -> None:
    with pytest.raises(InvalidGeometry, match="demasiado enredada"):
        check_density(shape)


def test_the_same_in_a_filter() -> None:
    """A GET of 6 kB, 300 vertices strewn about, kept GEOS busy for 20 s."""
    for shape in (comb(10_000), strewn(2_000)):
        with pytest.raises(InvalidFilter, match="demasiado enredada"):
            geometry(shapely.geometry.mapping(shape), 4326, Budget())
    few = geometry(shapely.geometry.mapping(strewn(100)), 4326, Budget())
    assert few.valid


def test_a_bow_tie_is_both_of_its_triangles() -> None:
    bow_tie = shapely.from_wkt("POLYGON ((0 0, 2 2, 2 0, 0 2, 0 0))")
    expected = shapely.from_wkt("MULTIPOLYGON (((0 0, 1 1, 0 2, 0 0)), ((1 1, 2 2, 2 0, 1 1)))")
    assert repaired(bow_tie).equals(expected)


def test_a_whole_filters_geometries_are_counted_together() -> None:
    point = {"type": "Point", "coordinates": [-77, -12]}
    outline = shapely.geometry.mapping(coast(20_000))
    for literal, most, limit in ((point, 100, "100 geometrías"), (outline, 2, "50000 vértices")):
        budget = Budget()
        for _ in range(most):
            geometry(literal, 4326, budget)
        with pytest.raises(InvalidFilter, match=limit):
            geometry(literal, 4326, budget)
