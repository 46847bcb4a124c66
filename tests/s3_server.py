"""A server of S3's protocol for the tests, on loopback: a process of its own, checking signatures.

S3rver's. It keeps files in a folder, where what was written can be looked at without its help.
"""

from __future__ import annotations

import os
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from config.cluster_place import CHECKOUT
from config.viewer import MODULES, node_folder
from tests.jobs import wait_until

BUCKET = "rasteres"
KEY, SECRET = "SITE-OF-THE-TESTS", "nobody-else-knows-it"
REGION = "us-east-1"
_SCRIPT = CHECKOUT / "tests" / "s3_server.cjs"
# What S3rver calls the bytes of a file.
_BYTES = "._S3rver_object"
_MARK = "/nothing-of-this-name/"


@dataclass
class S3Server:
    """Where it keeps files, and what it was asked for; it can be ended and started again."""

    folder: Path
    port: int = 0
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    _marks: int = field(default=0, repr=False)

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.folder.with_suffix(".log")

    def said(self, **changes: str) -> dict[str, str]:
        """As the setting ``RASTER_S3`` has it."""
        own = {"endpoint": self.endpoint, "region": REGION, "key": KEY, "secret": SECRET}
        return own | changes

    def start(self) -> None:
        """On the port that it had, where it had one."""
        node = str(node_folder() / "node")
        said = (str(self.folder), BUCKET, KEY, SECRET, str(self.port))
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                [node, str(_SCRIPT), *said],
                stdout=output,
                stderr=output,
                env=os.environ | {"NODE_PATH": str(MODULES)},
            )
        assert wait_until(lambda: bool(self._lines())), "it doesn't start"
        self.port = int(self._lines()[0])

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=20)

    def requests(self, since: int = 0) -> list[tuple[str, str, int, int]]:
        """What it answered, from that one on: method, path, status, bytes."""
        self._until_it_has_written_all()
        found = []
        for line in self._lines()[1:]:
            method, path, status, size = line.split()
            if not path.startswith(_MARK):
                found.append((method, path, int(status), int(size)))
        return found[since:]

    def _until_it_has_written_all(self) -> None:
        """It writes of an answer when that is sent, which may be after it was received here.

        One after the other: what was asked before has its line before this question's.
        """
        self._marks += 1
        mark = f"{_MARK}{self._marks}"
        with suppress(urllib.error.HTTPError):  # it knows no such bucket
            urllib.request.urlopen(f"{self.endpoint}{mark}", timeout=20).close()
        assert wait_until(lambda: any(f" {mark} " in line for line in self._lines()))

    def files(self) -> dict[str, bytes]:
        """What is in the bucket, by name, as it lies on the disk."""
        root = self.folder / BUCKET
        return {
            str(path.relative_to(root)).removesuffix(_BYTES): path.read_bytes()
            for path in root.rglob(f"*{_BYTES}")
        }

    def _lines(self) -> list[str]:
        return self.log.read_text().splitlines()


@contextmanager
def s3_server(folder: Path) -> Iterator[S3Server]:
    """Runs one with an empty bucket for the length of the block."""
    server = S3Server(folder / "s3")
    server.start()
    try:
        yield server
    finally:
        server.stop()
