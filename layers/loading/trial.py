"""What a publication would do, tried and undone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is written within is checked as at the end of a transaction, and undone."""
    with transaction.atomic():
        yield
        connection.check_constraints()
        transaction.set_rollback(True)
