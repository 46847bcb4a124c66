"""What publications said of each investment at their cut-off dates, kept to be compared."""

from __future__ import annotations

from pathlib import Path

from django.db import connection, transaction

from territory.sql import read_statements

_SQL = read_statements(Path(__file__).with_suffix(".sql"))
_STEPS = (
    "present",
    "undone",
    "forget_states",
    "forget_cuts",
    "cuts",
    "gone",
    "states",
    "sample_cut",
    "sample_states",
    "old",
    "forget_old_states",
    "forget_old_cuts",
    "drop",
)
# Ten years of a cut each quarter.
CUTS_KEPT = 40


def keep_states() -> None:
    """Keep what is published now as the states of its cut-off dates; call it after a change.

    A cut that is later than all that is published of its units was undone, and goes.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        for step in _STEPS:
            cursor.execute(_SQL[step], {"kept": CUTS_KEPT})
