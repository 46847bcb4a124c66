"""Residences follow from schools and their models; distances are held against pyproj's."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from pyproj import Geod

from territory.models import AdminUnit, RuralResidence, RuralSchool
from territory.residences.derived import refresh_residences
from tests.residences import need, residence, school

pytestmark = pytest.mark.django_db
_GEOD = Geod(ellps="WGS84")


def facts() -> Any:
    return RuralResidence.objects.filter(is_sample=False).order_by("key")


def metres(one: Point, other: Point) -> float:
    return float(_GEOD.inv(one.x, one.y, other.x, other.y)[2])


def test_only_alternation_and_residence_have_one() -> None:
    for number, model in enumerate(("CRFA", "SRE", "ST", None), start=1):
        school(number, model)
    refresh_residences()
    found = list(facts().values_list("key", "service_model"))
    assert found == [("0000001-0", "CRFA"), ("0000002-0", "SRE")]


def test_a_school_that_becomes_tutorial_loses_it_and_what_was_said_is_kept() -> None:
    made = residence(1)
    said = need(made)
    RuralSchool.objects.filter(pk__in=RuralSchool.objects.filter(is_sample=False)).update(
        service_model="ST"
    )
    refresh_residences()
    assert not facts().exists()
    said.refresh_from_db()
    RuralSchool.objects.filter(is_sample=False).update(service_model="SRE")
    refresh_residences()
    again = facts().get()
    assert (again.key, again.service_model, again.needs) == (made.key, "SRE", 1)
    assert said.residence_id == again.key


def test_distances_are_straight_lines_on_the_ellipsoid() -> None:
    district = AdminUnit.objects.get(pk="080101")
    province = AdminUnit.objects.get(pk="0801")
    assert district.capital_point is not None
    assert province.capital_point is not None
    near, far = residence(1), residence(2, "SRE")
    third = residence(3, "SRE", geom=Point(-71.2, -14.5, srid=4326))
    points = {row.key: row.geom for row in facts()}
    for row in facts():
        assert row.geom is not None
        to_district = metres(row.geom, district.capital_point)
        assert row.district_capital_m == pytest.approx(to_district, abs=1)
        assert row.province_capital_m == pytest.approx(
            metres(row.geom, province.capital_point), abs=1
        )
        others = {key: metres(row.geom, point) for key, point in points.items() if key != row.key}
        assert row.nearest_residence_m == pytest.approx(min(others.values()), abs=1)
    near.refresh_from_db()
    assert near.nearest_residence == far.name
    assert third.nearest_residence == far.name


def test_what_cannot_be_measured_is_unknown() -> None:
    """No point, no declared district, no other residence, an annex of the same school."""
    residence(1, geom=None)
    residence(2, declared_unit_id=None)
    residence(2, annex="1", declared_unit_id="08")
    rows = {row.key: row for row in facts()}
    nowhere = rows["0000001-0"]
    assert (nowhere.district_capital_m, nowhere.nearest_residence_m) == (None, None)
    for key in ("0000002-0", "0000002-1"):
        assert rows[key].district_capital_m is None
        assert rows[key].province_capital_m is None
        assert (rows[key].nearest_residence, rows[key].nearest_residence_m) == (None, None)


def test_facts_never_meet_samples() -> None:
    """A fact at a sample's very point has no neighbour, and keeps a key of its own."""
    sample = RuralResidence.objects.filter(is_sample=True, geom__isnull=False).earliest("key")
    made = residence(int(sample.modular_code), geom=sample.geom)
    assert made.key != sample.key
    assert made.nearest_residence_m is None
    assert made.needs is None
    sample.refresh_from_db()
    assert sample.nearest_residence_m


def test_what_stays_is_not_written() -> None:
    residence(1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, xmin::text FROM territory_ruralresidence ORDER BY id")
        before = cursor.fetchall()
        refresh_residences()
        cursor.execute("SELECT id, xmin::text FROM territory_ruralresidence ORDER BY id")
        assert cursor.fetchall() == before
