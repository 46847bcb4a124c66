"""A web server on loopback that may answer badly, and a table of sources that name it."""

from __future__ import annotations

import csv
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

# The allow-list of the tests names this address alone; another of loopback is forbidden.
HERE, FORBIDDEN = "127.0.0.2", "127.0.0.1"
COLUMNS = (
    *("key", "title", "protocol", "version", "address", "layer", "owner", "owner_name"),
    *("licence", "theme", "commitments", "fields", "key_field", "cutoff", "options"),
    *("every_days", "told_in"),
)
LINE = {
    "key": "prueba",
    "title": "Puntos de prueba",
    "owner": "PRUEBA",
    "owner_name": "Entidad de prueba",
    "licence": "public-document",
    "theme": "environment",
    "commitments": "2",
    "every_days": "7",
}

# What is asked: path, parameters (names in lower case), headers. What is answered: by itself.
Answer = Callable[[Any, str, dict[str, str]], None]


@contextmanager
def web(answer: Answer, context: ssl.SSLContext | None = None) -> Iterator[str]:
    """A server whose every GET is answered so; gives its address, without a slash."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            said = {n.lower(): v for n, v in parse_qsl(parts.query, keep_blank_values=True)}
            answer(self, parts.path, said)

        def log_message(self, *_arguments: Any) -> None:
            """Nothing."""

    listening = ThreadingHTTPServer((HERE, 0), Handler)
    listening.daemon_threads = True
    if context is not None:
        listening.socket = context.wrap_socket(listening.socket, server_side=True)
    thread = threading.Thread(target=listening.serve_forever, args=(0.01,))
    thread.start()
    try:
        scheme = "http" if context is None else "https"
        yield f"{scheme}://{HERE}:{listening.server_address[1]}"
    finally:
        listening.shutdown()
        thread.join()
        listening.server_close()


def send(
    handler: Any,
    body: bytes,
    kind: str = "application/json",
    status: int = 200,
    length: int | None = None,
    **headers: str,
) -> None:
    """An answer; ``length`` is what is announced, whatever is sent."""
    handler.send_response(status)
    handler.send_header("Content-Type", kind)
    handler.send_header("Content-Length", str(len(body) if length is None else length))
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


def table(path: Path, *lines: dict[str, Any]) -> None:
    """Write a table of sources, each line with what ``LINE`` has and it hasn't."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(LINE | line for line in lines)
