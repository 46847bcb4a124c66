"""Periods: half-open intervals that parse, print and hold days as the calendar has them."""

from __future__ import annotations

import calendar
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from territory.periods import Granularity, Period

DAYS = st.dates(dt.date(1, 1, 1), dt.date(9998, 12, 31))
PERIODS = st.builds(Period.of, DAYS, st.sampled_from(Granularity))


@given(PERIODS)
def test_a_code_is_read_back(period: Period) -> None:
    assert Period.parse(period.code) == period
    assert Period.between(period.start, period.end) == period


@given(PERIODS)
def test_a_period_is_as_long_as_the_calendar_says(period: Period) -> None:
    days = {
        Granularity.DAY: 1,
        Granularity.MONTH: calendar.monthrange(period.start.year, period.start.month)[1],
        Granularity.YEAR: 366 if calendar.isleap(period.start.year) else 365,
    }
    assert (period.end - period.start).days == days[period.granularity]


@given(PERIODS, DAYS)
def test_it_holds_its_first_day_and_not_its_end(period: Period, day: dt.date) -> None:
    assert period.start in period
    assert period.end not in period
    assert (day in period) == (Period.of(day, period.granularity) == period)


@given(PERIODS, st.sampled_from(Granularity))
def test_a_day_of_it_lies_in_one_period_of_each_length(
    period: Period, granularity: Granularity
) -> None:
    around = Period.of(period.start, granularity)
    longer = list(Granularity).index(granularity) >= list(Granularity).index(period.granularity)
    assert around.covers(period) == (longer or around == period)


@pytest.mark.parametrize(
    "code",
    [
        "",
        "25",
        "2025-6",
        "2025-13",
        "2025-02-29",
        "0000",
        "9999",
        "2025-06-1",
        "²025",
        "2025 ",
        "2025-06-01T00:00:00Z",
    ],
)
def test_what_is_no_period(code: str) -> None:
    with pytest.raises(ValueError, match=r"period|year|month|day"):
        Period.parse(code)


def test_a_month_begins_on_its_first_day() -> None:
    with pytest.raises(ValueError, match="not the first day of a month"):
        Period(dt.date(2025, 6, 2), Granularity.MONTH)
    with pytest.raises(ValueError, match="no day, month or year"):
        Period.between(dt.date(2025, 6, 1), dt.date(2025, 8, 1))


@pytest.mark.parametrize(
    ("code", "label"),
    [("2025", "2025"), ("2025-06", "junio de 2025"), ("2025-06-03", "3 de junio de 2025")],
)
def test_a_person_reads_it_in_spanish(code: str, label: str) -> None:
    assert Period.parse(code).label.lower() == label
