"""What publishing a checked file would change, row by row, as the database compares it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection, models, transaction
from psycopg import sql

from layers.loading.copying import lines
from layers.loading.rows import Row, blocks_of
from layers.loading.swap import covered_rows, pieces
from layers.models import Submission
from layers.source import Table
from territory.coverage import Covers
from territory.sql import read_statements

_SQL = read_statements(Path(__file__).with_suffix(".sql"))
# What says nothing of a row that a person would look for.
_NOT_SHOWN = ("is_sample", "feed")
# How much of a row's name a list shows.
_LABEL_LENGTH = 200


@dataclass(frozen=True)
class Standing:
    """What the rows are compared with: the file's scope, and the parts that make way for it.

    ``scope`` is column → value of the rows that the file speaks for, ``parts`` the keys of the
    published parts that it replaces, ``covers`` what it covers.
    """

    scope: dict[str, Any]
    parts: tuple[int, ...]
    covers: Covers


@dataclass(frozen=True)
class ShortCodes:
    """Codes of a key that are a digit or more shorter than nearly all the others."""

    column: str
    length: int
    usual: int
    number: int


def compare(
    submission: Submission, table: Table, rows: Iterable[Row], standing: Standing
) -> list[ShortCodes]:
    """Store a ``CandidateRow`` for each row that the file has or would take away.

    In one transaction, the file's rows staged once. Gives the codes that may have lost a zero.
    """
    names = _pieces(submission, table, standing)
    with transaction.atomic(), connection.wrap_database_errors, connection.cursor() as cursor:

        def statement(name: str, **more: sql.Composable) -> str:
            return sql.SQL(_SQL[name]).format(**names, **more).as_string(cursor.connection)

        cursor.execute(statement("stage"))
        with cursor.copy(statement("fill")) as copy:
            for some in lines(blocks_of(rows), table.columns, numbered=True):
                copy.write(some)
        cursor.execute(statement("index"))
        cursor.execute(statement("analyze"))
        cursor.execute(statement("compare"))
        cursor.execute(statement("gone"))
        short: list[ShortCodes] = []
        for column in _codes(table):
            code = {"code": sql.Identifier(column), "code_name": sql.Literal(column)}
            cursor.execute(statement("lengths", **code))
            short += _short_codes(cursor.fetchall())
        cursor.execute(statement("drop"))
    return short


def _short_codes(rows: list[tuple[str, int, int]]) -> list[ShortCodes]:
    """Where nine of ten codes have one length, those that are shorter lost a zero, or a digit."""
    lengths = {length: number for _name, length, number in rows}
    if not lengths:
        return []
    usual = max(lengths, key=lambda length: lengths[length])
    if lengths[usual] < 0.9 * sum(lengths.values()):
        return []
    return [
        ShortCodes(rows[0][0], length, usual, number)
        for length, number in sorted(lengths.items())
        if length < usual
    ]


def _codes(table: Table) -> list[str]:
    """The texts of the key; a unit's code nests, so that its lengths differ."""
    fields = {field.column: field for field in table.model._meta.concrete_fields}
    return [
        column
        for column in table.key
        if isinstance(fields[column], models.CharField) and not fields[column].choices
    ]


def _pieces(submission: Submission, table: Table, standing: Standing) -> dict[str, sql.Composable]:
    names = pieces(table.model, table.columns, table.key, standing.scope)
    plain = [column for column in table.columns if column not in ("geom", *_NOT_SHOWN)]
    has_geom = "geom" in table.columns
    return names | {
        "submission": sql.Literal(submission.pk),
        "name": sql.Literal(table.name),
        "new_columns": _listed(table.columns, "new"),
        "new_plain": _listed(plain, "new"),
        "old_plain": _listed(plain, "old"),
        "new_label": _label(table, "new"),
        "old_label": _label(table, "old"),
        "new_geom": sql.SQL("new.geom" if has_geom else "NULL::geometry"),
        "old_geom": sql.SQL("old.geom" if has_geom else "NULL::geometry"),
        "parts": sql.Literal(list(standing.parts)),
        "covered": covered_rows(table.model, standing.covers),
    }


def _label(table: Table, side: str) -> sql.Composable:
    """What a person knows the row by: its key, and its name where it has one."""
    shown = [column for column in table.key if column not in _NOT_SHOWN]
    if "name" in table.columns and "name" not in shown:
        shown.append("name")
    joined = sql.SQL(", ").join(
        sql.SQL("{}::text").format(sql.Identifier(side, column)) for column in shown
    )
    return sql.SQL("left(concat_ws(' · ', {}), {})").format(joined, sql.Literal(_LABEL_LENGTH))


def _listed(columns: Iterable[str], side: str) -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(side, column) for column in columns)
