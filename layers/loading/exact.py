"""Where exact counts of people lie: a schema that the role of requests can't read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from psycopg import errors, sql

from layers.reading.results import SourceError

SCHEMA = "exact"

_NOT_HERE = (
    "Esta fuente guarda sus valores exactos donde las páginas no pueden leerlos: "
    "use manage.py import_source, o la página de publicar, cuyo trabajo se hace aparte."
)


@contextmanager
def exact_rights() -> Iterator[None]:
    """The transaction acts as the role that owns exact counts.

    Raises SourceError where the process may not, as those that answer requests.
    """
    role = settings.EXACT_ROLE
    with transaction.atomic():
        if role:
            _become(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(role)))
        yield
        if role:
            with connection.cursor() as cursor:
                cursor.execute("RESET ROLE")


def _become(statement: sql.Composed) -> None:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement.as_string(cursor.connection))
    except ProgrammingError as error:
        if isinstance(error.__cause__, errors.InsufficientPrivilege):
            raise SourceError(_NOT_HERE) from error
        raise
