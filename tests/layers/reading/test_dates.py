"""Dates: every form in which one day only can be meant."""

from __future__ import annotations

import datetime as dt
from functools import partial
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from layers.days import STANDARD_TIME
from layers.reading.cells import CellError
from layers.reading.columns import Columns
from layers.reading.dates import parse_date
from layers.reading.epoch import day_of_epoch_ms

TODAY = dt.date(2026, 11, 28)
DAY = dt.date(2018, 6, 27)


@pytest.mark.parametrize(
    "raw",
    [
        "2018-06-27",
        "2018/6/27",
        "2018.06.27",
        "27/06/2018",
        "27-06-2018",
        "27.06.2018",
        "27/6/18",
        "18/06/27",
        "06/27/2018",
        "06/27/18",
        "27 de junio de 2018",
        "27 de junio del 2018",
        "miércoles, 27 de junio de 2018",
        "27-jun-18",
        "27-JUN-2018",
        "27 Jun. 2018",
        "June 27, 2018",
        "20180627",
        "20180627103000",
        "2018-06-27T10:30:00",
        "2018-06-27 00:00:00.000",
        "2018-06-27T10:30:00.123456-05:00",
        "2018-06-27T00:00:00Z",
        "2018-06-27T05:00:00Z",
        "2018-06-28T04:59:59Z",
        "2018-06-27 00:00:00+00",
        "27/06/2018 10:30",
        "27/06/2018 12:00:00 a. m.",
        "6/27/2018 11:59:59 PM",
        "Wed Jun 27 2018 00:00:00 GMT-0500 (hora estándar de Perú)",
        "Wed, 27 Jun 2018 00:00:00 GMT",
        "Wed Jun 27 00:00:00 PET 2018",
        "27-JUN-18 12.00.00.000000 AM",
        "Jun 27 2018 12:00AM",
        "43278",
        "43278.4375",
        "1530057600000",
    ],
)
def test_the_27th_of_june_2018(raw: str) -> None:
    """43,278 days after 1899-12-30; 1,530,057,600 s after 1970: GNU date and ISO 8601 agree."""
    assert parse_date(raw, TODAY) == DAY


def test_the_oracle_of_the_numbers() -> None:
    assert dt.date(1899, 12, 30) + dt.timedelta(43278) == DAY
    assert dt.datetime.fromtimestamp(1530057600, dt.UTC).date() == DAY
    assert dt.datetime.fromisoformat("2018-06-28T04:59:59Z").astimezone(STANDARD_TIME).date() == DAY


@pytest.mark.parametrize("year", [1903, 1970, 1986, 1987, 1990, 1994, 2017])
@pytest.mark.parametrize("month", [1, 2, 6])
@pytest.mark.parametrize(
    "zone", [dt.UTC, dt.timezone(dt.timedelta(hours=-5)), ZoneInfo("America/Lima")]
)
def test_a_day_stored_as_its_midnight_is_that_day(year: int, month: int, zone: dt.tzinfo) -> None:
    """Also in summers when Peru's clocks were an hour ahead, as IANA's time zones have them.

    In 1903 they kept solar time, which no system stores; the other two do.
    """
    if isinstance(zone, ZoneInfo) and year < 1908:
        zone = STANDARD_TIME
    midnight = dt.datetime(year, month, 15, tzinfo=zone)
    milliseconds = str(round(midnight.timestamp()) * 1000)
    assert day_of_epoch_ms(milliseconds) == midnight.date().isoformat()
    if len(milliseconds.lstrip("-")) in (11, 13):
        assert parse_date(milliseconds, TODAY) == midnight.date()
    assert parse_date(f"{midnight.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}", TODAY) == midnight.date()


def test_milliseconds_and_iso_8601_are_one_moment() -> None:
    """1990-02-15 at 04:30 in Greenwich: half past eleven of the 14th, standard time."""
    moment = dt.datetime(1990, 2, 15, 4, 30, tzinfo=dt.UTC)
    day = dt.date(1990, 2, 14)
    assert parse_date(moment.isoformat(), TODAY) == day
    assert day_of_epoch_ms(str(round(moment.timestamp() * 1000))) == day.isoformat()


@pytest.mark.parametrize(
    "month", ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "set", "oct", "nov", "dic"]
)
def test_months_in_spanish(month: str) -> None:
    number = [
        "ene",
        "feb",
        "mar",
        "abr",
        "may",
        "jun",
        "jul",
        "ago",
        "set",
        "oct",
        "nov",
        "dic",
    ].index(month) + 1
    assert parse_date(f"05-{month}-19", TODAY) == dt.date(2019, number, 5)


def test_a_workbook_that_counts_from_1904() -> None:
    """ECMA-376 Part 1, 18.17.4.1: 1904-01-01 is its day 0."""
    assert parse_date("41816", TODAY, mac_serials=True) == DAY


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("31/02/2018", "no existe"),
        ("2018-06-27T25:00:00", "no existe"),
        ("27/06/2028", "futuro"),
        ("05/06/18", "no se adivina"),
        ("20/06/18", "no se adivina"),
        ("4/1/16", "04/01/2016 o 01/04/2016"),
        ("201806271030", "no se adivina"),
        ("2018", "No es una fecha"),
        ("201806", "No es una fecha"),
        ("jun-18", "No es una fecha"),
        ("junio de 2018", "No es una fecha"),
        ("27-xyz-18", "no existe"),
        ("1530057600", "No es una fecha"),
        ("43278 días", "No es una fecha"),
    ],
)
def test_what_is_no_day_or_may_be_two(raw: str, reason: str) -> None:
    with pytest.raises(CellError, match=reason):
        parse_date(raw, TODAY)


def read(*texts: str) -> list[dt.date | None]:
    table = Columns(pd.DataFrame({"fecha": texts}, range(2, 2 + len(texts)), dtype=object))
    return list(table.read_if_possible("fecha", partial(parse_date, today=TODAY)))


def test_the_column_says_which_number_is_the_day() -> None:
    fifth, sixth = dt.date(2018, 6, 5), dt.date(2018, 5, 6)
    assert read("05/06/2018") == [fifth]  # Peru's order where nothing is shown
    assert read("05/06/2018", "06/27/2018") == [sixth, DAY]
    assert read("05/06/2018", "27/06/2018") == [fifth, DAY]
    assert read("05/06/2018", "27/06/2018", "06/27/2018") == [None, DAY, DAY]
    assert read("05/06/18", "27/06/18") == [fifth, DAY]
    assert read("05/06/18", "06/27/18") == [sixth, DAY]
    assert read("05/06/18", "20/06/18") == [None, None]


def test_one_slip_does_not_change_how_a_column_is_written() -> None:
    days = [f"{day}/06/2018" for day in range(13, 31)] + ["13/07/2018", "14/07/2018"]
    assert read("05/06/2018", *days, "06/27/2018")[0] == dt.date(2018, 6, 5)
