"""The units that rows belong to where a row may be of several, as a mining right is."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db import connection
from psycopg import sql

from territory.boundaries.rules import conclusive_units, official_levels
from territory.models import AdminUnit
from territory.models.placed import PlacedRecord
from territory.sql import read_statements

# A smaller part of a polygon than this is the disagreement of two maps along a border.
SLIVER = 0.01

_DIGITS = {
    AdminUnit.Level.DEPARTMENT: 2,
    AdminUnit.Level.PROVINCE: 4,
    AdminUnit.Level.DISTRICT: 6,
}
_SQL = read_statements(Path(__file__).with_suffix(".sql"))


def refresh_spanned(models: Iterable[type[PlacedRecord]]) -> None:
    """Compute the units of every row of the models whose rows may be of several.

    By polygons of the finest level whose boundaries are official, else by what files name. Call
    it after rows or boundaries changed, in the same transaction.
    """
    spanning = [model for model in models if model.spans]
    if not spanning:
        return
    levels = official_levels()[-1:]
    given = {
        "conclusive": list(conclusive_units(levels).values_list("pk", flat=True)) if levels else [],
        "digits": _DIGITS[levels[0]] if levels else 0,
        "sliver": SLIVER,
    }
    for model in spanning:
        _refresh(model, given)


def _refresh(model: type[PlacedRecord], given: dict[str, Any]) -> None:
    units: Any = model._meta.get_field(model.spans).related_model
    names = {
        "table": sql.Identifier(model._meta.db_table),
        "key": sql.Identifier(str(model._meta.pk.column)),
        "units": sql.Identifier(units._meta.db_table),
    }
    with connection.cursor() as cursor:
        for text in _SQL.values():
            statement = sql.SQL(text).format(**names).as_string(cursor.connection)
            cursor.execute(statement, given)
