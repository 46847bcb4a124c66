"""A peer's process, which never outlives the run."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

_STOP_TIMEOUT_S = 10


@contextmanager
def running(
    command: list[str],
    environment: Mapping[str, str],
    *,
    stdin: int = subprocess.DEVNULL,
    log: Path | None = None,
) -> Iterator[None]:
    """Runs a program that ends with the block, or with this process however it ends.

    Its environment is what is given and a path: nothing of the site's settings gets in. What it
    says is in ``log``, or nowhere.
    """
    with (log or Path(os.devnull)).open("ab") as said:
        process = subprocess.Popen(
            ["setpriv", "--pdeathsig", "TERM", *command],
            env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **environment},
            stdin=stdin,
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
        try:
            yield
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=_STOP_TIMEOUT_S)
            # Workers that it left behind, too.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
