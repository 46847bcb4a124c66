"""As much of Redis's protocol (RESP2) as the store of tiles speaks, for tests without Redis."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class _Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        while (words := self._words()) is not None:
            self.wfile.write(self._answer(words))

    def _words(self) -> list[bytes] | None:
        line = self.rfile.readline()
        if not line.startswith(b"*"):
            return None
        words = []
        for _ in range(int(line[1:])):
            length = int(self.rfile.readline()[1:])
            words.append(self.rfile.read(length + 2)[:-2])
        return words

    def _answer(self, words: list[bytes]) -> bytes:
        values: dict[bytes, bytes] = self.server.values  # type: ignore[attr-defined]
        name, *rest = words
        match name.upper():
            case b"GETEX" | b"GET":
                return _bulk(values.get(rest[0]))
            case b"SET":
                if b"NX" in rest and rest[0] in values:
                    return b"$-1\r\n"
                values[rest[0]] = rest[1]
                return b"+OK\r\n"
            case b"EVAL":  # the one script: a lock is given back by who holds it
                mine = values.get(rest[2]) == rest[3]
                if mine:
                    del values[rest[2]]
                return b":1\r\n" if mine else b"$-1\r\n"
            case _:
                return b"+OK\r\n"


def _bulk(value: bytes | None) -> bytes:
    return b"$-1\r\n" if value is None else b"$%d\r\n%s\r\n" % (len(value), value)


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    values: dict[bytes, bytes]


@contextmanager
def redis_server() -> Iterator[tuple[str, dict[bytes, bytes]]]:
    """Its address and what it holds."""
    with _Server(("127.0.0.1", 0), _Handler) as server:
        server.values = {}
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        port: Any = server.server_address[1]
        try:
            yield f"redis://127.0.0.1:{port}/0", server.values
        finally:
            server.shutdown()
            thread.join(10)
