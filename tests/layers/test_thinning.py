from __future__ import annotations

import math
from collections import defaultdict
from typing import Any

import pytest
import shapely
from django.contrib.auth.models import AnonymousUser
from django.contrib.gis.geos import LineString, MultiLineString
from django.db.models import F
from pyproj import Transformer

from layers import registry
from layers.bbox import Bbox
from layers.features import select
from layers.query import FeatureQuery
from layers.thinning import simplified
from territory.models import TransitRoute

pytestmark = pytest.mark.django_db

USER = AnonymousUser()
CAPITALS = registry.get("district_capitals", USER)
# A web map of all the Americas.
RESOLUTION_M = 39_136.0


def classes(row: Any) -> tuple[bool, bool]:
    return row.is_province_capital, row.is_department_capital


def thinned(resolution: float, srid: int = 3857) -> list[Any]:
    return list(select(FeatureQuery(CAPITALS, USER, srid=srid, resolution=resolution)))


@pytest.mark.parametrize("srid", [3857, 32718, 4326])
def test_one_point_stays_of_each_class_near_every_point(srid: int) -> None:
    resolution = RESOLUTION_M if srid != 4326 else RESOLUTION_M / 111_320
    everything = list(CAPITALS.rows(USER))
    kept = thinned(resolution, srid)
    assert 0 < len(kept) < len(everything) / 2
    assert {row.pk for row in kept} <= {row.pk for row in everything}
    nearby = defaultdict(list)
    for row in kept:
        nearby[classes(row)].append((row.capital_point.x, row.capital_point.y))
    # A grid cell is one pixel wide, so what stands for a point is at most its diagonal away;
    # 5 % more, since the pixel is measured in the middle of Peru.
    reach = 1.05 * math.hypot(1, 1) * RESOLUTION_M / 111_320 * 1.02
    for row in everything:
        x, y = row.capital_point.coords
        assert min(math.dist((x, y), other) for other in nearby[classes(row)]) <= reach


def test_no_two_points_of_a_class_share_a_pixel() -> None:
    kept = thinned(RESOLUTION_M)
    move = Transformer.from_crs(4326, 3857, always_xy=True)
    east, _north = move.transform(-75.0, -10.0)
    side = Transformer.from_crs(3857, 4326, always_xy=True).transform(east + RESOLUTION_M, 0)[0]
    side += 75.0
    cells = [
        (
            *classes(row),
            math.floor(row.capital_point.x / side),
            math.floor(row.capital_point.y / side),
        )
        for row in kept
    ]
    assert len(set(cells)) == len(cells)


def test_every_class_keeps_its_points() -> None:
    """A department's capital must not vanish behind a village that lies nearer to the corner."""
    departments = [row.pk for row in CAPITALS.rows(USER).filter(is_department_capital=True)]
    kept = {row.pk for row in thinned(100_000)}
    far_apart = {"160101", "230101", "240101", "200101", "170101"}
    assert far_apart <= kept & set(departments)


def test_a_pixel_smaller_than_any_distance_keeps_all() -> None:
    assert len(thinned(0.001)) == 1890


def test_polygons_are_not_thinned() -> None:
    districts = registry.get("districts", USER)
    asked = FeatureQuery(districts, USER, srid=3857, resolution=1e6)
    assert select(asked).count() == 1891


def test_a_drawing_takes_what_touches_the_rectangle() -> None:
    departments = registry.get("departments", USER)
    corner = Bbox(-77.9, -0.2, -77.7, -0.03)
    drawn = {row.pk for row in select(FeatureQuery(departments, USER, bbox=corner, resolution=1.0))}
    exact = {row.pk for row in select(FeatureQuery(departments, USER, bbox=corner))}
    assert exact < drawn == {"16"}


ROUTES = registry.get("transit_routes", USER)
# A wave a hundredth of a degree high, and a spot.
WAVE = [(-72 + step / 1000, -13 + 0.01 * math.sin(step / 20)) for step in range(1000)]
SPOT = [(-72.0, -13.0), (-71.9999, -13.0)]


def drawn_line(points: list[tuple[float, float]], pixel: str) -> Any:
    """The line as it is drawn with a pixel of that side, degrees, as SQL."""
    row = TransitRoute.objects.create(
        feed="x",
        route_id="x",
        name="x",
        mode="bus",
        path_source="shapes",
        declared_unit_id="0801",
        commitments=[10],
        source="x",
        cutoff_date="2020-01-01",
        geom=MultiLineString(LineString(points), srid=4326),
    )
    found = TransitRoute.objects.annotate(drawn=simplified(F("geom"), ROUTES, pixel)).get(pk=row.pk)
    assert found.drawn.geom_type == "MultiLineString"
    return shapely.from_wkt(found.drawn.wkt)


@pytest.mark.parametrize("pixel", [0.0001, 0.001, 0.02])
def test_a_line_loses_turns_that_a_pixel_hides(pixel: float) -> None:
    drawn = drawn_line(WAVE, repr(pixel))
    assert shapely.get_num_coordinates(drawn) < len(WAVE) / 2
    assert shapely.hausdorff_distance(drawn, shapely.LineString(WAVE)) < pixel / 2


def test_a_line_within_a_pixel_is_a_pixel_long() -> None:
    drawn = drawn_line(SPOT, "0.5")
    assert drawn.length == pytest.approx(0.5)
    assert shapely.get_coordinates(drawn)[0].tolist() == [-72.0, -13.0]


def test_where_the_pixel_is_unknown_nothing_is_lost() -> None:
    # As Mapnik asks while it looks at the columns.
    drawn = drawn_line(WAVE, "NULLIF(0, 0)")
    assert shapely.hausdorff_distance(drawn, shapely.LineString(WAVE)) < 1e-12


def test_other_shapes_stay_as_they_are() -> None:
    geometry = F("geom")
    assert simplified(geometry, registry.get("districts", USER), "1.0") is geometry
