"""A real gunicorn on the tests' database, for clients that connect by address."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.static_files import collect_static

ROOT = Path(__file__).resolve().parent.parent
OUTPUT = ROOT / "tests" / "output"
START_TIMEOUT_S = 60


@contextmanager
def live_server_process(database: str) -> Iterator[str]:
    """Serves ``database`` on a free port; gives the address, without a closing slash."""
    OUTPUT.mkdir(exist_ok=True)
    log = OUTPUT / f"server-{os.getpid()}.log"
    environment = os.environ | {"DB_NAME": database, "EXIT_WITH_PARENT": "1"}
    collect_static()
    with socket.create_server(("127.0.0.1", 0)) as listener, log.open("w") as output:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        command = [sys.executable, "-m", "gunicorn", "-c", "python:config.gunicorn_conf"]
        process = subprocess.Popen(
            [*command, "-b", f"fd://{listener.fileno()}", "config.wsgi"],
            env=environment,
            cwd=ROOT,
            pass_fds=[listener.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_until_answering(process, url, log)
            yield url
        finally:
            process.terminate()
            process.wait(timeout=30)


def _wait_until_answering(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    while True:
        assert process.poll() is None, f"gunicorn ended:\n{log.read_text()}"
        try:
            # The listening socket is open from the start, so this waits for the first answer.
            urllib.request.urlopen(f"{url}/healthz", timeout=START_TIMEOUT_S).close()
        except urllib.error.HTTPError as error:
            error.close()
            raise AssertionError(f"/healthz: {error.code}\n{log.read_text()}") from error
        except OSError:
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.2)
        else:
            return
