"""One harvest of a source at a time, whoever asked for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from layers.errors import WrongState

_TAKE = "SELECT pg_try_advisory_lock(hashtextextended('layers.harvest ' || %s, 0))"
_LEAVE = "SELECT pg_advisory_unlock(hashtextextended('layers.harvest ' || %s, 0))"


@contextmanager
def harvesting(key: str) -> Iterator[None]:
    """Hold the source; ends with the session that dies. Raises WrongState where another has it."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [key])
        if not cursor.fetchone()[0]:
            raise WrongState("Esta fuente se está cosechando en este momento: espere a que acabe.")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(_LEAVE, [key])
