"""Instants that a web service writes as a number, as the day that they are in Peru."""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo

PERU = zoneinfo.ZoneInfo("America/Lima")
# Milliseconds since 1970 of 1900 to 2100 have up to 13 digits; fewer than 9 may be something else.
_MILLISECONDS = re.compile(r"(-?\d{9,13})(?:\.0+)?")


def day_of_epoch_ms(raw: str) -> str:
    """``1451883600000`` → ``2016-01-04``; any other text as it is.

    ArcGIS writes dates as milliseconds since 1970 in UTC, of midnight in Peru or in Greenwich: an
    instant at Greenwich's midnight is that day, any other the day that it is in Peru.
    """
    match = _MILLISECONDS.fullmatch(raw.strip())
    if match is None:
        return raw
    instant = dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(milliseconds=int(match[1]))
    is_a_day = instant.time() == dt.time()
    return (instant if is_a_day else instant.astimezone(PERU)).date().isoformat()
