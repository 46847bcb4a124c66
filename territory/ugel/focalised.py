"""Focalised UGEL on the areas of the UGEL."""

from __future__ import annotations

from pathlib import Path

from django.db import connection

from territory.sql import read_statements

_SQL = read_statements(Path(__file__).with_suffix(".sql"))


def place_focalised() -> None:
    """Give every focalised UGEL the area that the UGEL of its code has.

    Call it after either changed, in the same transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SQL["place"])
