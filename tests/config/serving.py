"""``make serve`` as a test runs it: started, read, stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from config.cluster_place import CHECKOUT
from tests.server import LIVE_SETTINGS


def start_serving(port: int, **variables: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "config.serve"],
        cwd=CHECKOUT,
        # Its settings are the site's, but for how long the accounts' passwords take to hash.
        env=os.environ | {"PORT": str(port), "DJANGO_SETTINGS_MODULE": LIVE_SETTINGS} | variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@contextmanager
def serving(port: int, database: str) -> Iterator[subprocess.Popen[str]]:
    """Ends it by Ctrl-C, which it has to take well."""
    process = start_serving(port, DB_NAME=database)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=60)
    assert process.returncode == 0, rest


def read_until(process: subprocess.Popen[str], words: str) -> str:
    """What it says up to the line with ``words``, or to its end."""
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if words in line:
            return said
    process.communicate()
    return said
