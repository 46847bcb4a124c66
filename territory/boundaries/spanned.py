"""The units that rows belong to where a row may be of several, as a mining right is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.models import Model
from psycopg import sql

from territory.boundaries.rules import conclusive_units, official_levels
from territory.models.placed import PlacedRecord
from territory.sql import read_statements

# A smaller part of a polygon than this is the disagreement of two maps along a border.
SLIVER = 0.01
# Cutting a border into pieces moves it by a last digit; an area this small was made by that.
_ROUNDING = 1e-9

_SQL = read_statements(Path(__file__).with_suffix(".sql"))


def refresh_spanned(
    models: Iterable[type[PlacedRecord]],
    written: Mapping[type[Model], str] | None = None,
) -> None:
    """Compute the units of the rows of those models whose rows may be of several.

    By polygons of the finest level whose boundaries are official, else by what files name. Call
    it after rows or boundaries changed, in the same transaction. ``written``: model → the table
    whose ``record`` are the keys of those of its rows that changed; None, or of a model that it
    doesn't have: all rows, as where boundaries changed.
    """
    spanning = [model for model in models if model.spans]
    if not spanning:
        return
    levels = official_levels()[-1:]
    given = {
        "conclusive": list(conclusive_units(levels).values_list("pk", flat=True)) if levels else [],
        "digits": levels[0].digits if levels else 0,
        "sliver": SLIVER,
        "rounding": _ROUNDING,
    }
    for model in spanning:
        _refresh(model, given, (written or {}).get(model))


def _refresh(model: type[PlacedRecord], given: dict[str, Any], written: str | None) -> None:
    units: Any = model._meta.get_field(model.spans).related_model
    key = str(model._meta.pk.column)
    names = {
        "table": sql.Identifier(model._meta.db_table),
        "key": sql.Identifier(key),
        "among": sql.Identifier(written or model._meta.db_table),
        "among_key": sql.Identifier("record" if written else key),
        "units": sql.Identifier(units._meta.db_table),
    }
    with connection.cursor() as cursor:
        for text in _SQL.values():
            statement = sql.SQL(text).format(**names).as_string(cursor.connection)
            cursor.execute(statement, given)
