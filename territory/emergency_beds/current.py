"""The latest of each number of emergency beds, by facility and area, and where the facility is."""

from __future__ import annotations

from pathlib import Path

from django.db import connection, transaction

from territory.boundaries import refresh_located
from territory.models import EmergencyBedReport, EmergencyBeds
from territory.others import refill
from territory.sql import read_statements

_SQL = read_statements(Path(__file__).with_suffix(".sql"))


@transaction.atomic
def refresh_emergency_beds() -> None:
    """Make reports and current numbers follow both files.

    Call it after reports or the register of facilities changed, in the same transaction. A row
    that stays as it is isn't written.
    """
    refill(EmergencyBedReport)
    with connection.cursor() as cursor:
        cursor.execute(_SQL["latest"])
        cursor.execute(_SQL["remove_current"])
        cursor.execute(_SQL["store_current"])
        changed = cursor.rowcount
        cursor.execute(_SQL["drop"])
    if changed:
        refresh_located([EmergencyBeds])
