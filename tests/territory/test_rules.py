"""What may not be concluded from approximate boundaries."""

from __future__ import annotations

import pytest
from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from pytest_django import DjangoAssertNumQueries

from territory.boundaries import rules
from territory.models import AdminUnit, BoundarySource
from territory.queries import units_at

pytestmark = pytest.mark.django_db

Level = AdminUnit.Level


@pytest.mark.parametrize("level", list(Level))
def test_nothing_is_concluded_while_boundaries_are_not_official(level: AdminUnit.Level) -> None:
    assert not rules.can_conclude_from_position(level)
    assert rules.scope_tolerance_m(level) == 5_000


def test_a_position_names_departments_only() -> None:
    assert rules.levels_named_by_position() == (Level.DEPARTMENT,)
    assert [unit.pk for unit in units_at(-77.03, -12.05)] == ["15"]
    assert units_at(-85.0, -12.0) == []


def test_official_boundaries_lift_the_rules_level_by_level() -> None:
    AdminUnit.objects.filter(level=Level.PROVINCE).update(boundary_source=BoundarySource.INEI)
    assert rules.can_conclude_from_position(Level.PROVINCE)
    assert rules.scope_tolerance_m(Level.PROVINCE) == 0
    assert not rules.can_conclude_from_position(Level.DISTRICT)
    assert rules.levels_named_by_position() == (Level.DEPARTMENT, Level.PROVINCE)
    assert [unit.level for unit in units_at(-77.03, -12.05)] == ["department", "province"]


def test_one_unofficial_unit_holds_its_level_back() -> None:
    provinces = AdminUnit.objects.filter(level=Level.PROVINCE)
    provinces.exclude(pk="1501").update(boundary_source=BoundarySource.INEI)
    assert not rules.can_conclude_from_position(Level.PROVINCE)


def test_without_units_nothing_is_official() -> None:
    AdminUnit.objects.filter(level=Level.DISTRICT).update(valid_to="2020-01-01")
    assert not rules.has_official_boundaries(Level.DISTRICT)


@pytest.fixture
def official_districts() -> None:
    """One official district, across the outline of Lima's department; the others have none."""
    AdminUnit.objects.filter(level=Level.DISTRICT).update(
        geom=None, boundary_source=None, capital_point=None
    )
    AdminUnit.objects.filter(pk="070101").update(
        geom=MultiPolygon(Polygon.from_bbox((-77.1, -12.1, -77.0, -12.0)), srid=4326),
        boundary_source=BoundarySource.INEI,
    )


@pytest.mark.usefixtures("official_districts")
def test_a_unit_without_any_polygon_holds_nothing_back() -> None:
    assert rules.official_levels() == (Level.DISTRICT,)
    assert rules.can_conclude_from_position(Level.DISTRICT)
    assert rules.scope_tolerance_m(Level.DISTRICT) == 0
    assert rules.scope_tolerance_m(Level.PROVINCE) == 5_000


@pytest.mark.usefixtures("official_districts")
def test_an_official_district_decides_over_a_generalised_department() -> None:
    """Natural Earth's Lima covers the point, INEI's district of Callao does too."""
    assert [unit.pk for unit in units_at(-77.03, -12.05)] == ["07", "0701", "070101"]
    assert [unit.pk for unit in units_at(-76.9, -12.05)] == ["15"]  # a gap


@pytest.mark.usefixtures("official_districts")
@pytest.mark.parametrize(
    ("ubigeo", "longitude", "named"),
    [
        ("070107", -77.09, "15"),  # made out of it since
        ("150137", -77.09, "15"),  # or out of one beside it, to judge by its parent
        ("070107", -76.998, "15"),  # its capital seems 200 m outside
        ("150137", -76.998, "070101"),
        ("070107", -76.98, "070101"),
    ],
)
def test_a_polygon_out_of_which_a_unit_was_made_since_decides_nothing(
    ubigeo: str, longitude: float, named: str
) -> None:
    capital = Point(longitude, -12.05, srid=4326)
    AdminUnit.objects.filter(pk=ubigeo).update(capital_point=capital)
    assert units_at(-77.03, -12.05)[-1].pk == named


@pytest.mark.usefixtures("official_districts")
def test_what_is_named_takes_three_queries(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(3):
        units_at(-77.03, -12.05)
