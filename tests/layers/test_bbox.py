from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer

from layers.bbox import Bbox
from layers.layer import OFFERED_SRIDS

# Peru and what lies around it, in degrees.
LONGITUDES = st.floats(-82, -68)
LATITUDES = st.floats(-19, 0.5)


def shape_of(bbox: Bbox, srid: int) -> Any:
    polygon = bbox.polygon(srid)
    assert polygon is not None
    assert polygon.srid == srid
    return shapely.from_wkb(bytes(polygon.wkb))


@given(
    lon=LONGITUDES,
    lat=LATITUDES,
    width=st.floats(0.01, 3),
    height=st.floats(0.01, 3),
    source=st.sampled_from(OFFERED_SRIDS),
    at=st.tuples(st.floats(0.02, 0.98), st.floats(0.02, 0.98)),
)
def test_a_point_is_inside_before_and_after_the_transformation(
    lon: float, lat: float, width: float, height: float, source: int, at: tuple[float, float]
) -> None:
    to_source = Transformer.from_crs(4326, source, always_xy=True)
    minx, miny = to_source.transform(lon, lat)
    maxx, maxy = to_source.transform(lon + width, lat + height)
    bbox = Bbox(min(minx, maxx), min(miny, maxy), max(minx, maxx), max(miny, maxy), source)
    x, y = bbox.minx + at[0] * bbox.width, bbox.miny + at[1] * bbox.height
    for target in OFFERED_SRIDS:
        move = Transformer.from_crs(source, target, always_xy=True).transform
        # 2 % of the box aside from its edge: more than the densified edge is off its curve.
        assert shape_of(bbox, target).covers(shapely.Point(move(x, y)))


@pytest.mark.parametrize("source", OFFERED_SRIDS)
def test_the_area_is_that_of_the_edges_transformed_point_by_point(source: int) -> None:
    move = Transformer.from_crs(4326, source, always_xy=True).transform
    minx, miny = move(-77.5, -12.5)
    maxx, maxy = move(-70.5, -5.5)
    bbox = Bbox(minx, miny, maxx, maxy, source)
    ring = shapely.segmentize(shapely.box(minx, miny, maxx, maxy), (maxx - minx) / 2000)
    back = Transformer.from_crs(source, 4326, always_xy=True)
    exact = shapely.transform(ring, lambda xy: np.column_stack(back.transform(*xy.T)))
    found = shape_of(bbox, 4326)
    assert found.symmetric_difference(exact).area < 0.001 * exact.area


def test_west_beyond_east_crosses_the_antimeridian() -> None:
    shape = shape_of(Bbox(170, -20, -70, 10), 4326)
    assert shape.covers(shapely.Point(179, 0))
    assert shape.covers(shapely.Point(-75, -10))
    assert not shape.covers(shapely.Point(0, 0))
    assert shape.area == pytest.approx((10 + 110) * 30)


@pytest.mark.parametrize(
    "bbox",
    [
        Bbox(-1e9, -1e9, 1e9, 1e9, 32718),
        Bbox(-1e9, -1e9, 1e9, 1e9, 3857),
        Bbox(-180, -90, 180, 90, 4326),
        Bbox(-1e300, -1e300, 1e300, 1e300, 4326),
    ],
    ids=str,
)
@pytest.mark.parametrize("target", OFFERED_SRIDS)
def test_a_box_beyond_the_projection_still_covers_peru(bbox: Bbox, target: int) -> None:
    move = Transformer.from_crs(4326, target, always_xy=True).transform
    lima = shapely.Point(move(-77.03, -12.05))
    assert shape_of(bbox, target).covers(lima)


@pytest.mark.parametrize("bbox", [Bbox(500, 500, 600, 600, 4326), Bbox(0, -9e9, 1, -8e9, 3857)])
def test_a_box_outside_the_world_is_none(bbox: Bbox) -> None:
    assert bbox.polygon(4326) is None


@pytest.mark.parametrize("bbox", [Bbox(-77, -12, -77, -12), Bbox(-77, -12, -76, -12)])
def test_a_box_without_area_is_a_point_or_a_line(bbox: Bbox) -> None:
    for target in OFFERED_SRIDS:
        shape = shape_of(bbox, target)
        assert not shape.is_empty
        assert shape.area == 0
