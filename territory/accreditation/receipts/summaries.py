"""Receipts of ended days by facility and insurer, in the numbers that may be published."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import connection
from django.utils import timezone

from territory.accreditation.few import Day, publishable
from territory.sql import read_statements

_SQL = read_statements(Path(__file__).with_suffix(".sql"))


@dataclass(frozen=True)
class Summary:
    """A day of a facility and an insurer."""

    facility: str
    insurer: str
    day: dt.date
    numbers: Day


def summaries() -> Iterator[Summary]:
    """All of them; what is of today waits, so that no number of it grows before somebody's eyes."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    with connection.cursor() as cursor:
        cursor.execute(_SQL["days"], {"today": today})
        for facility, insurer, day, queries, *numbers in cursor:
            outcomes, waits = tuple(numbers[:3]), tuple(numbers[3:])
            yield Summary(facility, insurer, day, publishable(queries, outcomes, waits))
