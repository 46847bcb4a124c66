"""Counting what was published before anybody asks: what the pages of commitments and units say."""

from __future__ import annotations

from django.db import transaction

from layers.source import Source
from layers.themes import THEMES, placed_records
from territory.figures import figures_for_unit, tables_for_commitment
from territory.kept import forget_stale
from territory.models import AdminUnit
from territory.rows import count_by_commitment, count_for_commitment

# Fewer are counted about as fast as what is kept is found.
LEAST_ROWS = 20_000


def count_after_commit(source: Source) -> None:
    """Count once the changes of the source's rows are committed (``territory.kept``).

    For its commitments and the departments; smaller units are counted quickly when asked for. A
    count that fails is logged: the rows are in, and the first visitor waits for it.
    """

    def count_it() -> None:  # a partial has no name, which Django logs a failure by
        count(source)

    transaction.on_commit(count_it, robust=True)


def count(source: Source) -> None:
    """Ask what the pages will ask, so that the answers are kept."""
    filled = {table.model for table in source.tables}
    forget_stale([model._meta.db_table for model in filled])
    if all(model._default_manager.count() < LEAST_ROWS for model in filled):
        return
    themes = [theme for theme in THEMES if filled & set(theme.records)]
    for number in sorted({number for theme in themes for number in theme.commitments}):
        models = placed_records(number)
        tables_for_commitment(number, models)
        count_for_commitment(number, models)
    if not themes:
        return
    departments = AdminUnit.objects.filter(level=AdminUnit.Level.DEPARTMENT, valid_to__isnull=True)
    for unit in departments.defer("geom"):
        figures_for_unit(unit, placed_records())
        count_by_commitment(unit.pk, placed_records())
