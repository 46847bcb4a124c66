"""The units that rows belong to where a row may be of several, as a mining right is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.db import connection
from psycopg import sql

from territory.boundaries.rules import conclusive_units, official_levels
from territory.models.placed import PlacedRecord
from territory.sql import read_statements

# A smaller part of a polygon than this is the disagreement of two maps along a border.
SLIVER = 0.01
# Cutting a border into pieces moves it by a last digit; an area this small was made by that.
_ROUNDING = 1e-9

# The columns that say it as text.
DESCRIBED = ("ubigeos", "units")

_SQL = read_statements(Path(__file__).with_suffix(".sql"))
_KEEPING = ("delete", "upsert", "drop")
_FINDING = tuple(step for step in _SQL if step not in ("link", *_KEEPING))


def refresh_spanned(models: Iterable[type[PlacedRecord]]) -> None:
    """Compute the units of all rows of those models whose rows may be of several.

    By polygons of the finest level whose boundaries are official, else by what files name. Call
    it after boundaries changed, in the same transaction.
    """
    for model in models:
        if model.spans:
            find(model, model._meta.db_table, str(model._meta.pk.column))
            _keep(model)


def find(model: type[PlacedRecord], table: str, key: str) -> None:
    """Find the units of the rows of ``table``, which ``key`` tells apart, and describe them there.

    The table has the model's columns, if it isn't its own. What is found waits in temporary
    tables until it is kept (``link``), in the same transaction.
    """
    levels = official_levels()[-1:]
    given = {
        "conclusive": list(conclusive_units(levels).values_list("pk", flat=True)) if levels else [],
        "digits": levels[0].digits if levels else 0,
        "sliver": SLIVER,
        "rounding": _ROUNDING,
    }
    _execute(_FINDING, {"table": sql.Identifier(table), "key": sql.Identifier(key)}, given)


def link(model: type[PlacedRecord], staged: str, record: str, columns: Sequence[str]) -> None:
    """Keep the units that were found of staged rows, which are among the model's rows now."""
    names = {
        "table": sql.Identifier(model._meta.db_table),
        "key": sql.Identifier(str(model._meta.pk.column)),
        "staged": sql.Identifier(staged),
        "record": sql.Identifier(record),
        "placed_columns": _listed("placed", columns),
        "staged_columns": _listed("staged", columns),
    }
    _execute(("link",), names, {})
    _keep(model)


def _keep(model: type[PlacedRecord]) -> None:
    units: Any = model._meta.get_field(model.spans).related_model
    _execute(_KEEPING, {"units": sql.Identifier(units._meta.db_table)}, {})


def _listed(table: str, columns: Sequence[str]) -> sql.Composable:
    return sql.SQL(", ").join(sql.Identifier(table, column) for column in columns)


def _execute(
    steps: Iterable[str], names: Mapping[str, sql.Composable], given: Mapping[str, Any]
) -> None:
    with connection.cursor() as cursor:
        for step in steps:
            statement = sql.SQL(_SQL[step]).format(**names).as_string(cursor.connection)
            cursor.execute(statement, given)
