"""A Redis of the tests' own, behind a socket in a folder of theirs, that keeps nothing on disk."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import redis

from tests.jobs import wait_until


@contextmanager
def redis_server(folder: Path) -> Iterator[str]:
    """Runs one for the length of the block; gives its address."""
    socket = folder / "redis.sock"
    command = ["redis-server", "--port", "0", "--unixsocket", str(socket), "--save", ""]
    process = subprocess.Popen(
        [*command, "--dir", str(folder)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        with redis.Redis(unix_socket_path=str(socket)) as client:
            assert wait_until(lambda: _answers(client)), "redis-server doesn't answer"
        yield f"unix://{socket}"
    finally:
        process.terminate()
        process.wait(timeout=10)


def _answers(client: redis.Redis) -> bool:
    try:
        return bool(client.ping())
    except redis.ConnectionError:
        return False
