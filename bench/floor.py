"""The floor: the same rows out of PostGIS by ``COPY``, with no server between."""

from __future__ import annotations

from pathlib import Path
from string import Template

import psycopg

from territory.sql import read_statements

_STATEMENTS = read_statements(Path(__file__).with_name("floor.sql"))


def drain(connection: psycopg.Connection, name: str, **values: object) -> None:
    """Runs a statement of ``floor.sql`` and throws away what it gives, as the clients do."""
    statement = Template(_STATEMENTS[name]).substitute(values)
    # The text is this package's own, and its values are numbers made here.
    copy_out = f"COPY ({statement}) TO STDOUT (FORMAT binary)".encode()
    with connection.cursor() as cursor, cursor.copy(copy_out) as copy:
        for _block in copy:
            pass
