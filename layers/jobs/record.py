"""A running job's row, written through a connection of its own.

The work's transaction may last for minutes, and is undone where it fails: what is reported of it
lies outside. A worker whose attempt is no longer the job's writes nothing.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, Error, connections
from psycopg.types.json import Jsonb

from layers.database_faults import fault_of
from layers.errors import DatabaseAway
from layers.models import Job
from territory.sql import read_statements

_SQL = read_statements(Path(__file__).with_suffix(".sql"))
# How long the end of a job is tried to be written while the database is away.
_PATIENCE_S, _PAUSE_S = 30.0, 1.0

T = TypeVar("T")


@dataclass(frozen=True)
class Started:
    """A job as it began, this being its ``attempt``."""

    attempt: int
    losses: int
    kind: str
    title: str
    arguments: dict[str, Any]


class Record:
    """The row of one job. Every method raises Django's database errors."""

    def __init__(self, job: str) -> None:
        self._job = job
        self._attempt = 0
        self._connection = connections.create_connection(DEFAULT_DB_ALIAS)
        # The thread that reports and the one that works use it in turn.
        self._connection.inc_thread_sharing()

    def start(self) -> Started | None:
        """Mark the job as running; None where it ended before it began, or is gone."""
        row = self._ask("start")
        if row is None:
            return None
        attempt, losses, kind, title, arguments = row
        started = Started(attempt, losses, kind, title, json.loads(arguments))
        self._attempt = started.attempt
        return started

    def report(self, step: str, done: int, total: int | None, elapsed_s: float) -> bool | None:
        """Write the progress; whether cancelling was asked, None where the job isn't ours."""
        row = self._ask("report", step=step[:200], done=done, total=total, elapsed=elapsed_s)
        return None if row is None else bool(row[0])

    def look(self) -> bool | None:
        """The same without anything to write."""
        row = self._ask("look")
        return None if row is None else bool(row[0])

    def finish(
        self,
        state: Job.State,
        kept_s: float,
        message: str = "",
        result: dict[str, Any] | None = None,
    ) -> bool:
        """The job ended; False where it isn't ours any more.

        ``file`` in the result is the key of the ``StoredFile`` that was made.
        """
        values: dict[str, Any] = {
            "state": state.value,
            "kept": kept_s,
            "message": message,
            "result": None if result is None else Jsonb(result),
            "file": None if result is None else result.get("file"),
        }
        return _patiently(lambda: self._ask("finish", **values)) is not None

    def put_back(self, message: str, *, lost: bool) -> bool:
        """The job waits again; ``lost`` where that was by no order. False as above."""
        values = {"message": message, "lost": int(lost)}
        return _patiently(lambda: self._ask("put_back", **values)) is not None

    def close(self) -> None:
        self._connection.close()

    def _ask(self, statement: str, **values: Any) -> tuple[Any, ...] | None:
        values.update(job=self._job, attempt=self._attempt)
        try:
            with self._connection.cursor() as cursor:
                cursor.execute(_SQL[statement], values)
                row: tuple[Any, ...] | None = cursor.fetchone()
        except Error:
            self._connection.close()  # the next one begins anew
            raise
        return row


def _patiently(ask: Callable[[], T]) -> T:
    """What ``ask`` gives, asked again while the database is away for a moment."""
    deadline = time.monotonic() + _PATIENCE_S
    while True:
        try:
            return ask()
        except Error as error:
            if not isinstance(fault_of(error), DatabaseAway) or time.monotonic() > deadline:
                raise
        time.sleep(_PAUSE_S)
