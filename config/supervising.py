"""Programs that are started again when they end. Standard library only."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from subprocess import Popen
from types import TracebackType

from config.console import SetupError, say

# A program that ends more often within the time can't run here, and the reason is in its lines.
MOST_RESTARTS, WITHIN_S = 5, 60.0
# When one is tried again that the site can do without.
PAUSE_S = 60.0


class Supervised:
    """Runs a program during the block; ``look`` starts it again where it ended."""

    def __init__(
        self,
        name: str,
        run: Callable[[], AbstractContextManager[Popen[bytes]]],
        *,
        is_essential: bool = True,
    ) -> None:
        """``name``, as a person is to read it, and ``run``, which starts the program.

        One that isn't essential is tried again after a pause where it ends too often.
        """
        self._name, self._run, self._is_essential = name, run, is_essential
        self._stack = ExitStack()
        self._restarts: list[float] = []
        self._paused_until = 0.0

    def __enter__(self) -> Supervised:
        self.process = self._stack.enter_context(self._run())
        return self

    def look(self) -> None:
        """Starts the program again if it ended since.

        Raises:
            SetupError: it ended too often, and is essential.
        """
        code = self.process.poll()
        now = time.monotonic()
        if code is None or now < self._paused_until:
            return
        if not self._paused_until and self._ends_too_often(now):
            self._paused_until = now + PAUSE_S
            return
        self._paused_until = 0.0
        say(f"{self._name} se detuvo (código {code}); se arranca otra vez.")
        self._stack.close()
        self.process = self._stack.enter_context(self._run())

    def _ends_too_often(self, now: float) -> bool:
        self._restarts = [*(at for at in self._restarts if now - at < WITHIN_S), now]
        if len(self._restarts) <= MOST_RESTARTS:
            return False
        often = f"{self._name} se detuvo {len(self._restarts)} veces en un minuto"
        if self._is_essential:
            raise SetupError(f"{often}.")
        say(f"{often}; el motivo está arriba. Se intenta otra vez en {PAUSE_S:.0f} s.")
        self._restarts.clear()
        return True

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stack.close()
