"""Counting what was published before anybody asks.

What the pages of commitments and units say of it, and services of the layers.
"""

from __future__ import annotations

import logging

from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from layers.measuring import measure
from layers.source import Source
from layers.themes import THEMES, placed_records
from territory.figures import figures_for_unit, tables_for_commitment
from territory.kept import forget_stale
from territory.models import AdminUnit
from territory.rows import count_by_commitment, count_for_commitment

log = logging.getLogger(__name__)

# Fewer are counted about as fast as what is kept is found.
LEAST_ROWS = 20_000
_ANYBODY = AnonymousUser()


def count_with_commit(source: Source) -> None:
    """Count in the transaction that changes the source's rows, at its end (``territory.kept``).

    So the rows and what they amount to are there for everybody at one moment, and no visitor
    waits. For its commitments and the departments; smaller units are counted quickly when asked
    for. A count that fails is logged, and costs the publication nothing.
    """
    try:
        with transaction.atomic():
            count(source)
    except Exception:  # whatever it is, the first visitor counts
        log.exception("%s isn't counted", source.name)


def count(source: Source) -> None:
    """Ask what the pages will ask, so that the answers are kept."""
    filled = {table.model for table in source.tables}
    forget_stale([model._meta.db_table for model in filled])
    if all(model._default_manager.count() < LEAST_ROWS for model in filled):
        return
    themes = [theme for theme in THEMES if filled & set(theme.records)]
    measured = (layer for theme in THEMES for layer in theme.layers)
    measure([layer for layer in measured if layer.rows(_ANYBODY).model in filled], _ANYBODY)
    # Of other tables what was counted before is still true.
    for number in sorted({number for theme in themes for number in theme.commitments}):
        models = [model for model in placed_records(number) if model in filled]
        tables_for_commitment(number, models)
        count_for_commitment(number, models)
    if not themes:
        return
    placed = [model for model in placed_records() if model in filled]
    departments = AdminUnit.objects.filter(level=AdminUnit.Level.DEPARTMENT, valid_to__isnull=True)
    for unit in departments.defer("geom"):
        figures_for_unit(unit, placed)
        count_by_commitment(unit.pk, placed)
