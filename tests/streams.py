"""Queries whose rows are still being read: none may outlive its test.

An answer that nobody read to its end, as of a test that failed on its status, holds a COPY open,
and its traceback holds the answer. Whatever drops a database then waits for that session's next
step, for ever.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from weakref import WeakSet

import pytest

from layers.stream import Row, RowStream

_opened: WeakSet[RowStream] = WeakSet()


@contextmanager
def remembering_streams() -> Iterator[None]:
    """Every stream that is opened meanwhile is known to ``close_streams``."""
    open_stream = RowStream._open

    def remembered(self: RowStream, statement: str) -> Iterator[Row]:
        _opened.add(self)
        return open_stream(self, statement)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(RowStream, "_open", remembered)
        yield


def close_streams() -> None:
    """End all that are open; harmless for those that have ended."""
    while _opened:
        _opened.pop().close()
