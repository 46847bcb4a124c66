"""What a command shows of long work while it goes on: on a terminal one line, elsewhere a few."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.core.management.base import OutputWrapper

from layers.reading.numbers import grouped

# A terminal's line is written anew so often; in a log a line so often says enough.
_ON_A_TERMINAL_S, _IN_A_LOG_S = 0.2, 10.0
# Characters of a bar; and how soon a pace says how long the rest takes.
_BAR, _PACE_KNOWN_AFTER_S = 20, 2.0


class Watching:
    """A ``Progress`` that is shown.

    A step's title comes at once, then its rows, as a bar where it is known of how many.
    """

    def __init__(self, output: OutputWrapper, clock: Callable[[], float] = time.monotonic) -> None:
        self._output = output
        self._clock = clock
        self._is_terminal = output.isatty()
        self._every = _ON_A_TERMINAL_S if self._is_terminal else _IN_A_LOG_S
        self._title, self._rows, self._shown, self._width = "", 0, 0.0, 0
        self._total: int | None = None
        self._began = 0.0

    def step(self, title: str, total: int | None = None) -> None:
        """Begin a part of the work, of so many rows; the one before is over."""
        self.end()
        self._title, self._rows, self._total = title, 0, total
        self._began = self._clock()
        self._show(f"{title}…")

    def add(self, rows: int) -> None:
        """So many rows more were seen to."""
        self._rows += rows
        if self._clock() - self._shown >= self._every:
            self._show(self._counted())

    def check(self) -> None:
        """Whoever is at the terminal stops the work by Ctrl-C."""

    def keep(self) -> None:
        """As above."""

    def end(self) -> None:
        """The work is over; how many rows it was stays to be read."""
        if self._rows:
            self._show(self._counted())
        if self._is_terminal and self._title:
            self._output.write("")
        self._title, self._rows, self._width = "", 0, 0

    def _counted(self) -> str:
        if not self._total:
            return f"{self._title}… {grouped(self._rows)} filas"
        share = min(1.0, self._rows / self._total)
        bar = "█" * round(share * _BAR) + "░" * (_BAR - round(share * _BAR))
        rows = f"{grouped(self._rows)} de {grouped(self._total)} filas"
        return f"{self._title} {bar} {share:4.0%}  {rows}{self._left()}"

    def _left(self) -> str:
        """How long it still takes at this pace, once that can be said."""
        seconds = self._clock() - self._began
        if not self._total or not self._rows or seconds < _PACE_KNOWN_AFTER_S:
            return ""
        left = seconds * max(0, self._total - self._rows) / self._rows
        return f", faltan {left:.0f} s" if left >= 1 else ""

    def _show(self, text: str) -> None:
        self._shown = self._clock()
        if self._is_terminal:
            self._output.write(f"\r{text.ljust(self._width)}", ending="")
            self._width = len(text)
        else:
            self._output.write(text)
        self._output.flush()
