"""What is published of each facility and insurer, added up, and where the facility is."""

from __future__ import annotations

from pathlib import Path

from django.db import connection, transaction

from territory.boundaries import refresh_located
from territory.models import AccreditationActivity, AccreditationDay
from territory.others import refill
from territory.sql import read_statements

_SQL = read_statements(Path(__file__).with_suffix(".sql"))


@transaction.atomic
def refresh_accreditation() -> None:
    """Make the sums follow the days, and both the register of facilities.

    Call it after days changed, in the same transaction. A row that stays as it is isn't written.
    """
    refill(AccreditationDay)
    _add_up()


@transaction.atomic
def place_accreditation() -> None:
    """Make days and their sums follow the register of facilities, which changed; the days didn't.

    Where it says the same of every day's facility the sums are what they were. Call it in the
    transaction of the change.
    """
    if refill(AccreditationDay):
        _add_up()


def _add_up() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_SQL["added"])
        cursor.execute(_SQL["remove_current"])
        cursor.execute(_SQL["store_current"])
        changed = cursor.rowcount
        cursor.execute(_SQL["drop"])
    if changed:
        refresh_located([AccreditationActivity])
