"""What is committed by a test, a server or a worker, and removed again: diaries as well."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

import pgtrigger
from django.db import connection, transaction

from layers.models import StoredFile


@dataclass(frozen=True)
class Found:
    """What was there before something is committed: tables without a row, keys of files.

    The samples' evidence has files, which keep their table from being emptied.
    """

    empty: set[str]
    files: set[UUID]

    @classmethod
    def now(cls) -> Found:
        return cls(empty_tables(), set(StoredFile.objects.values_list("pk", flat=True)))

    def restore(self) -> None:
        StoredFile.objects.exclude(pk__in=self.files).delete()
        _empty_again(self.empty)


def empty_tables(of: Iterable[str] | None = None) -> set[str]:
    """Those of the site's tables, or of ``of``, that have no row."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor) if of is None else sorted(of)
        quoted = {table: connection.ops.quote_name(table) for table in tables}
        parts = [f"SELECT '{t}' WHERE NOT EXISTS (SELECT FROM {q})" for t, q in quoted.items()]
        cursor.execute(" UNION ALL ".join(parts))
        return {table for (table,) in cursor.fetchall()}


def _empty_again(tables: set[str]) -> None:
    """Empties those that were empty before something was committed.

    Who wrote may not be able to: the diary refuses to forget; sessions, kept answers and the
    queue's rows are nobody's. Rows beside those that are there for all are their writers' to
    remove.
    """
    kept = [
        trigger.get_uri(model)
        for model, trigger in pgtrigger.registered()
        if isinstance(trigger, pgtrigger.Protect)
    ]
    with transaction.atomic(), pgtrigger.ignore(*kept), connection.cursor() as cursor:
        # Foreign keys are looked at when this is committed, so that no order is wrong.
        for table in sorted(tables - empty_tables(tables)):
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")
