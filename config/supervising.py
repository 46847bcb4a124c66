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


class Supervised:
    """Runs a program during the block; ``look`` starts it again where it ended."""

    def __init__(self, name: str, run: Callable[[], AbstractContextManager[Popen[bytes]]]) -> None:
        """``name``, as a person is to read it, and ``run``, which starts the program."""
        self._name, self._run = name, run
        self._stack = ExitStack()
        self._restarts: list[float] = []

    def __enter__(self) -> Supervised:
        self.process = self._stack.enter_context(self._run())
        return self

    def look(self) -> None:
        """Starts the program again if it ended since.

        Raises:
            SetupError: it ended too often.
        """
        code = self.process.poll()
        if code is None:
            return
        now = time.monotonic()
        self._restarts = [*(at for at in self._restarts if now - at < WITHIN_S), now]
        if len(self._restarts) > MOST_RESTARTS:
            raise SetupError(f"{self._name} se detuvo {len(self._restarts)} veces en un minuto.")
        say(f"{self._name} se detuvo (código {code}); se arranca otra vez.")
        self._stack.close()
        self.process = self._stack.enter_context(self._run())

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stack.close()
