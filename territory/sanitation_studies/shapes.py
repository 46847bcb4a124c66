"""The area that the map shows of a study, kept in step with boundaries and with what was drawn."""

from __future__ import annotations

from pathlib import Path

from django.db import connection

from territory.sql import read_statements

_SQL = read_statements(Path(__file__).with_suffix(".sql"))


def refresh_shapes() -> None:
    """Call it after a study or boundaries changed, in the same transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_SQL["refresh"])
