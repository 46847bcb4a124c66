"""Polygons of the territories that the plan names, kept in step with the units'."""

from __future__ import annotations

from pathlib import Path

from django.db import connection

from territory.sql import read_statements

_SQL = read_statements(Path(__file__).with_suffix(".sql"))


def refresh_territories() -> None:
    """Copy the units' present polygons to the commitments' territories.

    Call it after boundaries or territories changed, in the same transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SQL["refresh"])
