"""Days and moments as XML Schema (xsd:date, xsd:dateTime) and RFC 3339 write them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from django.utils import timezone as site

from layers.days import Moment, ZonedDay

_ZONE = r"(?P<zone>[Zz]|[+-]\d{2}:\d{2})?"
_DAY = re.compile(rf"(?P<year>-?\d{{4,}})-(?P<month>\d{{2}})-(?P<day>\d{{2}}){_ZONE}", re.ASCII)
_MOMENT = re.compile(
    r"(?P<year>-?\d{4,})-(?P<month>\d{2})-(?P<day>\d{2})[Tt ]"
    rf"(?P<hour>\d{{2}}):(?P<minute>\d{{2}}):(?P<second>\d{{2}})(?:\.(?P<fraction>\d+))?{_ZONE}",
    re.ASCII,
)
_MAX_OFFSET = timedelta(hours=14)
_NO_DATE = "no es una fecha (AAAA-MM-DD) ni una fecha con hora (AAAA-MM-DDThh:mm:ss)"
_NO_YEAR = "tiene un año que no se admite: van de 0001 a 9999"
_NO_OFFSET = "tiene una diferencia horaria que no existe: van de -14:00 a +14:00"


class InvalidInstant(ValueError):
    """What no calendar has; its text, in Spanish, follows the literal in a sentence."""


def instant(value: Any) -> Moment:
    """The day or the moment of a literal: a text, ``{"date": …}`` or ``{"timestamp": …}``.

    Every form of XML Schema 1.1 §3.3.7 and §3.3.9 is read: with or without a zone, any number of
    digits after the second (a microsecond is the finest kept), 24:00:00, and RFC 3339's leap
    second, which is the next minute's first. A moment without a zone is in the site's own
    (America/Lima) and comes back in UTC; a day without one is Lima's, one with a zone a
    ``ZonedDay``. Raises InvalidInstant, also for the years before 1 and after 9999 that XML
    Schema could write and the database's calendar is not asked for.
    """
    written, kind = value, None
    if isinstance(value, dict) and len(value) == 1:
        kind, written = next(iter(value.items()))
    if not isinstance(written, str) or kind not in (None, "date", "timestamp"):
        raise InvalidInstant(_NO_DATE)
    written = written.strip(" \t\r\n")
    found = None
    if kind != "timestamp" and (match := _DAY.fullmatch(written)):
        found = _day
    elif kind != "date" and (match := _MOMENT.fullmatch(written)):
        found = _moment
    if found is None or match is None:
        raise InvalidInstant(_NO_DATE)
    try:
        return found(match)
    except OverflowError:
        raise InvalidInstant(_NO_YEAR) from None
    except InvalidInstant:
        raise
    except ValueError:  # 30 February, 25:00
        raise InvalidInstant(_NO_DATE) from None


def _day(match: re.Match[str]) -> Moment:
    day, zone = _date(match), _zone(match)
    if zone is None:
        return day
    found = ZonedDay(day, zone)
    _ = found.first, found.last  # the calendar's first and last day have none in some zones
    return found


def _moment(match: re.Match[str]) -> Moment:
    day, zone = _date(match), _zone(match)
    hour, minute, second = (int(match[name]) for name in ("hour", "minute", "second"))
    microsecond = int((match["fraction"] or "")[:6].ljust(6, "0"))
    later = timedelta()
    if (hour, minute, second) == (24, 0, 0) and not int(match["fraction"] or "0"):
        hour, later = 0, timedelta(days=1)
    elif second == 60:
        second, later = 59, timedelta(seconds=1)
    moment = datetime(day.year, day.month, day.day, hour, minute, second, microsecond, tzinfo=zone)
    if zone is None:
        moment = moment.replace(tzinfo=site.get_default_timezone())
    return moment.astimezone(UTC) + later


def _date(match: re.Match[str]) -> date:
    # Longer years have five digits at least, so that none is read as a number of any length.
    if len(match["year"]) != 4 or match["year"] == "0000":
        raise InvalidInstant(_NO_YEAR)
    return date(int(match["year"]), int(match["month"]), int(match["day"]))


def _zone(match: re.Match[str]) -> timezone | None:
    text = match["zone"]
    if text is None:
        return None
    if text in "Zz":
        return UTC
    minutes = int(text[4:6])
    offset = timedelta(hours=int(text[1:3]), minutes=minutes)
    if minutes > 59 or offset > _MAX_OFFSET:
        raise InvalidInstant(_NO_OFFSET)
    return timezone(-offset if text[0] == "-" else offset)
