"""Instants as the day that a file means by them."""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo

from layers.days import STANDARD_TIME

# Peru put its clocks forward in the summers of 1986, 1987, 1990 and 1994 (IANA's time zones).
_CLOCKS = zoneinfo.ZoneInfo("America/Lima")
# Milliseconds since 1970 of 1900 to 2100 have up to 13 digits; fewer than 9 may be something else.
_MILLISECONDS = re.compile(r"(-?\d{9,13})(?:\.0+)?")


def day_of_moment(moment: dt.datetime) -> dt.date:
    """The day: of a moment without a zone its own, else Lima's (``layers.days``).

    Systems store a day as its midnight, in Greenwich, another zone or Peru by the clocks of that
    year: then it is that day.
    """
    if moment.tzinfo is None or moment.time() == dt.time():
        return moment.date()
    by_the_clocks = moment.astimezone(_CLOCKS)
    if by_the_clocks.time() == dt.time():
        return by_the_clocks.date()
    return moment.astimezone(STANDARD_TIME).date()


def day_since_1970(milliseconds: int) -> dt.date:
    """As ``day_of_moment``; raises OverflowError where the calendar has no such moment."""
    since = dt.timedelta(milliseconds=milliseconds)
    return day_of_moment(dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + since)


def day_of_epoch_ms(raw: str) -> str:
    """``1451883600000`` → ``2016-01-04``, as ArcGIS writes dates; any other text as it is."""
    match = _MILLISECONDS.fullmatch(raw.strip())
    return day_since_1970(int(match[1])).isoformat() if match else raw
