"""What is said of a zone's shape: area, overlaps, units, scope; oracle: pyproj and shapely."""

from __future__ import annotations

import json
from typing import Any

import pytest
import shapely
from django.contrib.auth.models import AnonymousUser
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon
from pyproj import Geod

from territory.models import AdminUnit, BoundarySource
from territory.zones import (
    Scope,
    area_ha,
    names_departments_only,
    overlaps,
    scope_of,
    touched_units,
)
from tests.zones import CUSCO, SIDE, SOUTH, WEST, planner, square, stored

pytestmark = pytest.mark.django_db

GEOD = Geod(ellps="WGS84")
KM_DEG = 1 / 111.32  # of latitude, near enough for a distance's order


def shape(west: float = WEST, south: float = SOUTH, side: float = SIDE) -> MultiPolygon:
    polygon = GEOSGeometry(json.dumps(square(west, south, side)), srid=4326)
    return MultiPolygon(polygon, srid=4326)


def geodesic_ha(geometry: Any) -> float:
    area_m2, _ = GEOD.geometry_area_perimeter(shapely.from_wkb(bytes(geometry.wkb)))
    return abs(area_m2) / 10_000


def make_official(level: AdminUnit.Level) -> None:
    """As after an import of INEI's boundaries."""
    AdminUnit.objects.filter(level=level).update(boundary_source=BoundarySource.INEI)


def test_area() -> None:
    assert area_ha(shape()) == pytest.approx(geodesic_ha(shape()), rel=1e-6)


def test_a_hole_is_no_area() -> None:
    whole = square()["coordinates"][0]
    hole = square(WEST + 0.02, SOUTH + 0.02, 0.05)["coordinates"][0][::-1]
    holed = GEOSGeometry(json.dumps({"type": "Polygon", "coordinates": [whole, hole]}), srid=4326)
    assert area_ha(holed) == pytest.approx(
        geodesic_ha(shape()) - geodesic_ha(shape(WEST + 0.02, SOUTH + 0.02, 0.05)), rel=1e-6
    )


def test_overlaps_with_their_share() -> None:
    ana = planner("ana")
    half = stored(ana, "approved", square(WEST + SIDE / 2), title="Media")
    quarter = stored(ana, "approved", square(WEST - SIDE / 2, SOUTH - SIDE / 2), title="Un cuarto")
    stored(ana, "approved", square(WEST + SIDE), title="Al lado")
    found = overlaps(shape(), AnonymousUser()).largest
    assert [item.zone.pk for item in found] == [half.pk, quarter.pk]
    assert [item.percent for item in found] == pytest.approx([50, 25], abs=0.1)
    shared = shapely.box(WEST + SIDE / 2, SOUTH, WEST + SIDE, SOUTH + SIDE)
    expected_m2, _ = GEOD.geometry_area_perimeter(shared)
    assert found[0].area_ha == pytest.approx(abs(expected_m2) / 10_000, rel=1e-4)


def test_a_zone_does_not_overlap_itself() -> None:
    zone = stored(planner("ana"), "approved")
    assert overlaps(shape(), AnonymousUser(), leaving_out=zone.pk).largest == []
    assert len(overlaps(shape(), AnonymousUser()).largest) == 1


def test_a_cut_list_of_overlaps_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("territory.zones.MAX_OVERLAPS", 2)
    ana = planner("ana")
    large, middle = (stored(ana, "approved", square(side=side)) for side in (0.1, 0.08))
    assert not overlaps(shape(), AnonymousUser()).has_more
    stored(ana, "approved", square(side=0.05))
    found = overlaps(shape(), AnonymousUser())
    assert [item.zone.pk for item in found.largest] == [large.pk, middle.pk]
    assert found.has_more


def test_a_sliver_is_no_overlap_but_a_small_zone_is() -> None:
    ana = planner("ana")
    stored(ana, "approved", square(WEST + SIDE - 1e-7), title="Redondeo")
    small = stored(ana, "approved", square(WEST + 0.05, SOUTH + 0.05, 0.0005), title="Pequeña")
    assert [item.zone.pk for item in overlaps(shape(), AnonymousUser()).largest] == [small.pk]


def test_only_departments_are_named_while_boundaries_are_rough() -> None:
    assert names_departments_only()
    assert [unit.pk for unit in touched_units(shape())] == [CUSCO]


def test_with_official_boundaries_all_levels_are_named() -> None:
    for level in AdminUnit.Level:
        make_official(level)
    assert not names_departments_only()
    found = {unit.pk for unit in touched_units(shape())}
    zone = shapely.from_wkb(bytes(shape().wkb))
    expected = {
        pk
        for pk, geom in AdminUnit.objects.exclude(geom=None).values_list("pk", "geom")
        if geom is not None
        and geom.intersects(shape())
        and shapely.intersection(zone, shapely.from_wkb(bytes(geom.wkb))).area > 1e-6
    }
    assert found == expected
    assert CUSCO in found
    assert {len(pk) for pk in found} == {2, 4, 6}


def outline() -> shapely.Geometry:
    geom = AdminUnit.objects.get(pk=CUSCO).geom
    assert geom is not None
    return shapely.from_wkb(bytes(geom.wkb))


def beyond(kilometres: float) -> MultiPolygon:
    """A square across the department's westernmost point, this far outside it."""
    west = outline().bounds[0]
    x, y = next(p for p in shapely.get_coordinates(outline()) if p[0] == west)
    reach = kilometres * KM_DEG
    return MultiPolygon(
        GEOSGeometry(json.dumps(square(x - reach, y - 0.002, reach + 0.01, 0.004)), srid=4326),
        srid=4326,
    )


def test_inside_is_within() -> None:
    assert scope_of(shape(), CUSCO) == Scope(within=True, outside_m=0.0)


@pytest.mark.parametrize(("kilometres", "within"), [(1, True), (4, True), (7, False), (40, False)])
def test_rough_outlines_are_tolerated_for_five_kilometres(kilometres: float, within: bool) -> None:
    found = scope_of(beyond(kilometres), CUSCO)
    assert found.within is within
    assert found.outside_m == pytest.approx(kilometres * 1000, rel=0.1)


def shifted(metres: float) -> MultiPolygon:
    """A piece of the department along its western outline, moved so far to the west."""
    west, south, _, north = outline().bounds
    middle = (south + north) / 2
    piece = shapely.intersection(outline(), shapely.box(west, middle, west + 1, middle + 0.2))
    moved = shapely.transform(piece, lambda points: points - [metres / 1000 * KM_DEG, 0])
    assert isinstance(moved, shapely.Polygon)
    return MultiPolygon(GEOSGeometry(memoryview(shapely.to_wkb(moved)), srid=4326), srid=4326)


@pytest.mark.parametrize(("metres", "within"), [(0.2, True), (30, False), (1000, False)])
def test_official_outlines_hold(metres: float, within: bool) -> None:
    """But for the rounding of a vertex that was snapped to one."""
    make_official(AdminUnit.Level.DEPARTMENT)
    assert scope_of(shifted(metres), CUSCO).within is within


def test_another_department_is_far_outside() -> None:
    found = scope_of(shape(-77.0, -12.1), CUSCO)
    assert not found.within
    line = GEOD.inv(-77.0, -12.0, -73.9, -12.8)[2]
    assert found.outside_m == pytest.approx(line, rel=0.2)


def test_a_mouth_between_two_capes_is_measured_inside_too() -> None:
    """All vertices on the outline, the middle of the shape far from it."""
    AdminUnit.objects.filter(pk=CUSCO).update(
        geom=GEOSGeometry(
            "MULTIPOLYGON(((-72 -14,-71 -14,-71 -13,-71.1 -13,-71.1 -13.9,-71.9 -13.9,-71.9 -13,"
            "-72 -13,-72 -14)))",
            srid=4326,
        )
    )
    bay = GEOSGeometry(
        "MULTIPOLYGON(((-71.9 -13.9,-71.1 -13.9,-71.1 -13,-71.9 -13,-71.9 -13.9)))", srid=4326
    )
    assert not scope_of(bay, CUSCO).within


def test_a_department_without_outline_holds_nothing() -> None:
    AdminUnit.objects.filter(pk=CUSCO).update(geom=None, boundary_source=None)
    assert scope_of(shape(), CUSCO) == Scope(within=False, outside_m=None)
