"""Every form of xsd:date and xsd:dateTime (XML Schema 1.1 part 2, §3.3.7, §3.3.9) is a literal."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from layers.days import ZonedDay, day_of
from layers.errors import InvalidFilter
from layers.filters.compiler import compile_filter
from layers.filters.instants import InvalidInstant, instant
from tests.layers.filters.conftest import Select
from tests.layers.filters.sample import LAYER
from tests.layers.filters.trees import op

CUTOFF, MOMENT = {"property": "cutoff_date"}, {"property": "moment"}


def utc(
    year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0, micro: int = 0
) -> datetime:
    return datetime(year, month, day, hour, minute, second, micro, UTC)


def hours(number: float) -> timezone:
    return timezone(timedelta(hours=number))


READ: list[tuple[Any, Any]] = [
    ("2025-06-30", date(2025, 6, 30)),
    ("  2025-06-30\n", date(2025, 6, 30)),  # whiteSpace is collapse
    ("2024-02-29", date(2024, 2, 29)),
    ("2025-06-30Z", ZonedDay(date(2025, 6, 30), UTC)),
    ("2025-06-30-05:00", ZonedDay(date(2025, 6, 30), hours(-5))),
    ("2025-06-30+14:00", ZonedDay(date(2025, 6, 30), hours(14))),
    ("2025-06-30-13:30", ZonedDay(date(2025, 6, 30), hours(-13.5))),
    ({"date": "2025-06-30Z"}, ZonedDay(date(2025, 6, 30), UTC)),
    ("2025-06-30T12:00:00Z", utc(2025, 6, 30, 12)),
    ("2025-06-30t12:00:00z", utc(2025, 6, 30, 12)),  # RFC 3339 §5.6
    ("2025-06-30T12:00:00-05:00", utc(2025, 6, 30, 17)),
    ("2025-06-30T12:00:00+05:30", utc(2025, 6, 30, 6, 30)),
    ("2025-06-30T12:00:00", utc(2025, 6, 30, 17)),  # the site's own zone
    ("2025-06-30T12:00:00.5Z", utc(2025, 6, 30, 12, 0, 0, 500_000)),
    ("2025-06-30T12:00:00.123456789012Z", utc(2025, 6, 30, 12, 0, 0, 123_456)),
    ("2025-06-30T24:00:00Z", utc(2025, 7, 1)),
    ("2025-06-30T24:00:00.000-05:00", utc(2025, 7, 1, 5)),
    ("2025-12-31T24:00:00-05:00", utc(2026, 1, 1, 5)),
    ("2016-12-31T23:59:60Z", utc(2017, 1, 1)),  # RFC 3339 §5.7
    ({"timestamp": "2025-06-30T12:00:00Z"}, utc(2025, 6, 30, 12)),
]


@pytest.mark.parametrize(("written", "found"), READ, ids=lambda item: str(item)[:40])
def test_every_form_is_read(written: Any, found: Any) -> None:
    assert instant(written) == found


REFUSED = [
    *((text, "año") for text in ("-0044-03-15", "12025-06-30", "0000-01-01", "-12025-06-30")),
    *((text, "año") for text in ("-0044-03-15T00:00:00Z", "12025-06-30T00:00:00Z")),
    *((text, "año") for text in ("0001-01-01T00:00:00+05:00", "9999-12-31T24:00:00Z")),
    *((text, "año") for text in ("0001-01-01+05:00", "9999-12-31-05:00")),
    *((text, "horaria") for text in ("2025-06-30+14:01", "2025-06-30T00:00:00-15:00")),
    *((text, "horaria") for text in ("2025-06-30+05:60", "2025-06-30T00:00:00+99:99")),
    *((text, "fecha") for text in ("2025-02-30", "2025-13-01", "2025-06-31Z", "2025-6-30", "")),
    *((text, "fecha") for text in ("2025-06-30T25:00:00Z", "2025-06-30T24:00:01Z")),
    *((text, "fecha") for text in ("2025-06-30T24:00:00.1Z", "2025-06-30T12:60:00Z")),
    *((text, "fecha") for text in ("2025-06-30T12:00Z", "2025-06-30T12:00:00.Z", "+2025-06-30")),
    *(
        (text, "fecha")
        for text in ("2025-06-30T", "2025-06-30ZZ", "２０２５-06-30", "2025-06-30\x00")
    ),
    *((value, "fecha") for value in (5, None, True, ["2025-06-30"], {"instant": "2025-06-30"})),
    ({"date": "2025-06-30T00:00:00Z"}, "fecha"),
    ({"timestamp": "2025-06-30Z"}, "fecha"),
    ({"date": 5}, "fecha"),
]


@pytest.mark.parametrize(("written", "why"), REFUSED, ids=str)
def test_what_no_calendar_has_is_refused_with_its_reason(written: Any, why: str) -> None:
    with pytest.raises(InvalidInstant, match=why):
        instant(written)


@pytest.mark.parametrize("text", [text for text, why in REFUSED if why == "año"])
def test_an_error_names_the_field_the_literal_and_the_years(text: str) -> None:
    with pytest.raises(InvalidFilter) as raised:
        compile_filter(op("=", CUTOFF, text), LAYER)
    for part in ("cutoff_date", str(text), "0001 a 9999"):
        assert part in raised.value.message


@pytest.mark.parametrize(
    ("literal", "day"),
    [
        (date(2025, 6, 30), date(2025, 6, 30)),
        # Lima's midnight is 05:00 UTC: it lies in the UTC day of the same number.
        (ZonedDay(date(2025, 6, 30), UTC), date(2025, 6, 30)),
        (ZonedDay(date(2025, 6, 30), hours(-5)), date(2025, 6, 30)),
        (ZonedDay(date(2025, 6, 30), hours(14)), date(2025, 6, 30)),
        # East of UTC-5 it is over an hour before Lima's next one begins.
        (ZonedDay(date(2025, 6, 30), hours(-6)), date(2025, 7, 1)),
        (utc(2025, 6, 30, 4, 59, 59), date(2025, 6, 29)),
        (utc(2025, 6, 30, 5), date(2025, 6, 30)),
        # Before 1908 the zone database has a mean solar time; what is written is read the same.
        (utc(1899, 12, 31, 5), date(1899, 12, 31)),
    ],
)
def test_a_moment_or_a_zoned_day_has_one_day_of_lima(literal: Any, day: date) -> None:
    assert day_of(literal) == day


# The sample's cut-off dates: 91 2020-01-01, 92 2020-06-01, 93 2021-01-01, 94 2021-06-01,
# 95 2022-01-01, 96 1899-12-31; its moments: 91 2020-01-05T04:59:59Z, 92 05:00:00Z, 93 a day later.
CHOSEN: list[tuple[Any, list[str]]] = [
    (op("=", CUTOFF, "2020-01-01Z"), ["91"]),
    (op("=", CUTOFF, "2020-01-01-05:00"), ["91"]),
    (op("=", CUTOFF, {"date": "2020-01-01-05:00"}), ["91"]),
    (op("=", CUTOFF, "2020-01-01T00:00:00-05:00"), ["91"]),  # as GML writes it
    (op("=", CUTOFF, "1899-12-31T00:00:00-05:00"), ["96"]),
    (op("<", CUTOFF, "2020-06-01Z"), ["91", "96"]),
    (op("<=", CUTOFF, "2020-06-01Z"), ["91", "92", "96"]),
    (op(">", CUTOFF, "2020-06-01Z"), ["93", "94", "95"]),
    (op(">=", CUTOFF, "2021-06-01T24:00:00-05:00"), ["95"]),
    (op("in", CUTOFF, ["2020-01-01Z", "2020-06-01T12:00:00.25-05:00"]), ["91", "92"]),
    (op("between", CUTOFF, "2020-01-01Z", "2020-06-01-05:00"), ["91", "92"]),
    (op("t_during", CUTOFF, {"interval": ["2020-01-01Z", "2021-01-01-05:00"]}), ["92"]),
    (op("t_after", CUTOFF, {"interval": ["..", "2021-01-01-05:00"]}), ["94", "95"]),
    (op("=", MOMENT, "2020-01-05-05:00"), ["92", "93"]),
    (op("=", MOMENT, "2020-01-05Z"), ["91", "92"]),
    (op(">", MOMENT, "2020-01-05Z"), ["93"]),
    (op(">", {"date": "2020-01-01Z"}, {"date": "2020-01-02-05:00"}), []),
]


@pytest.mark.parametrize(("tree", "keys"), CHOSEN, ids=str)
def test_a_zone_chooses_rows(select: Select, tree: Any, keys: list[str]) -> None:
    assert select(tree) == keys
