"""One job, done: its work called, and how that ended written where people look."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import closing
from typing import Any

from layers.database_faults import fault_of
from layers.errors import DatabaseAway, TerritorioError
from layers.jobs.kinds import KEPT, Kind, find
from layers.jobs.record import Record, Started
from layers.jobs.reporting import Reporting
from layers.models import Job
from layers.progress import (
    JobCancelled,
    JobInterrupted,
    JobStopped,
    JobSuperseded,
    TryLater,
)

# A job whose worker died, or whose database went away, is done once more.
MOST_LOSSES = 1
LOST = "El proceso que lo hacía, o la base de datos, se detuvo; se empieza otra vez."
LOST_TWICE = (
    "El proceso que lo hacía, o la base de datos, se detuvo dos veces; no se intenta más. No quedó "
    "nada a medias: pídalo otra vez."
)
LOST_ONCE = (
    "El proceso que lo hacía, o la base de datos, se detuvo, y este trabajo no se repite solo. No "
    "quedó nada a medias: pídalo otra vez."
)
INTERRUPTED = "El proceso que lo hacía se detuvo; espera a otro."
CANCELLED = "Se canceló a pedido; no quedó nada a medias."
GIVEN_UP = "No se intenta más."
DEFECT = "Falló por un defecto del sitio, que quedó en su registro. No quedó nada a medias."
UNKNOWN = "Esta versión del sitio no sabe hacer este trabajo; no cambió nada."

logger = logging.getLogger(__name__)


class PutBack(Exception):
    """The job is to be taken from the queue again, ``in_s`` seconds later."""

    def __init__(self, in_s: int) -> None:
        self.in_s = in_s
        super().__init__(f"again in {in_s} s")


def run(
    job: str, worker_ends: Callable[[], bool], announce: Callable[[str], None] = lambda _text: None
) -> None:
    """Do the job unless it ended before it began.

    ``announce`` is given a sentence at the job's beginning and end. Raises ``PutBack`` where the
    job is to be done again, and database errors where its end couldn't be written.
    """
    with closing(Record(job)) as record:
        started = record.start()
        if started is None:
            return
        announce(f"{started.title}: empieza.")
        kind = find(started.kind)
        if kind is None:
            record.finish(Job.State.FAILED, KEPT.total_seconds(), UNKNOWN)
        elif started.losses > most_losses(kind):
            record.finish(Job.State.FAILED, kind.kept.total_seconds(), lost_for_good(kind))
        else:
            _Run(record, started, kind, announce).do(worker_ends)


def most_losses(kind: Kind) -> int:
    return MOST_LOSSES if kind.retry else 0


def lost_for_good(kind: Kind) -> str:
    return LOST_TWICE if kind.retry else LOST_ONCE


class _Run:
    """One attempt at a job of a known kind."""

    def __init__(
        self, record: Record, started: Started, kind: Kind, announce: Callable[[str], None]
    ) -> None:
        self._record, self._started, self._kind = record, started, kind
        self._announce = announce
        self._began = time.monotonic()

    def do(self, worker_ends: Callable[[], bool]) -> None:
        try:
            with Reporting(self._record, worker_ends) as progress:
                result = self._kind.load()(progress, **self._started.arguments)
        except JobStopped as stopped:
            self._stopped(stopped)
        except TryLater as later:
            self._later(later)
        except Exception as error:  # noqa: BLE001 - whatever it is, the job ended and says so
            # A statement that was cancelled is the request's doing, not an error of its own.
            is_away = isinstance(fault_of(error), DatabaseAway)
            if progress.stopped is not None and not is_away:
                self._stopped(progress.stopped)
            else:
                self._failed(error)
        else:
            self._end(Job.State.SUCCEEDED, result=result or {})

    def _stopped(self, stopped: JobStopped) -> None:
        match stopped:
            case JobCancelled():
                self._end(Job.State.CANCELLED, CANCELLED)
            case JobInterrupted() if self._kind.retry:
                self._put_back(INTERRUPTED, 0)
            case JobSuperseded():
                logger.warning("%s: another worker has taken this job", self._started.title)
            case _:
                self._end(Job.State.FAILED, LOST_ONCE)

    def _later(self, later: TryLater) -> None:
        waits = self._kind.waits_s[self._started.attempt - 1 :]
        if not waits:
            logger.error("the job «%s» was tried for the last time: %s", self._started.title, later)
            self._end(Job.State.FAILED, f"{later} {GIVEN_UP}")
            return
        self._put_back(f"{later} Se intenta otra vez en {waits[0] // 60} min.", waits[0])

    def _failed(self, error: Exception) -> None:
        fault = fault_of(error)
        if isinstance(fault, DatabaseAway):
            self._lost()
        elif isinstance(fault or error, TerritorioError):
            self._end(Job.State.FAILED, str(fault or error))
        else:
            logger.error("the job «%s» failed", self._started.title, exc_info=error)
            self._end(Job.State.FAILED, DEFECT)

    def _lost(self) -> None:
        if self._started.losses < most_losses(self._kind):
            self._put_back(LOST, 1, lost=True)
        else:
            self._end(Job.State.FAILED, lost_for_good(self._kind))

    def _put_back(self, message: str, in_s: int, *, lost: bool = False) -> None:
        if self._record.put_back(message, lost=lost):
            self._announce(f"{self._started.title}: {message}")
            raise PutBack(in_s)

    def _end(self, state: Job.State, message: str = "", result: Any = None) -> None:
        kept_s = self._kind.kept.total_seconds()
        if self._record.finish(state, kept_s, message, result):
            took = f"hecho en {time.monotonic() - self._began:.0f} s."
            self._announce(f"{self._started.title}: {message or took}")
