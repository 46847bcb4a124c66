"""Overviews made beside the served site, which answers without them, only slower."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import ExitStack
from types import TracebackType

from config.child import child
from config.console import say
from config.steps import duration

COMMAND = ("manage.py", "refresh_overviews")


class Refreshing:
    """Runs ``manage.py refresh_overviews`` during the block, where there is something to make.

    ``look`` says once how it ended; the program goes on whatever that was.
    """

    def __init__(self, stale: bool) -> None:
        """``stale``: whether any layer's overview is to be made."""
        self._stale = stale
        self._stack = ExitStack()
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0

    def __enter__(self) -> Refreshing:
        if self._stale:
            say("→ Preparando vistas generales de las capas grandes: el sitio ya responde…")
            self._started = time.monotonic()
            command = [sys.executable, *COMMAND]
            self._process = self._stack.enter_context(child(command, dict(os.environ)))
        return self

    def look(self) -> None:
        """Says how the command ended, if it did since the last look."""
        if self._process is None or self._process.poll() is None:
            return
        code, self._process = self._process.returncode, None
        self._stack.close()
        if code == 0:
            say(f"  Vistas generales: hecho en {duration(time.monotonic() - self._started)}")
        else:
            say(
                f"  ✗ No se pudieron preparar las vistas generales (código {code}; el motivo está "
                "arriba). El sitio sigue igual, y los mapas pequeños de esas capas tardan más. "
                "Se intenta otra vez en el próximo inicio."
            )

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stack.close()
