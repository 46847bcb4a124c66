"""What a command shows of long work while it goes on: on a terminal one line, elsewhere a few."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.core.management.base import OutputWrapper

from layers.reading.numbers import grouped

# A terminal's line is written anew so often; in a log a line so often says enough.
_ON_A_TERMINAL_S, _IN_A_LOG_S = 0.2, 10.0


class Watching:
    """``stage`` begins a part of the work and shows its title at once; ``add`` counts its rows."""

    def __init__(self, output: OutputWrapper, clock: Callable[[], float] = time.monotonic) -> None:
        self._output = output
        self._clock = clock
        self._is_terminal = output.isatty()
        self._every = _ON_A_TERMINAL_S if self._is_terminal else _IN_A_LOG_S
        self._title, self._rows, self._shown, self._width = "", 0, 0.0, 0

    def stage(self, title: str) -> None:
        """Begin a part of the work; the one before is over."""
        self.end()
        self._title, self._rows = title, 0
        self._show(f"{title}…")

    def add(self, rows: int) -> None:
        """So many rows more were seen to."""
        self._rows += rows
        if self._clock() - self._shown >= self._every:
            self._show(self._counted())

    def end(self) -> None:
        """The work is over; how many rows it was stays to be read."""
        if self._rows:
            self._show(self._counted())
        if self._is_terminal and self._title:
            self._output.write("")
        self._title, self._rows, self._width = "", 0, 0

    def _counted(self) -> str:
        return f"{self._title}… {grouped(self._rows)} filas"

    def _show(self, text: str) -> None:
        self._shown = self._clock()
        if self._is_terminal:
            self._output.write(f"\r{text.ljust(self._width)}", ending="")
            self._width = len(text)
        else:
            self._output.write(text)
        self._output.flush()
