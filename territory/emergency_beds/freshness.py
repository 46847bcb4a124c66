"""How old a number of beds is, and from when on it says nothing of the present.

A day's report has no instant. Its age is counted from where its day begins in Lima, so that no
number is shown younger than it is.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from territory.models import EmergencyBeds

# Of each number the fields that say when it was told.
TOLD = {
    "total": "total",
    "inoperative": "inoperative",
    "operational": "operational",
    "available": "used",
    "occupied": "used",
}
NOT_THE_106 = (
    "No sustituye a la línea 106: ante una emergencia llame al 106, aunque aquí figure una cama "
    "disponible."
)
# Peru's standard time, the whole year (UTC-5).
LIMA = dt.timezone(dt.timedelta(hours=-5))


def stale_after() -> dt.timedelta:
    """From which age on a number is stale.

    Asked for when it is needed: where files are read there are no settings.
    """
    return dt.timedelta(hours=settings.EMERGENCY_BEDS_STALE_HOURS)


@dataclass(frozen=True)
class Told:
    """A number as it is shown: its value, since when, and how old that is.

    ``at`` is None of a day's report, ``value`` and ``day`` where nobody told it.
    """

    name: str
    value: int | None
    day: dt.date | None
    at: dt.datetime | None
    age: dt.timedelta | None

    @property
    def is_stale(self) -> bool:
        return self.age is not None and self.age >= stale_after()


def told(beds: EmergencyBeds, now: dt.datetime | None = None) -> list[Told]:
    """The numbers of a facility's area in the form's order, each with its own age."""
    now = now or timezone.now()
    return [_told(beds, name, prefix, now) for name, prefix in TOLD.items()]


def since(day: dt.date | None, at: dt.datetime | None) -> dt.datetime | None:
    """From when on a number's age is counted."""
    if at is not None or day is None:
        return at
    return dt.datetime.combine(day, dt.time.min, LIMA)


def _told(beds: EmergencyBeds, name: str, prefix: str, now: dt.datetime) -> Told:
    value: int | None = getattr(beds, name)
    if value is None:
        return Told(name, None, None, None, None)
    day, at = getattr(beds, f"{prefix}_on"), getattr(beds, f"{prefix}_at")
    start = since(day, at)
    age = None if start is None else max(now - start, dt.timedelta())
    return Told(name, value, day, at, age)
