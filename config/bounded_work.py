"""How much is done at once, and how much waits, by kind of work. Standard library only.

Requests wait here before they have anything of the database; what exceeds the queue is refused at
once, so that there are always threads left to say so and for the short requests.
"""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Iterable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

WORKERS = int(os.environ.get("WEB_WORKERS", str(min(4, os.cpu_count() or 1))))

WAIT_S = 20.0


@dataclass(frozen=True)
class Kind:
    """In each process: how many at once, and how many more wait.

    ``planning`` is what the database is told of its work, as libpq's ``options``.
    """

    at_once: int
    waiting: int
    planning: str = ""


# To start parallel workers takes a third to a half of the time of a tile, a rectangle or a page
# (docs/decisions/speed.md). Who reads a whole table asks for them (layers.stream).
_ALONE = "-c max_parallel_workers_per_gather=0"
# What a small map sorts doesn't fit into PostgreSQL's 4 MB, and the disk takes as long as the sort.
_ROOM = "-c work_mem=32MB"


# Drawing and reading whole layers keep a processor and a session of the database busy: two of a
# kind, so that one works while the other waits for the database. Pages and their like are short.
# The kernel may give one process all connections of a moment: 64 people who look at the map are
# not refused while another process has nothing to do.
KINDS = {
    "maps": Kind(2, 80, f"{_ALONE} {_ROOM}"),
    "features": Kind(2, 40, _ALONE),
    "pages": Kind(3, 48),
    # A piece takes the database's whole attention for some tenths of a second.
    "uploads": Kind(1, 24),
    # A stranger's file is read in a process of its own, for a minute at most (layers.sandbox).
    "readings": Kind(1, 8),
    "health": Kind(2, 16),
}
# Every request that runs or waits has a thread; these are for what is refused, and static files.
SPARE_THREADS = 8
THREADS = sum(kind.at_once + kind.waiting for kind in KINDS.values()) + SPARE_THREADS


class Gate(Generic[T]):
    """Hands out its places in the order asked, and lets so many wait."""

    def __init__(self, places: Iterable[T], waiting: int) -> None:
        self._free = list(places)
        self._most = waiting
        self._queue: deque[Future[T]] = deque()
        self._lock = threading.Lock()

    def waits(self) -> int:
        """How many wait."""
        return len(self._queue)

    def enter(self, wait_s: float = WAIT_S) -> T | None:
        """A place, or None where too many wait or none became free in time."""
        with self._lock:
            if self._free:
                return self._free.pop()
            if len(self._queue) >= self._most:
                return None
            place: Future[T] = Future()
            self._queue.append(place)
        try:
            return place.result(wait_s)
        except TimeoutError:
            pass
        with self._lock:
            if place.done():  # in this very moment
                return place.result()
            self._queue.remove(place)
        return None

    def leave(self, place: T) -> None:
        """Gives the place to who waits longest."""
        with self._lock:
            if self._queue:
                self._queue.popleft().set_result(place)
            else:
                self._free.append(place)
