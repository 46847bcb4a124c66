"""In which zone a day is that says none: Lima's, UTC-5.

A field of type DATE holds a day of Peru. Its first moment is written, and the day of a moment
read, in the country's standard time. The zone database's America/Lima would not do: a day before
1908 begins at a mean solar time whose seconds no protocol can write.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import TypeAlias

OFFSET = "-05:00"
# What a person reads of it beside a field's title.
NOTE = "día de Lima, UTC−05:00"
STANDARD_TIME = timezone(timedelta(hours=-5))


@dataclass(frozen=True)
class ZonedDay:
    """A day of another zone than Lima's (``2025-06-30Z``), or of Lima's by name."""

    day: date
    zone: timezone

    @property
    def first(self) -> datetime:
        """Its first moment; raises OverflowError at the calendar's end."""
        return datetime.combine(self.day, time.min, self.zone).astimezone(UTC)

    @property
    def last(self) -> datetime:
        """Its last moment; raises OverflowError at the calendar's end."""
        return datetime.combine(self.day, time.max, self.zone).astimezone(UTC)


Moment: TypeAlias = date | datetime | ZonedDay


def day_of(value: Moment) -> date:
    """The day of Lima that ``value`` names.

    A moment's is the one in which it lies; a zoned day's the one that begins within it, of which
    there is always one. Raises OverflowError at the calendar's end.
    """
    if isinstance(value, ZonedDay):
        start = value.first.astimezone(STANDARD_TIME)
        begins = start.time() == time.min
        return start.date() if begins else start.date() + timedelta(days=1)
    if isinstance(value, datetime):
        return value.astimezone(STANDARD_TIME).date()
    return value
