"""An address fetched within its policy: each redirection is an address like the first."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

from layers import stored
from layers.remote.codings import decoded
from layers.remote.policy import (
    Policy,
    RefusedByServer,
    RemoteError,
    Target,
    Unreachable,
    target_of,
    too_large,
)

if TYPE_CHECKING:
    import datetime as dt

    from django.contrib.auth.models import User

    from layers.models import StoredFile

_BLOCK = 1 << 16
_REDIRECTIONS = (301, 302, 303, 307, 308)
_DEFAULT_TYPE = "application/octet-stream"
# Some of the official servers answer 418 to a client that names itself otherwise.
_HEADERS = {
    "User-Agent": "Mozilla/5.0 (compatible; TerritorioAbierto)",
    "Accept": "*/*",
    "Accept-Encoding": "identity",
    "Connection": "close",
}
_ANYWHERE = Policy()


@dataclass(frozen=True)
class Answer:
    """What an address answered: the last one that was asked, its headers, its content.

    ``blocks`` are the bytes as they come, within the policy; they can be gone through once, and
    raise RemoteError.
    """

    address: str
    name: str
    media_type: str
    headers: Message
    blocks: Iterator[bytes]


def fetch(
    address: str,
    *,
    owner: User | None = None,
    expires_in: dt.timedelta | None = None,
    policy: Policy = _ANYWHERE,
    watch: Callable[[int], None] | None = None,
) -> StoredFile:
    """The file at an address, stored; ``watch`` is given the number of bytes of each block.

    Raises RemoteError (a SourceError), in words for a person; nothing is stored then.
    """
    with opened(address, policy) as answer:
        with stored.create(answer.name, answer.media_type, owner, expires_in) as writer:
            for block in answer.blocks:
                writer.write(block)
                if watch:
                    watch(len(block))
        return writer.file


@contextmanager
def opened(
    address: str, policy: Policy = _ANYWHERE, headers: Mapping[str, str] | None = None
) -> Iterator[Answer]:
    """What an address answers, for as long as the context lasts; raises RemoteError."""
    deadline = _Deadline(policy.total_s)
    try:
        with _in_words(deadline):
            connection, response, last = _asked(address, policy, headers or {}, deadline)
        try:
            yield _answer(last, response, policy, deadline)
        finally:
            connection.close()
    finally:
        deadline.cancel()


@contextmanager
def _in_words(deadline: _Deadline) -> Iterator[None]:
    """What may go wrong on the way, for a person."""
    try:
        yield
    except ssl.SSLError as error:
        raise RemoteError("El servidor no tiene un certificado válido para ese nombre.") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        if deadline.has_passed or isinstance(error, TimeoutError):
            raise Unreachable("El servidor tarda demasiado en responder.") from error
        raise Unreachable("La conexión con el servidor se cortó.") from error


def _asked(
    address: str, policy: Policy, headers: Mapping[str, str], deadline: _Deadline
) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse, str]:
    """The connection, the answer that is no redirection, and the address that gave it."""
    for _ in range(policy.max_redirects + 1):
        target = target_of(address, policy)
        connection = _connected(target, policy, deadline)
        try:
            connection.request("GET", target.path, headers=_HEADERS | dict(headers))
            response = connection.getresponse()
        except BaseException:
            connection.close()
            raise
        if response.status not in _REDIRECTIONS:
            return connection, response, address
        connection.close()
        address = urljoin(address, _location(response))
    raise RemoteError(f"La dirección redirige más de {policy.max_redirects} veces.")


def _location(response: http.client.HTTPResponse) -> str:
    """Where it leads; servers write letters beyond ASCII as they are, which headers have not."""
    raw = response.headers.get("Location", "")
    try:
        return raw.encode("latin-1").decode()
    except UnicodeError:
        return raw


def _connected(target: Target, policy: Policy, deadline: _Deadline) -> http.client.HTTPConnection:
    """Connected to an address that was looked at, under the name that was asked for."""
    wire = _first_that_answers(target, policy, deadline)
    if target.scheme == "https":
        try:
            wire = ssl.create_default_context().wrap_socket(wire, server_hostname=target.host)
        except BaseException:
            wire.close()
            raise
        deadline.watch(wire)
    connection = http.client.HTTPConnection(target.host_header, timeout=policy.read_s)
    connection.sock = wire
    connection.auto_open = 0  # it connects by itself to nobody
    return connection


def _first_that_answers(target: Target, policy: Policy, deadline: _Deadline) -> socket.socket:
    for address in target.reached:
        try:
            wire = socket.create_connection((address, target.port), deadline.left(policy.read_s))
        except OSError:
            continue
        wire.settimeout(policy.read_s)
        deadline.watch(wire)
        return wire
    raise Unreachable(f"No se pudo conectar con «{target.host[:80]}».")


def _answer(
    address: str, response: http.client.HTTPResponse, policy: Policy, deadline: _Deadline
) -> Answer:
    if response.status != http.client.OK:
        raise RefusedByServer(response.status, response.headers.get("Retry-After", ""))
    announced = response.headers.get("Content-Length", "")
    length = int(announced) if announced.isascii() and announced.isdecimal() else None
    if length is not None and length > policy.max_bytes:
        raise too_large(policy)
    blocks = decoded(_blocks(response, length, deadline), response.headers, policy)
    return Answer(
        address,
        _name_of(address, response.headers),
        response.headers.get_content_type()
        if response.headers.get("Content-Type")
        else _DEFAULT_TYPE,
        response.headers,
        blocks,
    )


def _blocks(
    response: http.client.HTTPResponse, length: int | None, deadline: _Deadline
) -> Iterator[bytes]:
    size = 0
    while True:
        with _in_words(deadline):
            block = response.read1(_BLOCK)
            deadline.check()
        if not block:
            break
        size += len(block)
        yield block
    if length is not None and size != length:
        raise Unreachable(f"La descarga se cortó: llegaron {size} de {length} bytes.")


def _name_of(address: str, headers: Message) -> str:
    """What the server calls the file (RFC 6266), else the end of the address."""
    named = headers.get_filename()
    return named or unquote(urlsplit(address).path.rpartition("/")[2]) or "archivo"


class _Deadline:
    """Ends whatever connection is open when the time is over, however little comes meanwhile."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds
        self._wire: socket.socket | None = None
        self.has_passed = False
        self._timer = threading.Timer(seconds, self._pass)
        self._timer.daemon = True
        self._timer.start()

    def watch(self, wire: socket.socket) -> None:
        """From now on it is this connection."""
        self._wire = wire
        self.check()

    def left(self, at_most: float) -> float:
        """Seconds."""
        return max(0.001, min(at_most, self._end - time.monotonic()))

    def check(self) -> None:
        """Raises TimeoutError when it has passed."""
        if self.has_passed or time.monotonic() > self._end:
            raise TimeoutError

    def cancel(self) -> None:
        self._timer.cancel()

    def _pass(self) -> None:
        self.has_passed = True
        if self._wire is not None:
            try:
                self._wire.shutdown(socket.SHUT_RDWR)
            except OSError:  # it is closed
                return
