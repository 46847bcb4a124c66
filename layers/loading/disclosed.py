"""Counts of people: the exact ones are kept apart, and what may be told of them is published.

Whatever changes of a source, all of its published cells are decided on anew, and what was hidden
once stays hidden (``territory.disclosure``).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.db import connection
from psycopg import sql

from layers.loading.copying import lines, options
from layers.loading.exact import exact_rights
from layers.loading.hiding_order import Order
from layers.loading.rows import Block, BlockRows, Row, blocks_of
from layers.loading.swap import Swapped, swap_rows
from layers.source import Source, Table
from territory.coverage import COUNTRY, is_complete
from territory.disclosure import Cut, Disclosure, Key
from territory.disclosure.declared import GRANULARITIES
from territory.disclosure.tables import link
from territory.models import AdminUnit, PublishedPart
from territory.models.counts import PeriodCount
from territory.sql import read_statements

_SQL = read_statements(Path(__file__).with_suffix(".sql"))
# The columns of a published row besides its dimensions.
_COLUMNS = (
    "granularity",
    "period_start",
    "value",
    "state",
    "source",
    "source_url",
    "cutoff_date",
    "commitments",
    "is_sample",
)
_AT_ONCE = 1_000


def put_in_place(
    source: Source, rows: Iterable[Row], *, samples: bool, part: int | None
) -> Swapped:
    """Make a part's exact rows these, and publish what may be told of all of the source.

    ``part`` is the key of the ``PublishedPart``, None for samples. Call it in a transaction.
    """
    assert source.disclosure is not None
    (table,) = source.tables
    work = _Work(source, source.disclosure, table, samples, part or 0)
    with exact_rights():
        exact_changed = work.keep(rows)
        published = work.disclose()
    swapped = swap_rows(
        table.model,
        published,
        columns=(*table.columns, "parts"),
        key=table.key,
        scope={"is_sample": samples},
    )
    return replace(swapped, beneath=exact_changed)


def keep_snapshot(number: int, content: bytes) -> None:
    """Store a publication's exact rows, and drop those of publications that are gone."""
    with exact_rights(), connection.cursor() as cursor:
        cursor.execute(_SQL["keep_snapshot"], [number, content])
        cursor.execute(_SQL["forget_snapshots"])


def snapshot_content(number: int) -> bytes:
    """The packed exact rows of a publication."""
    with exact_rights(), connection.cursor() as cursor:
        cursor.execute(_SQL["read_snapshot"], [number])
        row = cursor.fetchone()
    return bytes(row[0]) if row else b""


@dataclass(frozen=True)
class _Work:
    """One publication's statements; they run in one transaction."""

    source: Source
    disclosure: Disclosure
    table: Table
    samples: bool
    part: int

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The columns of the codes."""
        assert issubclass(self.table.model, PeriodCount)
        return ("category", *self.table.model.dimensions)

    @property
    def shown(self) -> list[int]:
        """The numbers of the cuts that are published."""
        return [number for number, cut in enumerate(self.disclosure.cuts) if not cut.known]

    def keep(self, rows: Iterable[Row]) -> bool:
        """Store the exact rows; gives whether any became another."""
        expected = {*_COLUMNS, *self.dimensions, *self.disclosure.beside}
        expected |= {"declared_ubigeo"} if self.disclosure.of_units else set()
        assert set(self.table.columns) == expected, self.table.columns
        with connection.wrap_database_errors, connection.cursor() as cursor:
            cursor.execute(self._statement("stage"))
            with cursor.copy(self._statement("fill")) as copy:
                for some in lines(blocks_of(rows), self.table.columns):
                    copy.write(some)
            cursor.execute(self._statement("take"))
            cursor.execute(self._statement("delete"))
            changed = cursor.rowcount
            cursor.execute(self._statement("upsert"))
            return bool(changed + cursor.rowcount)

    def disclose(self) -> BlockRows:
        """Decide on all cells; gives the rows that are published."""
        with connection.wrap_database_errors, connection.cursor() as cursor:
            cursor.execute(self._statement("cells"))
            covers_all = self._covers_all()
            for number, cut in enumerate(self.disclosure.cuts):
                if cut.known and not covers_all:
                    continue  # what others tell is of more than our files
                cursor.execute(self._statement("add", **self._cut(number, cut)))
            tables: list[dict[Key, int | None]] = [{} for _cut in self.disclosure.cuts]
            cursor.execute(self._statement("read"))
            for number, unit, granularity, start, codes, value in cursor:
                tables[number][(unit, granularity, start, *codes)] = value
            hidden = self._hidden(cursor, tables)
            cursor.execute(self._statement("hidden"))
            with cursor.copy(self._statement("fill_hidden")) as copy:
                for key in sorted(hidden):
                    copy.write_row([list(key)])
            cursor.execute(self._statement("keep"))
            cursor.execute(self._statement("published"))
            found = _Disclosed(self._columns(cursor.fetchall()))
            cursor.execute(self._statement("drop"))
            return found

    def _covers_all(self) -> bool:
        """Whether the files of the source cover the whole country; samples are of nobody."""
        if not self.disclosure.of_units:
            return not self.samples  # each period says by itself whether it does
        parts = PublishedPart.objects.filter(source=self.source.name)
        covers = {unit for part in parts for unit in part.covers}
        if COUNTRY in covers or self.samples:
            return not self.samples
        units = AdminUnit.objects.filter(valid_to__isnull=True).values_list("pk", "name")
        return is_complete(COUNTRY, tuple(covers), dict(units))

    def _hidden(self, cursor: Any, tables: list[dict[Key, int | None]]) -> frozenset[Key]:
        # The solver takes half a second and many megabytes; requests never need it.
        from territory.disclosure.protecting import protect  # noqa: PLC0415

        cursor.execute(self._statement("forced"))
        forced = {tuple(cell) for (cell,) in cursor}
        cursor.execute(self._statement("secret"))
        secret = bytes.fromhex(cursor.fetchone()[0])
        linked = link(self.disclosure, self.dimensions, tables)
        known = {
            key
            for cut, cells in zip(self.disclosure.cuts, tables, strict=True)
            for key in cells
            if cut.known
        }
        cursor.execute(self._statement("told"))
        told = {
            (unit, length, start, *codes): value for unit, length, start, codes, value in cursor
        }
        same = frozenset(key for key, value in told.items() if linked.cells.get(key) == value)
        order = Order(secret, self.disclosure, same)
        pattern = protect(linked.cells, linked.sums, forced=forced, known=known, order=order)
        present = {key for cells in tables for key, value in cells.items() if value is not None}
        return pattern.hidden | (forced & present - known)

    def _columns(self, rows: list[tuple[Any, ...]]) -> dict[str, list[Any]]:
        units, granularities, starts, codes, values, states, *rest = (
            map(list, zip(*rows, strict=True)) if rows else ([] for _column in range(12))
        )
        origins, urls, cutoffs, commitments, parts, beside = rest
        found: dict[str, list[Any]] = {
            "granularity": granularities,
            "period_start": starts,
            "value": values,
            "state": states,
            "source": origins,
            "source_url": urls,
            "cutoff_date": cutoffs,
            "commitments": commitments,
            "parts": parts,
            "is_sample": [self.samples] * len(rows),
        }
        if self.disclosure.of_units:
            found["declared_ubigeo"] = units
        for name in self.disclosure.beside:
            found[name] = [json.loads(each)[name] for each in beside]
        for place, dimension in enumerate(self.dimensions):
            found[dimension] = [code[place] for code in codes]
        return found

    def _statement(self, name: str, **more: sql.Composable) -> str:
        columns = [sql.Identifier(column) for column in self.table.columns]
        names = {
            "table": sql.Identifier(self.table.model._meta.db_table),
            "columns": sql.SQL(", ").join(columns),
            "unit": _unit(self.disclosure),
            "options": options(self.table.model, self.table.columns),
            "codes": _array(sql.Identifier(name) for name in self.dimensions),
            "beside": sql.SQL(", ").join(
                sql.SQL("{}, {}").format(sql.Literal(name), sql.Identifier(name))
                for name in self.disclosure.beside
            ),
            "source": sql.Literal(self.source.name),
            "is_sample": sql.Literal(self.samples),
            "part": sql.Literal(self.part),
            "shown": sql.Literal(self.shown),
        }
        cursor = connection.connection
        return sql.SQL(_SQL[name]).format(**(names | more)).as_string(cursor)

    def _cut(self, number: int, cut: Cut) -> dict[str, sql.Composable]:
        finer = GRANULARITIES[: GRANULARITIES.index(cut.granularity) + 1]
        codes: list[sql.Composable] = []
        wanted: list[sql.Composable] = [sql.SQL("true")]
        whole, least = self.disclosure.whole_from
        if cut.known and whole:
            at = sql.Literal(self.dimensions.index(whole) + 1)
            wanted.append(sql.SQL(self._statement("whole", place=at, least=sql.Literal(least))))
        for place, dimension in enumerate(self.dimensions, start=1):
            code = sql.SQL("codes[{}]").format(sql.Literal(place))
            if dimension in self.disclosure.only:
                only = list(self.disclosure.only[dimension])
                wanted.append(sql.SQL("{} = ANY ({})").format(code, sql.Literal(only)))
            if dimension not in cut.collapse:
                codes.append(code)
                continue
            totals = list(self.disclosure.adds.get(dimension, ()))
            wanted.append(sql.SQL("NOT {} = ANY ({}::text[])").format(code, sql.Literal(totals)))
            codes.append(sql.Literal(cut.collapse[dimension]))
        return {
            "cut": sql.Literal(number),
            "level": sql.Literal(cut.level),
            "whole_years": sql.Literal(self.disclosure.whole_years),
            "granularity": sql.Literal(cut.granularity),
            "finer": sql.Literal(list(finer)),
            "codes": _array(codes),
            "wanted": sql.SQL(" AND ").join(wanted),
        }


def _unit(disclosure: Disclosure) -> sql.Composable:
    return sql.Identifier("declared_ubigeo") if disclosure.of_units else sql.SQL("''::text")


def _array(items: Iterable[sql.Composable]) -> sql.Composed:
    return sql.SQL("ARRAY[{}]::text[]").format(sql.SQL(", ").join(items))


@dataclass(frozen=True)
class _Disclosed(BlockRows):
    """The rows that are published, column by column."""

    columns: Mapping[str, list[Any]]

    def blocks(self) -> Iterator[Block]:
        number = len(self.columns["value"])
        for start in range(0, number, _AT_ONCE):
            some = {name: cells[start : start + _AT_ONCE] for name, cells in self.columns.items()}
            yield Block([None] * len(some["value"]), some)
