"""A program that runs beside this one and never outlives it. Standard library only."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from config.cluster_place import CHECKOUT
from config.interrupts import uninterrupted

STOP_TIMEOUT_S = 10


@contextmanager
def child(command: list[str], env: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """Runs ``command`` during the block, in a session of its own.

    Ctrl-C at the terminal thus reaches this program only, which ends the other in order.
    """
    process = subprocess.Popen(
        command, env=env, cwd=CHECKOUT, stdin=subprocess.DEVNULL, start_new_session=True
    )
    try:
        yield process
    finally:
        with uninterrupted():
            _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(timeout=STOP_TIMEOUT_S)
    # Whatever it left in its session: workers that hang, a reloader's second process.
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
