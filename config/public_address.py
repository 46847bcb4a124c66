"""Under which address people see the site, and which proxies are believed about it.

``PUBLIC_URL`` says scheme, host and path once and for all. Without it they are the request's own,
or what a proxy says of them, if it is one of ``TRUSTED_PROXIES``: X-Forwarded-For, -Proto and
-Host, or where there are none of these Forwarded (RFC 7239). From anybody else those headers mean
nothing, and are taken out.
"""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Variables = dict[str, Any]
Application = Callable[[Variables, Any], Iterable[bytes]]

_PREFIX = re.compile(r"(/[A-Za-z0-9._~-]+)*")
_SAID_BY_PROXIES = ("HTTP_FORWARDED", "HTTP_X_FORWARDED_", "HTTP_X_REAL_IP", "HTTP_X_SCRIPT_NAME")
# RFC 7239 §4: name=token or name="quoted"; pairs by semicolons, proxies by commas.
_PAIR = re.compile(r'\s*([A-Za-z]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]*))\s*')
_SCHEMES = ("http", "https")


@dataclass(frozen=True)
class PublicAddress:
    """``prefix`` is the path without a closing slash, empty at a host's root."""

    scheme: str
    host: str
    prefix: str

    @property
    def hostname(self) -> str:
        """The host without its port, as ALLOWED_HOSTS writes it."""
        return re.sub(r":\d+$", "", self.host)

    @property
    def url(self) -> str:
        """Without a closing slash."""
        return f"{self.scheme}://{self.host}{self.prefix}"


@dataclass(frozen=True)
class _Hop:
    """What a proxy says of who asked it, and for what; empty where it says nothing."""

    client: str = ""
    scheme: str = ""
    host: str = ""


def public_address(url: str | None = None) -> PublicAddress | None:
    """``PUBLIC_URL``, or None where it isn't set.

    Raises ImproperlyConfigured where it is no address.
    """
    text = (os.environ.get("PUBLIC_URL", "") if url is None else url).strip()
    if not text:
        return None
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        parts = urlsplit("")
    prefix = parts.path.rstrip("/")
    complete = parts.scheme in _SCHEMES and parts.hostname and "@" not in parts.netloc
    if not complete or parts.query or parts.fragment or not _PREFIX.fullmatch(prefix):
        raise ImproperlyConfigured(
            f"PUBLIC_URL={text}: debe ser la dirección pública del sitio, por ejemplo "
            "https://geo.ejemplo.pe/mapas/"
        )
    return PublicAddress(parts.scheme, parts.netloc.lower(), prefix)


def trusted_proxies(text: str | None = None) -> tuple[Network, ...]:
    """``TRUSTED_PROXIES``: addresses and networks, separated by commas.

    Raises ImproperlyConfigured where one is neither.
    """
    written = os.environ.get("TRUSTED_PROXIES", "") if text is None else text
    try:
        return tuple(
            ipaddress.ip_network(item.strip()) for item in written.split(",") if item.strip()
        )
    except ValueError as error:
        raise ImproperlyConfigured(
            f"TRUSTED_PROXIES={written}: deben ser direcciones IP o redes, por ejemplo "
            "127.0.0.1,10.0.0.0/8"
        ) from error


def publicly_addressed(
    site: Application, public: PublicAddress | None, trusted: tuple[Network, ...]
) -> Application:
    """The application whose requests have the public scheme, host and path, and the client's IP."""

    def application(variables: Variables, start_response: Any) -> Iterable[bytes]:
        hops = _hops(variables)
        for name in [name for name in variables if name.startswith(_SAID_BY_PROXIES)]:
            del variables[name]
        _believe(variables, hops, trusted)
        if public is not None:
            variables["wsgi.url_scheme"] = public.scheme
            variables["HTTP_HOST"] = public.host
            _mount(variables, public.prefix)
        return site(variables, start_response)

    return application


def _believe(variables: Variables, hops: list[_Hop], trusted: tuple[Network, ...]) -> None:
    """From the nearest proxy outward: what each says of the one before it, while it is trusted."""
    for hop in reversed(hops):
        if not _is_trusted(variables.get("REMOTE_ADDR", ""), trusted):
            break
        if hop.scheme in _SCHEMES:
            variables["wsgi.url_scheme"] = hop.scheme
        if hop.host:  # whether it is one of the site's is Django's to say (ALLOWED_HOSTS)
            variables["HTTP_HOST"] = hop.host
        address = _address(hop.client)
        if not address:
            break
        variables["REMOTE_ADDR"] = address


def _mount(variables: Variables, prefix: str) -> None:
    """The path below the prefix, whether or not the proxy took that off."""
    path = variables.get("PATH_INFO", "")
    if prefix and (path == prefix or path.startswith(f"{prefix}/")):
        variables["PATH_INFO"] = path[len(prefix) :] or "/"
    variables["SCRIPT_NAME"] = prefix


def _hops(variables: Variables) -> list[_Hop]:
    """Each proxy's words, that of the nearest last."""
    said = [variables.get(f"HTTP_X_FORWARDED_{name}", "") for name in ("FOR", "PROTO", "HOST")]
    # Most proxies set these and pass the other on as it came, from whoever asks.
    if not any(said):
        return [_forwarded(item) for item in _split(variables.get("HTTP_FORWARDED", ""))]
    clients, schemes, hosts = ([item.strip() for item in text.split(",")] for text in said)
    number = max(len(clients), len(schemes), len(hosts))
    return [
        _Hop(*(_aligned(values, number, index) for values in (clients, schemes, hosts)))
        for index in range(number)
    ]


def _aligned(values: list[str], number: int, index: int) -> str:
    """Of several lists, the shorter were begun by fewer: a lone value is everybody's."""
    place = index - (number - len(values))
    return values[max(place, 0)].lower()


def _split(forwarded: str) -> list[str]:
    """At the commas outside quotes."""
    return re.findall(r'(?:[^,"]|"(?:[^"\\]|\\.)*")+', forwarded)


def _forwarded(item: str) -> _Hop:
    pairs = {name.lower(): (quoted or plain).lower() for name, quoted, plain in _PAIR.findall(item)}
    return _Hop(pairs.get("for", ""), pairs.get("proto", ""), pairs.get("host", ""))


def _address(client: str) -> str:
    """The IP of ``192.0.2.1``, ``192.0.2.1:80``, ``[2001:db8::1]:80``; empty for any other word."""
    bare = client[1:].partition("]")[0] if client.startswith("[") else client
    if bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        return str(ipaddress.ip_address(bare))
    except ValueError:
        return ""


def _is_trusted(address: str, trusted: tuple[Network, ...]) -> bool:
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(ip in network for network in trusted)
