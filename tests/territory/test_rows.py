"""Rows as pages list and count them: facts or samples, by unit, a page at a time."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from layers.themes import placed_records
from territory.models import AdminUnit, EnvironmentalCommission, SanitationProject, TransitRoute
from territory.models.placed import PlacedRecord
from territory.rows import count_for_commitment, rows_declared_on, rows_for_commitment

pytestmark = pytest.mark.django_db

ALL = slice(None)
PROJECT: dict[str, Any] = {
    "name": "Agua potable",
    "commitments": [14],
    "source": "MEF",
    "cutoff_date": "2024-12-31",
    "selected_by": "function",
}


@pytest.mark.parametrize("model", placed_records(), ids=lambda model: model.__name__)
def test_a_row_is_listed_as_it_calls_itself(model: type[PlacedRecord]) -> None:
    stored = list(model._default_manager.order_by("declared_unit_id", "pk"))
    number = stored[0].commitments[0]
    expected = [row for row in stored if number in row.commitments]
    listed = rows_for_commitment(number, {model: ALL})[model]
    assert [row.title for row in listed] == [str(row) for row in expected]
    assert [[ubigeo for ubigeo, _ in row.units] for row in listed] == [
        [row.declared_unit_id] if row.declared_unit_id else [] for row in expected
    ]
    assert all(row.is_sample for row in listed)
    assert {row.source for row in listed} == {row.source for row in expected}
    names = dict(AdminUnit.objects.values_list("pk", "name"))
    assert all(name == names[ubigeo] for row in listed for ubigeo, name in row.units)


def test_samples_leave_when_facts_come_and_what_declares_nothing_goes_last() -> None:
    SanitationProject.objects.create(cui="2000001", **PROJECT)
    SanitationProject.objects.create(cui="2000002", declared_unit_id="130101", **PROJECT)
    SanitationProject.objects.create(cui="2000003", declared_unit_id="08", **PROJECT)
    listed = rows_for_commitment(14, {SanitationProject: ALL})[SanitationProject]
    assert [(row.title, row.units) for row in listed] == [
        ("2000003 Agua potable", (("08", "Cusco"),)),
        ("2000002 Agua potable", (("130101", "Trujillo"),)),
        ("2000001 Agua potable", ()),
    ]
    assert count_for_commitment(14, [SanitationProject]) == {SanitationProject: 3}


def test_the_parts_of_a_list_make_the_whole(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    models = placed_records(10)
    count_for_commitment(10, models)  # kept from here on
    with django_assert_num_queries(1):
        counts = count_for_commitment(10, models)
    assert list(counts) == list(models)
    whole = rows_for_commitment(10, dict.fromkeys(models, ALL))
    assert {model: len(rows) for model, rows in whole.items()} == counts
    with django_assert_num_queries(1):
        first = rows_for_commitment(10, dict.fromkeys(models, slice(0, 2)))
    second = rows_for_commitment(10, {TransitRoute: slice(2, 4)})
    assert first[TransitRoute] + second[TransitRoute] == whole[TransitRoute][:4]


def test_what_declares_a_unit_is_listed_up_to_a_limit(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for n in range(4):
        SanitationProject.objects.create(cui=f"200000{n}", declared_unit_id="1301", **PROJECT)
    EnvironmentalCommission.objects.create(
        kind="CAM",
        name="CAM",
        declared_unit_id="1301",
        commitments=[3],
        source="MINAM",
        cutoff_date="2019-12-31",
    )
    unit = AdminUnit.objects.get(pk="1301")
    with django_assert_num_queries(1):
        listed = rows_declared_on(unit, [EnvironmentalCommission, SanitationProject], 3)
    assert [row.title for row in listed] == [
        "CAM",
        "2000000 Agua potable",
        "2000001 Agua potable",
        "2000002 Agua potable",
    ]


def test_a_commitment_that_no_theme_serves_has_no_rows(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(0):
        assert count_for_commitment(1, placed_records(1)) == {}
        assert rows_for_commitment(1, {}) == {}
