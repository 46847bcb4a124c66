"""Made once: what is asked for again is given from memory, or from what processes share."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from django.conf import settings

from layers.kept.disk import Disk
from layers.kept.memory import Memory

MEMORY_BYTES = 24 * 1024 * 1024
# Longer than a map may take; who waited in vain makes it as well.
WAIT_S = 25.0


class Shared(Protocol):
    """What ``Disk`` and ``Redis`` do; neither ever fails."""

    def get(self, key: str) -> bytes | None: ...

    def put(self, key: str, value: bytes) -> None: ...

    def alone(self, key: str, wait_s: float) -> AbstractContextManager[None]: ...


class Keeping:
    """Values by key (hexadecimal digits) in memory and, of what everybody sees, in ``shared``."""

    def __init__(self, most_bytes: int, shared: Shared | None) -> None:
        self._memory: Memory[bytes] = Memory(most_bytes)
        self._shared = shared
        self._making: dict[str, tuple[threading.Lock, int]] = {}
        self._lock = threading.Lock()

    def once(self, key: str, make: Callable[[], bytes], *, is_public: bool) -> bytes:
        """What is kept under the key; else what ``make`` gives, which one at a time is asked.

        What not everybody sees stays in the memory of this process.
        """
        shared = self._shared if is_public else None
        found = self._found(key, shared)
        if found is not None:
            return found
        with self._alone(key), shared.alone(key, WAIT_S) if shared else nullcontext():
            found = self._found(key, shared)
            if found is not None:
                return found
            made = make()
            self._memory.put(key, made, len(made))
            if shared is not None:
                shared.put(key, made)
            return made

    def forget(self) -> None:
        """Keep nothing in memory; for tests, and after a fork."""
        self._memory.clear()

    def _found(self, key: str, shared: Shared | None) -> bytes | None:
        found = self._memory.get(key)
        if found is None and shared is not None:
            found = shared.get(key)
            if found is not None:
                self._memory.put(key, found, len(found))
        return found

    @contextmanager
    def _alone(self, key: str) -> Iterator[None]:
        """One thread of this process at a time; after ``WAIT_S`` another goes on regardless."""
        with self._lock:
            lock, users = self._making.get(key, (threading.Lock(), 0))
            self._making[key] = lock, users + 1
        has_it = lock.acquire(timeout=WAIT_S)
        try:
            yield
        finally:
            if has_it:
                lock.release()
            with self._lock:
                lock, users = self._making.pop(key)
                if users > 1:
                    self._making[key] = lock, users - 1


@lru_cache(maxsize=1)
def tiles() -> Keeping | None:
    """Where this process keeps tiles; None where the operator wants none kept."""
    if not settings.TILE_CACHE_MB:
        return None
    if settings.TILE_CACHE_URL:
        from layers.kept.redis import Redis  # noqa: PLC0415 - loaded where it is used

        return Keeping(MEMORY_BYTES, Redis(settings.TILE_CACHE_URL))
    most = settings.TILE_CACHE_MB * 1024 * 1024
    return Keeping(MEMORY_BYTES, Disk(Path(settings.TILE_CACHE_DIR), most))
