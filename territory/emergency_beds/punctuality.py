"""How punctually facilities report to this site: how much of a week their reports covered."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils import timezone

from territory.emergency_beds.freshness import stale_after
from territory.models import BedArea, LiveBedReport
from territory.sql import read_statements

_SQL = read_statements(Path(__file__).with_suffix(".sql"))
DAYS = 7


@dataclass(frozen=True)
class Punctuality:
    """A facility's area; ``percent`` of the last days during which its last report wasn't stale."""

    facility_code: str
    facility_name: str | None
    ubigeo: str | None
    area: str
    is_sample: bool
    reports: int
    last_at: dt.datetime
    percent: float

    @property
    def area_title(self) -> str:
        return str(BedArea(self.area).label)


def punctuality(code: str = "", now: dt.datetime | None = None) -> list[Punctuality]:
    """Of all that reported lately, or of one; examples while there is no fact. Two queries."""
    now = now or timezone.now()
    values: dict[str, Any] = {
        "now": now,
        "since": now - dt.timedelta(days=DAYS),
        "stale": stale_after(),
        "facility": code or None,
        "is_sample": not LiveBedReport.objects.filter(is_sample=False).exists(),
    }
    with connection.cursor() as cursor:
        cursor.execute(_SQL["punctuality"], values)
        return [Punctuality(*row) for row in cursor.fetchall()]
