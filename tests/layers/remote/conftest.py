from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from tests.layers.remote.web import Server, sends


@pytest.fixture
def server() -> Iterator[Server]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.asked.append((self.path, dict(self.headers.items())))
            found.answers.get(self.path, sends(b"", 404))(self)

        def log_message(self, *_arguments: Any) -> None:
            """Nothing."""

    # On every address of loopback, so that one of them may be forbidden.
    listening = ThreadingHTTPServer(("0.0.0.0", 0), Handler)
    listening.daemon_threads = True
    found = Server(listening.server_address[1])
    thread = threading.Thread(target=listening.serve_forever, args=(0.01,))
    thread.start()
    yield found
    listening.shutdown()
    thread.join()
    listening.server_close()
