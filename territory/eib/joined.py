"""The register of EIB joined to the register of schools, by modular code and annex."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from django.db import connection

from territory.boundaries import refresh_located
from territory.models import EibSchool
from territory.others import refill
from territory.sql import read_statements

_SQL = read_statements(Path(__file__).with_suffix(".sql"))


def join_register() -> int:
    """Give every EIB service the place, name, pupils and UGEL of its service in the register.

    What no service of the register has is emptied, but for examples. Call it after either
    register changed, in the same transaction; gives how many rows were written.
    """
    changed = refill(EibSchool)
    if changed:
        refresh_located([EibSchool])
    return changed


def units_of(services: Sequence[tuple[str, str]]) -> dict[int, str | None]:
    """Place in the list → the unit that the register's facts declare of that service.

    ``services`` are modular codes with annexes; those that the register lacks are left out. None
    where it has the service without a unit. One query, whatever their number.
    """
    codes, annexes = [code for code, _ in services], [annex for _, annex in services]
    with connection.cursor() as cursor:
        cursor.execute(_SQL["found"], {"codes": codes, "annexes": annexes})
        return {place - 1: unit for place, unit in cursor.fetchall()}
