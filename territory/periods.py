"""Periods: a day, a month or a year, as a half-open interval of days."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils import formats
from django.utils.translation import gettext_lazy as _

_CODE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
# The year after the last period's has to be a date too.
_LAST_YEAR = dt.date.max.year - 1


class Granularity(TextChoices):
    """How long a period is."""

    DAY = "day", _("día")
    MONTH = "month", _("mes")
    YEAR = "year", _("año")


@dataclass(frozen=True, order=True)
class Period:
    """From the day ``start`` on, up to ``end``, which is the first day after it.

    Raises ValueError for a start that isn't the first day of such a period.
    """

    start: dt.date
    granularity: Granularity

    def __post_init__(self) -> None:
        if not 0 < self.start.year <= _LAST_YEAR:
            raise ValueError("The year has no following one.")
        is_first = {
            Granularity.DAY: True,
            Granularity.MONTH: self.start.day == 1,
            Granularity.YEAR: (self.start.month, self.start.day) == (1, 1),
        }
        if not is_first[self.granularity]:
            raise ValueError(f"{self.start} is not the first day of a {self.granularity.value}.")

    @classmethod
    def parse(cls, code: str) -> Period:
        """``2025``, ``2025-06`` or ``2025-06-30``; raises ValueError."""
        match = _CODE.fullmatch(code)
        if match is None:
            raise ValueError("No period.")
        year, month, day = match.groups()
        granularity = Granularity.DAY if day else Granularity.MONTH if month else Granularity.YEAR
        return cls(dt.date(int(year), int(month or 1), int(day or 1)), granularity)

    @classmethod
    def of(cls, day: dt.date, granularity: Granularity) -> Period:
        """The period of that length in which a day lies."""
        if granularity is Granularity.YEAR:
            return cls(day.replace(month=1, day=1), granularity)
        return cls(day.replace(day=1) if granularity is Granularity.MONTH else day, granularity)

    @classmethod
    def between(cls, start: dt.date, end: dt.date) -> Period:
        """The period from ``start`` to ``end``, which isn't in it; raises ValueError."""
        for granularity in Granularity:
            period = cls.of(start, granularity)
            if (period.start, period.end) == (start, end):
                return period
        raise ValueError(f"{start}/{end} is no day, month or year.")

    @property
    def end(self) -> dt.date:
        """The first day that is no longer in it."""
        if self.granularity is Granularity.DAY:
            return self.start + dt.timedelta(days=1)
        if self.granularity is Granularity.YEAR or self.start.month == 12:
            return dt.date(self.start.year + 1, 1, 1)
        return self.start.replace(month=self.start.month + 1)

    @property
    def code(self) -> str:
        """ISO 8601, as precise as the period is long."""
        return self.start.isoformat()[: _CODE_LENGTH[self.granularity]]

    @property
    def label(self) -> str:
        """As a person writes it: ``junio de 2025``."""
        return formats.date_format(self.start, _LABEL[self.granularity])

    def covers(self, other: Period) -> bool:
        """Whether the other lies wholly within this one."""
        return self.start <= other.start and other.end <= self.end

    def __contains__(self, day: dt.date) -> bool:
        return self.start <= day < self.end

    def __str__(self) -> str:
        return self.code


_CODE_LENGTH = {Granularity.YEAR: 4, Granularity.MONTH: 7, Granularity.DAY: 10}
_LABEL = {
    Granularity.YEAR: "Y",
    Granularity.MONTH: r"F \d\e Y",
    Granularity.DAY: r"j \d\e F \d\e Y",
}
