"""A running job's progress: counted by the work, written and watched over by a thread beside it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Any

import psycopg
from django.db import DEFAULT_DB_ALIAS, Error, OperationalError, connections
from psycopg.pq import TransactionStatus

from layers.database_faults import fault_of
from layers.errors import DatabaseAway
from layers.jobs.record import Record
from layers.progress import JobCancelled, JobInterrupted, JobStopped, JobSuperseded

# How often the thread writes, and looks whether the work is to end.
EVERY_S = 0.5
_CANCEL_TIMEOUT_S = 5.0

logger = logging.getLogger(__name__)


class Reporting:
    """The ``Progress`` of a job that runs in this thread, for the time of the block.

    ``worker_ends`` says whether the worker was told to stop. Where the work is to end, ``stopped``
    holds why, the statement that the database does for it is cancelled, and that statement, or the
    next word to this object, raises ``JobStopped``. Once it has, statements are left alone: the
    work may put its own things in order. The block's end writes the last count.
    """

    def __init__(self, record: Record, worker_ends: Callable[[], bool]) -> None:
        self.stopped: JobStopped | None = None
        self._record, self._worker_ends = record, worker_ends
        self._lock = threading.Lock()
        self._title, self._done = "", 0
        self._total: int | None = None
        self._began = time.monotonic()
        self._is_kept = self._was_raised = False
        self._unwritten = False
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="job-progress", daemon=True)

    def __enter__(self) -> Reporting:
        # Another thread's: the statement that is cancelled is this thread's.
        self._working = connections[DEFAULT_DB_ALIAS]
        self._working.execute_wrappers.append(self._statement)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join()
        self._working.execute_wrappers.remove(self._statement)
        self._write()

    def step(self, title: str, total: int | None = None) -> None:
        with self._lock:
            self._title, self._done, self._total = title, 0, total
            self._began = time.monotonic()
            self._unwritten = True
        self.check()

    def add(self, rows: int) -> None:
        with self._lock:
            self._done += rows
            self._unwritten = True
        self.check()

    def check(self) -> None:
        if self.stopped is not None and not self._is_kept:
            self._was_raised = True
            raise self.stopped

    def keep(self) -> None:
        # The thread is within a look or not: after this line it cancels no statement.
        with self._lock:
            self._is_kept = True

    def _statement(
        self, execute: Callable[..., Any], sql: Any, parameters: Any, many: bool, context: Any
    ) -> Any:
        """Django's wrapper of each statement: one that was cancelled says why."""
        try:
            return execute(sql, parameters, many, context)
        except OperationalError as error:
            # A database that went away is no order to stop: the job is lost, and counted as such.
            is_away = isinstance(fault_of(error), DatabaseAway)
            if self.stopped is None or self._is_kept or self._was_raised or is_away:
                raise
            with self._lock:  # a cancellation on its way is over before the work goes on
                self._was_raised = True
            raise self.stopped from error

    def _watch(self) -> None:
        while not self._over.wait(EVERY_S):
            reason = self._write()
            if self._worker_ends():
                reason = reason or JobInterrupted()
            self.stopped = self.stopped or reason
            if self.stopped is not None:
                self._cancel_statement()

    def _write(self) -> JobStopped | None:
        """Write what is new; why the work is to end, if it is."""
        with self._lock:
            unwritten, self._unwritten = self._unwritten, False
            seen = (self._title, self._done, self._total, time.monotonic() - self._began)
        try:
            cancelled = self._record.report(*seen) if unwritten else self._record.look()
        except Error as error:
            # The database is away: the work will notice by itself.
            logger.debug("progress was not written: %s", error)
            self._unwritten = True
            return None
        if cancelled is None:
            return JobSuperseded()
        return JobCancelled() if cancelled else None

    def _cancel_statement(self) -> None:
        """End what the database does for the work at this moment, unless it is to be kept."""
        with self._lock:
            connection: Any = self._working.connection
            if self._is_kept or self._was_raised or connection is None:
                return
            with suppress(psycopg.Error, OSError):
                if connection.info.transaction_status == TransactionStatus.ACTIVE:
                    connection.cancel_safe(timeout=_CANCEL_TIMEOUT_S)
