"""Receipts of ended days by facility and insurer, in the numbers that may be published.

What is of today waits, so that no number of it grows before somebody's eyes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils import timezone

from territory.accreditation.few import MOST_WITHHELD, Day, publishable
from territory.models import AccreditationCount
from territory.sql import read_statements

_SQL = read_statements(Path(__file__).with_suffix(".sql"))
_LIMA = ZoneInfo("America/Lima")


@dataclass(frozen=True)
class Summary:
    """A day of a facility and an insurer."""

    facility: str
    insurer: str
    day: dt.date
    numbers: Day


@dataclass(frozen=True)
class Due:
    """The days to be counted, of the receipts up to the number ``through``."""

    days: tuple[dt.date, ...]
    through: int


def due(*, again: bool = False) -> Due:
    """Ended days with receipts that came after the last that was counted; ``again``: all days."""
    last = None if again else AccreditationCount.objects.order_by("-through").first()
    today = timezone.localtime(timezone=_LIMA).replace(hour=0, minute=0, second=0, microsecond=0)
    with connection.cursor() as cursor:
        values: dict[str, Any] = {"counted": last.through if last else 0, "today": today}
        cursor.execute(_SQL["due"], values)
        days, through = cursor.fetchone()
    return Due(tuple(days or ()), through or 0)


def summaries(day: dt.date, through: int) -> Iterator[Summary]:
    """The day's, of the receipts up to that number."""
    begins = dt.datetime.combine(day, dt.time.min, _LIMA)
    ends = begins + dt.timedelta(days=1)
    values: dict[str, Any] = {"begins": begins, "ends": ends, "through": through}
    with connection.cursor() as cursor:
        cursor.execute(_SQL["days"], values)
        for facility, insurer, queries, *numbers in cursor:
            outcomes, waits = tuple(numbers[:3]), tuple(numbers[3:])
            yield Summary(facility, insurer, day, publishable(queries, outcomes, waits))


def public_links(of_day: Iterable[Summary]) -> int:
    """By how many links a day makes the public chain longer: by what is published, and no more.

    Of a facility and an insurer whose queries are withheld there were ``MOST_WITHHELD`` at most,
    and so many are taken.
    """
    given = (one.numbers.queries for one in of_day)
    return sum(MOST_WITHHELD if queries is None else queries for queries in given)
