"""Where the map shows the projects that give no position of their own."""

from __future__ import annotations

from pathlib import Path

from django.db import connection

from territory.sql import read_statements

_SQL = read_statements(Path(__file__).with_suffix(".sql"))


def refresh_map_points() -> int:
    """Put each project on its own position or its unit's capital; gives how many moved.

    Call it after projects or units changed, in the same transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SQL["refresh"])
        return int(cursor.rowcount)
