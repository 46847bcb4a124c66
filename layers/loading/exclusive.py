"""One publication of a source at a time: a worker's, a command's, the administration's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, transaction

from layers.source import Source
from territory.sql import read_statements

_SQL = read_statements(Path(__file__).with_suffix(".sql"))


@contextmanager
def publication_of(source: Source) -> Iterator[None]:
    """A transaction in which nobody else publishes what the source fills; waits for its turn.

    PostgreSQL's advisory locks of the source's tables hold it, which end with the transaction or
    with the session that died. Two sources that fill one table take turns as well.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_SQL["take"], [_tables(source)])
        yield


def is_taken(source: Source) -> bool:
    """Whether somebody publishes the source at this moment, and one would have to wait."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_SQL["try"], [_tables(source)])
        return not cursor.fetchone()[0]


def _tables(source: Source) -> list[str]:
    """In a fixed order, so that two publications can't wait for one another."""
    return sorted({table.model._meta.db_table for table in source.tables})
