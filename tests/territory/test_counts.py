"""What the database holds of counts in place and time."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from territory.models import WaterSupplyCount
from territory.models.counts import CountState
from territory.periods import Period

pytestmark = pytest.mark.django_db

ROW: dict[str, Any] = {
    "declared_unit_id": "1301",
    "period_start": dt.date(2025, 1, 1),
    "granularity": "year",
    "category": "well",
    "counted": "dwellings",
    "value": 5,
    "state": "value",
    "commitments": [14],
    "source": "Oficio 1",
    "cutoff_date": dt.date(2025, 10, 31),
    "is_sample": False,
}


def stored(**changes: Any) -> WaterSupplyCount:
    return WaterSupplyCount.objects.create(**(ROW | changes))


@pytest.mark.parametrize("state", list(CountState))
@pytest.mark.parametrize("value", [None, 0, 7])
def test_there_is_a_value_exactly_where_the_state_says_so(
    state: CountState, value: int | None
) -> None:
    if (state is CountState.VALUE) == (value is not None):
        assert stored(state=state, value=value).value == value
    else:
        with pytest.raises(IntegrityError, match="value_if_state"), transaction.atomic():
            stored(state=state, value=value)


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"state": "unknown", "value": None}, "known_state"),
        ({"value": -1}, "not_negative"),
        ({"granularity": "year", "period_start": dt.date(2025, 2, 1)}, "period_start"),
        ({"granularity": "year", "period_start": dt.date(2025, 1, 2)}, "period_start"),
        ({"granularity": "month", "period_start": dt.date(2025, 2, 2)}, "period_start"),
        ({"granularity": "week"}, "period_start"),
        ({"declared_unit_id": None}, "declared_ubigeo"),
    ],
)
def test_what_is_refused(changes: dict[str, Any], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        stored(**changes)


@pytest.mark.parametrize(
    ("start", "granularity", "code"),
    [
        ("2025-01-01", "year", "2025"),
        ("2024-02-01", "month", "2024-02"),
        ("2025-12-01", "month", "2025-12"),
        ("2024-02-28", "day", "2024-02-28"),
        ("2025-12-31", "day", "2025-12-31"),
    ],
)
def test_the_database_ends_a_period_as_we_do(start: str, granularity: str, code: str) -> None:
    row = stored(period_start=dt.date.fromisoformat(start), granularity=granularity)
    row.refresh_from_db()
    assert row.period == Period.parse(code)
    assert row.period_end == row.period.end


def test_a_thing_is_counted_once() -> None:
    stored()
    for other in (
        {"declared_unit_id": "1302"},
        {"period_start": dt.date(2024, 1, 1)},
        {"granularity": "month"},
        {"category": "river"},
        {"counted": "occupants"},
        {"is_sample": True},
    ):
        stored(**other)
    with pytest.raises(IntegrityError, match="once"), transaction.atomic():
        stored(value=6)
