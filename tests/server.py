"""The real servers on the tests' database, for clients that connect by address."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from config.front import BUSY, gunicorn_command, nginx_command
from config.static_files import collect_static

ROOT = Path(__file__).resolve().parent.parent
OUTPUT = ROOT / "tests" / "output"
START_TIMEOUT_S = 60
LIVE_SETTINGS = "tests.live_settings"


@contextmanager
def live_server_process(database: str, name: str = "web", **variables: str) -> Iterator[str]:
    """Serves ``database`` on a free port; gives the address, without a closing slash.

    A second one beside the session's has a ``name`` of its own; ``variables`` are its settings.
    """
    directory = OUTPUT / f"{name}-{os.getpid()}"
    directory.mkdir(parents=True, exist_ok=True)
    log = OUTPUT / f"server-{os.getpid()}.log" if name == "web" else directory / "server.log"
    own = {"DB_NAME": database, "EXIT_WITH_PARENT": "1", "DJANGO_SETTINGS_MODULE": LIVE_SETTINGS}
    environment = os.environ | own | variables
    collect_static()
    with (
        log.open("w") as output,
        socket.create_server(("127.0.0.1", 0)) as listener,
        _running(gunicorn_command(directory), environment, output) as site,
    ):
        port = listener.getsockname()[1]
        # nginx takes over a listening socket that this variable names, so that no port is lost
        # to another process between choosing and using it.
        inherited = environment | {"NGINX": f"{listener.fileno()};"}
        nginx = nginx_command(directory, "127.0.0.1", port)
        with _running(nginx, inherited, output, listener.fileno()) as front:
            url = f"http://127.0.0.1:{port}"
            _wait_until_answering([site, front], url, log)
            yield url
    shutil.rmtree(directory)


@contextmanager
def _running(
    command: list[str], environment: dict[str, str], output: TextIO, *inherited: int
) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        command,
        env=environment,
        cwd=ROOT,
        pass_fds=inherited,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_until_answering(processes: list[subprocess.Popen[bytes]], url: str, log: Path) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    said = ""
    while not said.startswith("200"):
        ended = any(process.poll() is not None for process in processes)
        assert not ended, f"{said}\n{log.read_text()}"
        assert time.monotonic() < deadline, f"{said}\n{log.read_text()}"
        said = _health(url)
        # nginx answers before the site does.
        assert said.startswith("200") or BUSY in said, f"{said}\n{log.read_text()}"
        time.sleep(0.05)


def _health(url: str) -> str:
    try:
        with urllib.request.urlopen(f"{url}/healthz", timeout=START_TIMEOUT_S) as answer:
            return f"{answer.status}"
    except urllib.error.HTTPError as error:
        with error:
            return f"{error.code} {error.read().decode()}"
