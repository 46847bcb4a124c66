"""Replace a table's rows by a file's, in one transaction and without touching equal rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection, models, transaction
from psycopg import sql

from layers.loading.copying import lines, options
from layers.loading.rows import Block, blocks_of
from territory.boundaries import staged
from territory.coverage import COUNTRY, Covers
from territory.models.placed import PlacedRecord
from territory.sql import read_statements

_SQL = read_statements(Path(__file__).with_suffix(".sql"))


@dataclass(frozen=True)
class Swapped:
    """How many rows a swap wrote; an equal row counts nowhere."""

    inserted: int
    updated: int
    deleted: int
    # What is kept beneath the published rows became another, though these may be the same.
    beneath: bool = False

    @property
    def changed(self) -> bool:
        return bool(self.inserted or self.updated or self.deleted or self.beneath)

    def __str__(self) -> str:
        return f"{self.inserted} nuevas, {self.updated} cambiadas, {self.deleted} retiradas"


@dataclass(frozen=True)
class Part:
    """Whose rows a file's are, of a table that files fill side by side.

    ``key`` is that of the ``PublishedPart``. A row that no part holds was written by hand: it is
    the part's too where it declares a unit within ``covers``.
    """

    key: int
    covers: Covers


def swap_rows(
    model: type[models.Model],
    rows: Iterable[Mapping[str, Any]],
    columns: Sequence[str],
    key: Sequence[str],
    scope: Mapping[str, Any],
    part: Part | None = None,
) -> Swapped:
    """Make the model's rows within ``scope`` equal to ``rows``.

    What boundaries say of a row that is written (``territory.boundaries.staged``) is written too.

    Args:
        model: the table; a unique constraint has to cover ``key``.
        rows: one value for each of ``columns`` (database columns); geometries as EWKT. A text
            that is empty is stored as NULL where the column may be.
        columns: the columns that the file decides; others keep their values.
        key: the columns by which a row of the file is recognised among the stored ones.
        scope: column → value of the rows that the file speaks for; only these are deleted.
        part: within ``scope`` only the rows of this part are deleted, those that another part
            holds as well stay there.

    Returns:
        The counts of written rows.
    """
    names = pieces(model, columns, key, scope) | _part_names(model, part)
    names |= _differing_names(model, columns)
    with transaction.atomic(), connection.wrap_database_errors, connection.cursor() as cursor:
        statements = {
            name: sql.SQL(text).format(**names).as_string(cursor.connection)
            for name, text in _SQL.items()
            if name != "join"
        }
        cursor.execute(statements["lock"])
        cursor.execute(statements["stage"])
        with cursor.copy(statements["fill"]) as copy:
            for some in lines(_completed(model, rows, columns), columns):
                copy.write(some)
        staged_rows = cursor.rowcount
        cursor.execute(statements["index"])
        cursor.execute(statements["analyze_stage"])
        cursor.execute(statements["delete"])
        deleted = cursor.rowcount
        if part is not None:
            cursor.execute(statements["release"])
        cursor.execute(statements["differing"])
        cursor.execute(statements["analyze_differing"])
        staged.derive(model, _differing(model), columns)
        cursor.execute(statements["upsert"])
        inserted, updated = cursor.fetchone()
        staged.link(model, _differing(model), key)
        if part is not None and inserted < staged_rows:
            cursor.execute(statements["hold"])
        cursor.execute(statements["drop"])
        swapped = Swapped(inserted, updated, deleted)
        if swapped.changed:
            cursor.execute(statements["analyze"])
    return swapped


def _completed(
    model: type[models.Model], rows: Iterable[Mapping[str, Any]], columns: Sequence[str]
) -> Iterator[Block]:
    """The rows in blocks; what was kept before a column was there has the model's default of it."""
    for block in blocks_of(rows):
        missing = [column for column in columns if column not in block.columns]
        if missing:
            added = {name: [_default(model, name)] * len(block.numbers) for name in missing}
            yield Block(block.numbers, {**block.columns, **added})
        else:
            yield block


def _default(model: type[models.Model], column: str) -> Any:
    field = model._meta.get_field(column)
    if not isinstance(field, models.Field) or not field.has_default():
        raise KeyError(column)
    return field.get_default()


def join_parts(model: type[models.Model], key: int, other: int) -> None:
    """Make the rows of the part ``other`` rows of the part ``key``."""
    names = {
        "table": sql.Identifier(model._meta.db_table),
        "part": sql.Literal(key),
        "other": sql.Literal(other),
    }
    with connection.wrap_database_errors, connection.cursor() as cursor:
        cursor.execute(sql.SQL(_SQL["join"]).format(**names).as_string(cursor.connection))


def _part_names(model: type[models.Model], part: Part | None) -> dict[str, sql.Composable]:
    """The pieces that depend on the part; without one all rows of the scope are the file's."""
    nothing = sql.SQL("")
    if part is None:
        return {
            "own": sql.SQL("true"),
            "part": sql.SQL("NULL"),
            "part_column": nothing,
            "part_value": nothing,
        }
    key = sql.Literal(part.key)
    own = sql.SQL("(old.parts = ARRAY[{}] OR old.parts = '{{}}' AND {})")
    return {
        "own": own.format(key, covered_rows(model, part.covers)),
        "part": key,
        "part_column": sql.SQL(", parts"),
        "part_value": sql.SQL(", ARRAY[{}]").format(key),
    }


def _differing(model: type[models.Model]) -> str:
    """The temporary table of the rows to be written."""
    return f"differing_{model._meta.db_table}"


def _differing_names(
    model: type[models.Model], columns: Sequence[str]
) -> dict[str, sql.Composable]:
    """The pieces that say which rows are written, and what is worked out of them."""
    derived = staged.columns(model, columns)
    return {
        "differing": sql.Identifier(_differing(model)),
        "primary": sql.Identifier(str(model._meta.pk.column)),
        "new_columns": _list(columns, "new"),
        "derived": _after(_list(derived)),
        "old_derived": _after(_list(derived, "old")),
        "excluded_derived": _after(_list(derived, "excluded")),
    }


def _after(columns: sql.Composed) -> sql.Composable:
    """The columns as they follow others; nothing where there are none."""
    return sql.SQL(", {}").format(columns) if columns.as_string(None) else sql.SQL("")


def covered_rows(model: type[models.Model], covers: Covers) -> sql.Composable:
    """Whether a row declares a unit that is covered; the country covers all rows."""
    if COUNTRY in covers:
        return sql.SQL("true")
    if not issubclass(model, PlacedRecord):
        return sql.SQL("false")
    prefixes = [f"{unit}%" for unit in covers]
    return sql.SQL("old.declared_ubigeo LIKE ANY ({})").format(sql.Literal(prefixes))


def pieces(
    model: type[models.Model],
    columns: Sequence[str],
    key: Sequence[str],
    scope: Mapping[str, Any],
) -> dict[str, sql.Composable]:
    """The pieces of statements on a stage, every name quoted and every value a literal."""
    table = model._meta.db_table
    conditions = [
        sql.SQL("old.{} = {}").format(sql.Identifier(column), sql.Literal(value))
        for column, value in scope.items()
    ]
    return {
        "table": sql.Identifier(table),
        "stage": sql.Identifier(f"stage_{table}"),
        "columns": _list(columns),
        "options": options(model, columns),
        "old_columns": _list(columns, "old"),
        "excluded": _list(columns, "excluded"),
        "key": _list(key),
        "old_key": _list(key, "old"),
        "new_key": _list(key, "new"),
        "scope": sql.SQL(" AND ").join(conditions) if conditions else sql.SQL("true"),
    }


def _list(columns: Sequence[str], table: str = "") -> sql.Composed:
    names = [sql.Identifier(table, name) if table else sql.Identifier(name) for name in columns]
    return sql.SQL(", ").join(names)
