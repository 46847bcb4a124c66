"""What may be fetched, from where, and how much of it."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from layers.reading.archives import MAX_FILE_BYTES
from layers.reading.results import SourceError
from layers.remote.addresses import IPAddress, is_public, parsed

_PORTS = {"http": 80, "https": 443}
_MAX_ADDRESS = 2_000
# Below these only the web's own: what else listens there speaks other protocols.
_FIRST_FREE_PORT = 1024
# What an address is not written with (RFC 3986): browsers and libraries read it each their way.
_STRANGE = re.compile(r"[\x00-\x20\x7f\\^`{|}<>\"]")
_NAME = re.compile(r"(?!-)[a-z0-9_.-]{1,253}\.?", re.IGNORECASE)


class RemoteError(SourceError):
    """No se pudo traer el archivo de esa dirección.

    ``is_passing``: the same request may succeed a while later.
    """

    is_passing = False


class Unreachable(RemoteError):
    """El servidor no responde.

    Nobody answered, too slowly, or the connection was cut.
    """

    is_passing = True


class RefusedAddress(RemoteError):
    """De esa dirección no se traen archivos."""


# Statuses of a server that can't for the moment (RFC 9110, 15.5.9 and 15.6; RFC 6585, 4).
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})


class RefusedByServer(RemoteError):
    """El servidor respondió con un error.

    ``retry_after`` is what its header of that name says, "" where it says nothing.
    """

    def __init__(self, status: int, retry_after: str = "") -> None:
        self.status = status
        self.retry_after = retry_after
        self.is_passing = status in _PASSING
        super().__init__(f"El servidor respondió {status}.")


def resolved(host: str, port: int) -> list[str]:
    """The addresses of a name, as the system finds them; raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(where[0]) for *_kind, where in found))


@dataclass(frozen=True)
class Policy:
    """The bounds of a fetch.

    ``may_reach`` decides on every address that a name stands for. ``read_s`` between two
    blocks, ``total_s`` for all of it, redirections included.
    """

    may_reach: Callable[[IPAddress], bool] = is_public
    resolve: Callable[[str, int], Sequence[str]] = resolved
    max_bytes: int = MAX_FILE_BYTES
    read_s: float = 60.0
    total_s: float = 1_800.0
    max_redirects: int = 5


def too_large(policy: Policy) -> RemoteError:
    """What is said of more than the policy takes."""
    return RemoteError(f"La descarga supera los {policy.max_bytes // 1_000_000} MB.")


@dataclass(frozen=True)
class Target:
    """An address that may be asked: where the connection goes, and what is said there.

    ``reached`` are the addresses that its name stands for, found once: the connection goes to one
    of them, whatever the name stands for a moment later.
    """

    scheme: str
    host: str
    port: int
    path: str
    reached: tuple[str, ...]

    @property
    def host_header(self) -> str:
        """RFC 9110, 7.2."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == _PORTS[self.scheme] else f"{name}:{self.port}"


def target_of(address: str, policy: Policy) -> Target:
    """Where an address leads; raises RefusedAddress where nothing is fetched from there."""
    scheme, host, port, path = _split(address)
    try:
        found = tuple(policy.resolve(host, port))
    except (OSError, UnicodeError) as error:
        raise RemoteError(f"No se encuentra el servidor «{host[:80]}».") from error
    # All of them: a name may stand for a neighbour beside a stranger.
    if not found or not all(_may_reach(each, policy) for each in found):
        raise RefusedAddress(
            f"«{host[:80]}» está en una red privada o reservada: de ahí no se traen archivos."
        )
    return Target(scheme, host, port, path, found)


def _may_reach(text: str, policy: Policy) -> bool:
    try:
        return policy.may_reach(parsed(text))
    except ValueError:
        return False


def _split(address: str) -> tuple[str, str, int, str]:
    if len(address) > _MAX_ADDRESS or _STRANGE.search(address):
        raise RefusedAddress("La dirección es demasiado larga o tiene espacios o signos extraños.")
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise RefusedAddress("La dirección no se entiende.") from error
    scheme = parts.scheme.lower()
    if scheme not in _PORTS:
        raise RefusedAddress("La dirección debe empezar con http:// o https://.")
    if parts.username is not None or parts.password is not None:
        raise RefusedAddress("La dirección lleva un usuario o una clave: quítelos.")
    host = _ascii(parts.hostname or "")
    port = _PORTS[scheme] if port is None else port
    if port < _FIRST_FREE_PORT and port not in _PORTS.values():
        raise RefusedAddress(f"El puerto {port} no es de un servidor web.")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return scheme, host, port, _escaped(path)


def _ascii(host: str) -> str:
    if ":" in host:  # an address of IPv6, which has no name
        return host
    try:
        name = host.encode("idna").decode()
    except UnicodeError as error:
        raise RefusedAddress("El nombre del servidor no se entiende.") from error
    if not _NAME.fullmatch(name):
        raise RefusedAddress("El nombre del servidor no se entiende.")
    return name


def _escaped(path: str) -> str:
    """Letters beyond ASCII as a browser sends them."""
    return "".join(
        letter if letter.isascii() else "".join(f"%{byte:02X}" for byte in letter.encode())
        for letter in path
    )
