"""A client that costs next to nothing: it reads a response's bytes and does not decode them.

Both sides are asked by the same code over connections that stay open, as browsers and QGIS
keep theirs.
"""

from __future__ import annotations

import socket
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

_BUFFER_BYTES = 1 << 20
_TIMEOUT_S = 120
_END_OF_CHUNKS = b"\r\n0\r\n\r\n"
_BODILESS = (204, 304)


class BadAnswer(Exception):
    """A server answered something other than what was asked for."""


class _Closed(BadAnswer):
    """Not a byte of the answer came."""


@dataclass(frozen=True)
class Answer:
    """``size`` counts the body's bytes as they travelled; ``body`` is kept where asked for."""

    status: int
    headers: dict[str, str]
    size: int
    body: bytes = b""


class Client:
    """One connection to one server, opened when it is first needed."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._address = (parts.hostname or "", parts.port or 80)
        self._socket: socket.socket | None = None
        self._buffer = bytearray(_BUFFER_BYTES)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()

    def close(self) -> None:
        """Hang up."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def get(
        self,
        url: str,
        *,
        expected: str | tuple[str, ...] = "",
        headers: Mapping[str, str] | None = None,
        status: int = 200,
    ) -> Answer:
        """Ask, and read to the end.

        Raises:
            BadAnswer: not that status, or a content type that does not start with ``expected``.
        """
        parts = urlsplit(url)
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        host = f"{self._address[0]}:{self._address[1]}"
        lines = "".join(f"{name}: {value}\r\n" for name, value in (headers or {}).items())
        request = f"GET {target} HTTP/1.1\r\nHost: {host}\r\n{lines}\r\n".encode()
        answer = self._ask(request)
        content_type = answer.headers.get("content-type", "")
        if answer.status != status or not content_type.startswith(expected):
            self.close()
            said = answer.body[:500].decode(errors="replace")
            raise BadAnswer(f"{url}: {answer.status} {content_type} {said}")
        return answer

    def _ask(self, request: bytes) -> Answer:
        """As browsers do, once more where the server has closed an idle connection."""
        was_open = self._socket is not None
        try:
            return self._exchange(request)
        except (_Closed, ConnectionError):
            self.close()
            if not was_open:
                raise
            return self._exchange(request)

    def _exchange(self, request: bytes) -> Answer:
        if self._socket is None:
            self._socket = socket.create_connection(self._address, timeout=_TIMEOUT_S)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(request)
        head, rest = self._read_head(self._socket)
        status_line, *lines = head.decode("latin-1").split("\r\n")
        headers = dict(line.split(":", 1) for line in lines)
        headers = {name.lower(): value.strip() for name, value in headers.items()}
        status = int(status_line.split()[1])
        size, start = 0, b""
        if status not in _BODILESS:
            size, start = self._read_body(self._socket, headers, rest)
        if headers.get("connection", "").lower() == "close":
            self.close()
        return Answer(status, headers, size, start)

    def _read_head(self, source: socket.socket) -> tuple[bytes, bytes]:
        received = b""
        while b"\r\n\r\n" not in received:
            part = source.recv(65536)
            if not part:
                raise _Closed("the server hung up")
            received += part
        head, _, rest = received.partition(b"\r\n\r\n")
        return head, rest

    def _read_body(
        self, source: socket.socket, headers: dict[str, str], start: bytes
    ) -> tuple[int, bytes]:
        """How many bytes came, and the first of them, for an error's message."""
        size, tail = len(start), start[-len(_END_OF_CHUNKS) :]
        length = int(headers["content-length"]) if "content-length" in headers else None
        is_chunked = headers.get("transfer-encoding", "").lower() == "chunked"
        while True:
            if length is not None and size >= length:
                return size, start
            # The text of a feature holds no such sequence, and nothing follows it.
            if is_chunked and (tail == _END_OF_CHUNKS or start == _END_OF_CHUNKS[2:]):
                return size, start
            number = source.recv_into(self._buffer)
            if number == 0:
                if length is None and not is_chunked:
                    return size, start
                raise BadAnswer("the server hung up in the middle of its answer")
            size += number
            got = bytes(self._buffer[max(0, number - len(_END_OF_CHUNKS)) : number])
            tail = (tail + got)[-len(_END_OF_CHUNKS) :]


def read(url: str) -> bytes:
    """The whole body, for what looks at it and measures nothing."""
    with urllib.request.urlopen(url, timeout=_TIMEOUT_S) as answer:  # noqa: S310 - loopback
        body: bytes = answer.read()
    return body
