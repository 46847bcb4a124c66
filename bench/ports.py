"""Loopback ports, and waiting until a server on one answers."""

from __future__ import annotations

import socket
import time
import urllib.error
import urllib.request

_START_TIMEOUT_S = 60


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def wait_for_answer(url: str) -> None:
    """Returns once ``url`` answers 200.

    Raises:
        TimeoutError: it did not in time; the message holds what it said last.
    """
    deadline = time.monotonic() + _START_TIMEOUT_S
    while True:
        try:
            urllib.request.urlopen(url, timeout=_START_TIMEOUT_S).close()  # noqa: S310 - loopback
        except urllib.error.HTTPError as error:
            said = error.read(500).decode(errors="replace")
            raise TimeoutError(f"{url}: {error.code} {said}") from error
        except OSError as error:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{url}: {error}") from error
            time.sleep(0.1)
        else:
            return
