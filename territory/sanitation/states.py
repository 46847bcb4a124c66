"""What publications said of each investment at their cut-off dates, kept to be compared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from django.db import connection, transaction

from territory.coverage import Covers
from territory.models import SanitationCut
from territory.sql import read_statements

_SQL = read_statements(Path(__file__).with_suffix(".sql"))
_STEPS = (
    "present",
    "forget_sample_states",
    "forget_sample_cuts",
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

    The states of other dates stay, earlier or later: an older file may well be published last.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        for step in _STEPS:
            cursor.execute(_SQL[step], {"kept": CUTS_KEPT})


def forget_cuts(undone: Sequence[tuple[Covers, dt.date]]) -> None:
    """Forget what undone publications said: what each covered, and its cut-off date.

    What is published now keeps its states.
    """
    if not undone:
        return
    found = SanitationCut.objects.none()
    for covers, day in undone:
        found |= SanitationCut.objects.filter(covers=list(covers), cutoff_date=day, is_sample=False)
    with transaction.atomic():
        found.delete()
        keep_states()
