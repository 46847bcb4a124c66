"""Rows straight off the wire: ``COPY … TO STDOUT (FORMAT binary)``.

Binary, never text: text-format COPY doubles backslashes and escapes newlines, so a quoted
name would corrupt the JSON. It is also the fastest way out of PostgreSQL that psycopg has.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Self

from django.conf import settings
from django.db import connection
from psycopg.pq import TransactionStatus

from layers.database_faults import database_faults

# None is SQL's NULL.
Row = tuple[bytes | None, ...]

# PostgreSQL's own default.
_WORKERS = 2
_SET = "SET statement_timeout = {timeout_ms:d}; SET max_parallel_workers_per_gather = {workers:d}"


class _Abandoned(Exception):
    """Nobody wants the rest of the rows."""


class RowStream:
    """The rows of a statement as tuples of bytes.

    ``statement`` is SQL with its values bound (``layers.sql.literal_sql``), since COPY takes
    no parameters. The first row is read at once, so that an SQL error surfaces before a
    response starts: ``QueryTimeout``, or Django's DatabaseError. While a stream is open its
    connection can run nothing else: a second query would wait for ever. ``close`` may be
    called at any time, and is when the rows are exhausted; an unfinished query is cancelled
    in the database. A class with ``close``, not a generator, since the ``finally`` of a
    generator that never started does not run.

    ``is_whole`` says that about a whole table is read, with which parallel workers help; elsewhere
    they take longer to start than they save. ``are_few`` says that there are so few rows that they
    are best had at once: to prepare and end a COPY takes the database four more answers. Those are
    read within the time of any request, and their columns must be text.
    """

    def __init__(self, statement: str, *, is_whole: bool = False, are_few: bool = False) -> None:
        self._is_whole = is_whole
        self._stack = ExitStack()
        self._exhausted = False
        try:
            # Without this wrapper raw psycopg errors escape and a dead persistent connection
            # would never be discarded.
            with database_faults(), connection.wrap_database_errors:
                self._rows = _few(statement) if are_few else self._open(statement)
                self._first = next(self._rows, None)
        except BaseException:
            self.close()
            raise

    def _open(self, statement: str) -> Iterator[Row]:
        cursor = self._stack.enter_context(connection.cursor())
        # The timeout counts a slow client's reading time too, so exports get their own.
        workers = _WORKERS if self._is_whole else 0
        cursor.execute(_SET.format(timeout_ms=settings.EXPORT_TIMEOUT_MS, workers=workers))
        self._stack.callback(_reset)
        copy = cursor.copy(f"COPY ({statement}) TO STDOUT (FORMAT binary)")
        rows: Iterator[Row] = self._stack.enter_context(copy).rows()
        return rows

    def __iter__(self) -> Iterator[Row]:
        try:
            if self._first is not None:
                first, self._first = self._first, None
                yield first
            with database_faults(), connection.wrap_database_errors:
                yield from self._rows
            self._exhausted = True
        finally:
            self.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()

    def close(self) -> None:
        """End the query and give the connection back."""
        if self._exhausted:
            self._stack.close()
        else:  # psycopg cancels an unfinished COPY only where an exception ends it
            self._stack.__exit__(_Abandoned, _Abandoned(), None)


def _few(statement: str) -> Iterator[Row]:
    """All rows, as the bytes of their text: the same that COPY gives of columns of text."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        result = cursor.pgresult
        columns = range(result.nfields)
        rows = [
            tuple(result.get_value(row, column) for column in columns)
            for row in range(result.ntuples)
        ]
    return iter(rows)


def _reset() -> None:
    raw = connection.connection
    usable = (TransactionStatus.IDLE, TransactionStatus.INTRANS)
    if raw is not None and raw.info.transaction_status in usable:
        raw.execute("RESET statement_timeout; RESET max_parallel_workers_per_gather")
