"""What a reading process says to the one that started it: JSON, a line a message."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Mapping
from typing import Any

# Of rows it is said so often, seconds.
_EVERY_S = 0.2
# A message that is longer is no message of ours.
MAX_LINE_BYTES = 16_000_000
# What a sentence for a person may be long.
MAX_SENTENCE = 2_000


class Reporter:
    """The end of the pipe that a task has: steps, rows, and last of all how it ended."""

    def __init__(self, descriptor: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._descriptor, self._clock = descriptor, clock
        self._rows, self._said_at = 0, clock()

    def step(self, title: str, total: int | None = None) -> None:
        """A part of the work begins, of so many rows where that is known."""
        self._flush()
        self._say({"step": title, "total": total})

    def add(self, rows: int) -> None:
        """So many more rows were read."""
        self._rows += rows
        if self._clock() - self._said_at >= _EVERY_S:
            self._flush()

    def end(self, how: Mapping[str, Any]) -> None:
        """The last message: ``result``, ``refused``, ``memory`` or ``defect``."""
        self._flush()
        self._say(how)

    def _flush(self) -> None:
        if self._rows:
            self._say({"rows": self._rows})
        self._rows, self._said_at = 0, self._clock()

    def _say(self, message: Mapping[str, Any]) -> None:
        line = memoryview(json.dumps(message, allow_nan=False).encode() + b"\n")
        while line:
            line = line[os.write(self._descriptor, line) :]
