"""Counts of units: as published, or the sum of all that lies inside, held against pandas."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db.models import Q
from pytest_django import DjangoAssertNumQueries

from territory.models import AdminUnit, WaterSupplyCount
from territory.periods import Period
from territory.series import Cell, count_models, read_cells

pytestmark = pytest.mark.django_db

YEAR = dt.date(2025, 1, 1)
WELLS = Q(category="well")


@pytest.fixture(autouse=True)
def _no_samples() -> None:
    WaterSupplyCount.objects.all().delete()


def publish(values: dict[str, int | str], **changes: Any) -> None:
    """Ubigeo → a number, or the state of a cell without one."""
    for unit, value in values.items():
        row: dict[str, Any] = {
            "declared_unit_id": unit,
            "period_start": YEAR,
            "granularity": "year",
            "category": "well",
            "counted": "dwellings",
            "value": None if isinstance(value, str) else value,
            "state": value if isinstance(value, str) else "value",
            "commitments": [14],
            "source": "Oficio 1",
            "source_url": "https://www.gob.pe/1",
            "cutoff_date": dt.date(2025, 10, 31),
        }
        WaterSupplyCount.objects.create(**(row | changes))


def read(*units: str) -> list[Cell]:
    return read_cells([WaterSupplyCount.objects.published()], units, WELLS)


def reported(*units: str) -> dict[str, Any]:
    return {cell.unit: cell.value if cell.has_value else cell.state for cell in read(*units)}


def test_all_kinds_of_counts_are_found() -> None:
    assert WaterSupplyCount in count_models()


def test_a_unit_is_the_sum_of_all_its_parts() -> None:
    publish({"2301": 1, "2302": 2, "2303": 3, "2304": 4})  # all provinces of Tacna
    assert reported("23", "2302", "", "2401") == {"23": 10, "2302": 2, "": "incomplete"}


def test_a_sum_with_a_part_missing_or_without_a_number_is_none() -> None:
    publish({"2301": 1, "2302": 2, "2303": 3})
    assert reported("23") == {"23": "incomplete"}
    publish({"2304": "suppressed"})
    assert reported("23", "2304") == {"23": "incomplete", "2304": "suppressed"}


def test_zero_is_a_number() -> None:
    publish(dict.fromkeys(("2301", "2302", "2303", "2304"), 0))
    assert reported("23") == {"23": 0}


def test_what_is_published_of_a_unit_goes_before_the_sum_of_its_parts() -> None:
    publish({"2301": 1, "2302": 2, "2303": 3, "2304": 4, "23": 11})
    assert reported("23") == {"23": 11}
    publish({"22": "suppressed", "2201": 5})
    assert reported("22") == {"22": "suppressed"}


def test_the_country_is_the_sum_of_departments_at_whatever_level_they_are_reported() -> None:
    departments = AdminUnit.objects.filter(level="department").values_list("pk", flat=True)
    publish({unit: 10 for unit in departments if unit not in ("07", "23")})
    publish({"0701": 3, "2301": 1, "2302": 1, "2303": 1, "2304": 1})
    assert reported("", "07", "23") == {"": 10 * 23 + 3 + 4, "07": 3, "23": 4}


def test_districts_are_added_up_to_the_department() -> None:
    districts = AdminUnit.objects.filter(pk__startswith="0701", level="district", valid_to=None)
    codes = list(districts.values_list("pk", flat=True))
    publish(dict.fromkeys(codes, 2))
    assert reported("07", "0701") == {"07": 2 * len(codes), "0701": 2 * len(codes)}


def test_what_may_not_be_added_is_counts_of_the_unit_itself_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(WaterSupplyCount, "adds_units", False)
    publish({"2301": 1, "2302": 2, "2303": 3, "2304": 4})
    assert reported("23", "2301", "") == {"2301": 1}


def test_periods_categories_and_dimensions_are_never_added() -> None:
    publish({"0701": 1})
    publish({"0701": 2}, period_start=dt.date(2024, 1, 1))
    publish({"0701": 3}, granularity="month")
    publish({"0701": 4}, counted="occupants")
    publish({"0701": 5}, category="river")
    cells = [(cell.period.code, cell.dimensions, cell.value) for cell in read("07")]
    assert cells == [
        ("2024", ("dwellings",), 2),
        ("2025-01", ("dwellings",), 3),
        ("2025", ("dwellings",), 1),
        ("2025", ("occupants",), 4),
    ]


def test_a_sum_says_where_its_parts_are_from() -> None:
    publish({"2301": 1, "2302": 2})
    publish({"2303": 3}, source="Oficio 2", cutoff_date=dt.date(2025, 12, 31))
    publish({"2304": 4}, source="Oficio 2", source_url="https://www.gob.pe/2")
    (cell,) = read("23")
    assert (cell.source, cell.source_url, cell.is_sum) == ("Oficio 1; Oficio 2", "", True)
    assert (cell.cutoff_date, cell.period) == (dt.date(2025, 12, 31), Period.parse("2025"))
    (own,) = read("2303")
    assert (own.source, own.source_url, own.is_sum) == ("Oficio 2", "https://www.gob.pe/1", False)


def test_facts_and_samples_are_never_added() -> None:
    publish({"2301": 1, "2302": 2, "2303": 3})
    publish({"2304": 4}, is_sample=True)
    assert reported("23", "2304") == {"23": "incomplete"}
    WaterSupplyCount.objects.filter(is_sample=False).update(is_sample=True)
    (cell,) = read("23")
    assert (cell.value, cell.is_sample) == (10, True)


def test_the_queries_are_the_same_however_many_tables_and_units(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    """The cells, and what the published files cover."""
    publish({"0701": 1})
    rows = WaterSupplyCount.objects.published()
    with django_assert_num_queries(2):
        read_cells([rows, rows], ["07", "0701", "", "13"])
    with django_assert_num_queries(0):
        assert read_cells([], ["07"]) == []
        assert read_cells([rows], []) == []


def test_hostile_text_is_a_value() -> None:
    publish({"0701": 1}, source="100% {} %s '\"; DROP TABLE")
    (cell,) = read("07")
    assert cell.source == "100% {} %s '\"; DROP TABLE"
    assert read("07%", "0_", "'") == []
