"""What may not be concluded from approximate boundaries."""

from __future__ import annotations

import pytest

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
