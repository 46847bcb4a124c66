"""From a QuerySet to SQL text, bound on the client where a consumer takes no parameters."""

from __future__ import annotations

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import QuerySet
from psycopg import ClientCursor
from psycopg.abc import Buffer
from psycopg.types.string import StrDumperUnknown


class _BangFreeStrDumper(StrDumperUnknown):
    """Writes ``!`` as an escape, since Mapnik replaces any ``!word!`` in its SQL.

    An unknown word becomes NULL there: a wrong map, without an error.
    """

    def quote(self, obj: str) -> Buffer:
        if "!" not in obj:
            return super().quote(obj)
        self.dump(obj)  # refuses NUL
        text = obj.replace("\\", "\\\\").replace("'", "''").replace("!", "\\0021")
        return b"U&'" + text.encode() + b"'"


def sql_and_params(queryset: QuerySet[Any, Any]) -> tuple[str, tuple[Any, ...]]:
    """The query's SQL with placeholders, and its parameters.

    A query that can match nothing is written out all the same: its columns are wanted.
    """
    compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS, elide_empty=False)
    sql, params = compiler.as_sql()
    return sql, tuple(params)


def literal_sql(queryset: QuerySet[Any, Any]) -> str:
    """The query's SQL with every value bound as a literal.

    For those that take no parameters: COPY, and Mapnik, whose ``!tokens!`` it is free of.
    """
    return literal(*sql_and_params(queryset))


def literal(sql: str, params: tuple[Any, ...]) -> str:
    """``sql`` with its parameters bound, as ``literal_sql`` has it."""
    with connection.cursor() as cursor:
        binder = ClientCursor(cursor.connection)
        binder.adapters.register_dumper(str, _BangFreeStrDumper)
        return binder.mogrify(sql, params)
