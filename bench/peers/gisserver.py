"""django-gisserver: WFS 2.0 out of Django models, under gunicorn."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import ClassVar

from bench.peers import peer
from bench.peers.database import Place
from bench.peers.environments import environment_of, version_of
from bench.peers.fastcgi import PROCESSES
from bench.peers.process import running
from bench.peers.wfs import Wfs2
from bench.ports import free_port, wait_for_answer

_SITE = Path(__file__).with_name("scripts") / "gisserver_site.py"


def version() -> str:
    return version_of("gisserver", "django-gisserver")


@contextmanager
def gisserver(dsn: str) -> Iterator[Gisserver]:
    """Runs ``gisserver_site.py`` during the block, in a folder of its own."""
    programs = environment_of("gisserver")
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="ta-bench-") as place:
        directory = Path(place)
        shutil.copy(_SITE, directory)
        environment = {
            "HOME": place,
            "PYTHONPATH": place,
            "BENCH_PLACE": json.dumps(asdict(Place.of(dsn))),
        }
        command = [str(programs / "gunicorn"), "gisserver_site:application", "--workers"]
        command += [str(PROCESSES), "--bind", f"127.0.0.1:{port}", "--timeout", "300"]
        command += ["--worker-class", "gthread", "--threads", "8"]
        with running(command, environment, log=directory / "said.log"):
            url = f"http://127.0.0.1:{port}/"
            wait_for_answer(f"{url}?service=WFS&request=GetCapabilities")
            yield Gisserver(url)


class Gisserver(Wfs2):
    """WFS alone."""

    name = "django-gisserver"
    in_order: ClassVar[dict[str, str]] = {"sortBy": "id"}

    def document(self, kind: str) -> str | None:
        asked = {
            peer.WFS: "service=WFS&request=GetCapabilities",
            peer.DESCRIBE: (
                "service=WFS&version=2.0.0&request=DescribeFeatureType&typeNames=bench_points"
            ),
        }.get(kind)
        return asked and f"{self.url}?{asked}"
