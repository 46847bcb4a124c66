"""How far the reading of a file has come, told to whoever watches it.

Readers are pure functions of a file; who asked for one may watch without their knowing whom.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

# What is given the number of rows that were read since the last time.
Watch = Callable[[int], None]

_watch: ContextVar[Watch | None] = ContextVar("watch", default=None)


@contextmanager
def watched(watch: Watch) -> Iterator[None]:
    """Within the context ``watch`` is given the number of rows each time that some were read."""
    token = _watch.set(watch)
    try:
        yield
    finally:
        _watch.reset(token)


def rows_read(number: int) -> None:
    """Tell that so many more rows were read."""
    if watch := _watch.get():
        watch(number)
