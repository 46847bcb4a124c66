"""The site on the bench's database: gunicorn behind nginx, as ``make serve`` starts them."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from bench.ports import free_port, wait_for_answer
from config.child import child
from config.front import gunicorn_command, nginx_command

WORKERS = 2
EXTRA_LAYERS = "BENCH_EXTRA_LAYERS"


@contextmanager
def site(
    settings: str = "bench.settings", *, keeps_tiles: bool = True, extra_layers: int = 0
) -> Iterator[Server]:
    """Runs it during the block, with these settings; what it keeps, in a folder of its own.

    ``extra_layers``: how many more it publishes, all of the same table (bench.site.apps).
    """
    port = free_port()
    environment = dict(os.environ) | {
        "DB_NAME": str(connection.settings_dict["NAME"]),
        "DJANGO_SETTINGS_MODULE": settings,
        "WEB_WORKERS": str(WORKERS),
        "EXIT_WITH_PARENT": "1",
        EXTRA_LAYERS: str(extra_layers),
    }
    if not keeps_tiles:
        environment["TILE_CACHE_MB"] = "0"
    url = f"http://127.0.0.1:{port}"
    with (
        tempfile.TemporaryDirectory(prefix="ta-bench-") as directory,
        child(
            gunicorn_command(Path(directory)),
            environment | {"TILE_CACHE_DIR": f"{directory}/tiles"},
        ) as process,
    ):
        while not (Path(directory) / "site.sock").exists():
            if process.poll() is not None:
                raise ChildProcessError(f"gunicorn: {process.returncode}")
            time.sleep(0.1)
        with child(nginx_command(Path(directory), "127.0.0.1", port), environment):
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
