"""The site's real server on the bench's database: gunicorn as ``make serve`` starts it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from bench.ports import free_port, wait_for_answer
from config.child import child

WORKERS = 2


@contextmanager
def site() -> Iterator[Server]:
    """Runs it during the block."""
    port = free_port()
    environment = dict(os.environ) | {
        "DB_NAME": str(connection.settings_dict["NAME"]),
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "WEB_WORKERS": str(WORKERS),
        "EXIT_WITH_PARENT": "1",
    }
    command = [sys.executable, "-m", "gunicorn", "-c", "python:config.gunicorn_conf", "config.wsgi"]
    with child(command, environment) as process:
        url = f"http://127.0.0.1:{port}"
        wait_for_answer(f"{url}/healthz")
        yield Server(url, process.pid)


class Server:
    """Where it answers, and its processes."""

    def __init__(self, url: str, pid: int) -> None:
        self.url = url
        self._pid = pid

    def workers(self) -> list[int]:
        """The process ids of gunicorn's workers."""
        children = Path(f"/proc/{self._pid}/task/{self._pid}/children").read_text()
        return [int(pid) for pid in children.split()]
