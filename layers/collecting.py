"""Python's collector of cycles, which goes through everything again and again, at work on rows.

Of a national file there are millions of values, and none of them is part of a cycle: looking for
some among them takes a fifth of the time in which a file is read and packed.
"""

from __future__ import annotations

import ctypes
import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

# So many more objects than were let go of, where Python's own number is 700. What is in a cycle, as
# the frame and the error that a cell raises, is still found: a file of faults takes no more memory.
_THRESHOLDS = (10_000, 10, 5)

_lock = threading.Lock()
# The thresholds to return to, once for each that is within.
_before: list[tuple[int, int, int]] = []


@contextmanager
def seldom_collecting() -> Iterator[None]:
    """Collect seldom, and never what is there already; for the process, while anyone is within.

    It is a decorator as well.
    """
    with _lock:
        _before.append(_before[0] if _before else gc.get_threshold())
        if len(_before) == 1:
            gc.freeze()
            gc.set_threshold(*_THRESHOLDS)
    try:
        yield
    finally:
        with _lock:
            usual = _before.pop()
            if not _before:
                gc.set_threshold(*usual)
                gc.unfreeze()


def give_back() -> None:
    """Return to the system what libraries in C let go of, where its C library can (malloc_trim(3)).

    GDAL holds all of a file while it reads; the C library keeps that for whoever asks next.
    """
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)
