"""A query that PostgreSQL ended at its time limit is the asker's to mend, not an accident."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError
from psycopg.errors import QueryCanceled

from layers.errors import QueryTimeout


@contextmanager
def timeouts() -> Iterator[None]:
    """Turn the database's ``statement_timeout`` into ``QueryTimeout``."""
    try:
        yield
    except OperationalError as error:
        if is_timeout(error):
            raise QueryTimeout from error
        raise


def is_timeout(error: Exception) -> bool:
    """Whether it is what Django makes of a statement that was ended at its limit."""
    return isinstance(error, OperationalError) and isinstance(error.__cause__, QueryCanceled)
