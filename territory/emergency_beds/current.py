"""The latest of each number of emergency beds, by facility and area, and where the facility is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db import connection, transaction

from territory.boundaries import refresh_located
from territory.emergency_beds.freshness import stale_after
from territory.models import EmergencyBedReport, EmergencyBeds
from territory.others import refill
from territory.sql import read_statements

_SQL = read_statements(Path(__file__).with_suffix(".sql"))
# Whose data what a facility reports by itself is.
LIVE_SOURCE = "Reporte del establecimiento en este sitio"
# Of the database's advisory locks; no other room takes one of this number.
_ROOM = 125_002


@transaction.atomic
def refresh_emergency_beds() -> None:
    """Make reports and current numbers follow both files and what facilities say.

    Call it after reports or the register of facilities changed, in the same transaction. A row
    that stays as it is isn't written.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SQL["lock_all"], {"room": _ROOM})
    refill(EmergencyBedReport)
    written, _placed = _derive(None)
    if written:
        refresh_located([EmergencyBeds])


@transaction.atomic
def refresh_facility(code: str) -> None:
    """The same of one facility, after it reported; reports of others go on beside it."""
    with connection.cursor() as cursor:
        cursor.execute(_SQL["lock_facility"], {"room": _ROOM, "facility": code})
    had_rows = EmergencyBeds.objects.filter(facility_code=code).count()
    _written, placed = _derive(code)
    if placed and EmergencyBeds.objects.filter(facility_code=code).count() != had_rows:
        refresh_located([EmergencyBeds])


def _derive(facility: str | None) -> tuple[int, int]:
    values: dict[str, Any] = {"facility": facility, "source": LIVE_SOURCE, "stale": stale_after()}
    with connection.cursor() as cursor:
        cursor.execute(_SQL["latest"], values)
        cursor.execute(_SQL["remove_current"], values)
        cursor.execute(_SQL["store_current"])
        written, placed = cursor.fetchone()
        cursor.execute(_SQL["drop"])
    return written, placed
