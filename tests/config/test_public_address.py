"""PUBLIC_URL and TRUSTED_PROXIES: which address links have, and whose word counts for it."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.public_address import (
    PublicAddress,
    public_address,
    publicly_addressed,
    trusted_proxies,
)

PROXY, CLIENT = "10.0.0.7", "198.51.100.9"
TRUSTED = trusted_proxies("127.0.0.1, 10.0.0.0/8, ::1")


def seen(
    public: PublicAddress | None = None, peer: str = PROXY, path: str = "/t/15/", **headers: Any
) -> dict[str, Any]:
    """The variables (PEP 3333) that the site gets of a request with these headers."""
    found: dict[str, Any] = {}
    variables = {
        "REMOTE_ADDR": peer,
        "HTTP_HOST": "localhost:8000",
        "wsgi.url_scheme": "http",
        "PATH_INFO": path,
        **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
    }

    def site(variables: dict[str, Any], _start: Any) -> list[bytes]:
        found.update(variables)
        return []

    publicly_addressed(site, public, TRUSTED)(variables, None)
    return found


def address(found: dict[str, Any]) -> tuple[str, str, str]:
    return found["wsgi.url_scheme"], found["HTTP_HOST"], found["REMOTE_ADDR"]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://geo.ejemplo.pe", PublicAddress("https", "geo.ejemplo.pe", "")),
        ("https://geo.ejemplo.pe/", PublicAddress("https", "geo.ejemplo.pe", "")),
        ("https://Geo.Ejemplo.pe/mapas/", PublicAddress("https", "geo.ejemplo.pe", "/mapas")),
        ("http://10.1.2.3:8080/a/b", PublicAddress("http", "10.1.2.3:8080", "/a/b")),
        ("http://[::1]:9/x", PublicAddress("http", "[::1]:9", "/x")),
        ("", None),
        ("  ", None),
    ],
)
def test_a_public_address(url: str, expected: PublicAddress | None) -> None:
    assert public_address(url) == expected


def test_the_setting_is_read_once_by_a_server() -> None:
    """What answers and what Django's settings say can't be two addresses."""
    counting = (
        "import config.public_address as read; was, calls = read.public_address, []\n"
        "read.public_address = lambda: calls.append(was()) or calls[-1]\n"
        "import config.wsgi; from django.conf import settings\n"
        "print(len(calls), settings.PUBLIC.url)"
    )
    done = subprocess.run(
        [sys.executable, "-c", counting],
        env={**os.environ, "PUBLIC_URL": "https://geo.ejemplo.pe/mapas/"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["1", "https://geo.ejemplo.pe/mapas"]


@pytest.mark.parametrize(
    "url",
    [
        "geo.ejemplo.pe",
        "ftp://geo.ejemplo.pe",
        "https://",
        "https://geo.ejemplo.pe/?x=1",
        "https://geo.ejemplo.pe/#x",
        "https://geo.ejemplo.pe:no/",
        "https://ana:clave@geo.ejemplo.pe/",
        "https://geo.ejemplo.pe/ma pas/",
        "https://geo.ejemplo.pe//mapas",
    ],
)
def test_what_is_no_address_is_refused_by_name(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="PUBLIC_URL"):
        public_address(url)


def test_a_proxy_is_an_address_or_a_network() -> None:
    assert [str(network) for network in TRUSTED] == ["127.0.0.1/32", "10.0.0.0/8", "::1/128"]
    assert trusted_proxies("") == ()
    with pytest.raises(ImproperlyConfigured, match=r"TRUSTED_PROXIES=proxy\.local"):
        trusted_proxies("proxy.local")


@pytest.mark.parametrize("hostname", ["[::1]", "geo.ejemplo.pe"])
def test_a_host_without_its_port(hostname: str) -> None:
    assert PublicAddress("http", f"{hostname}:8000", "").hostname == hostname
    assert PublicAddress("http", hostname, "").hostname == hostname


FORWARDED: dict[str, Any] = {
    "x_forwarded_proto": "https",
    "x_forwarded_host": "geo.ejemplo.pe",
    "x_forwarded_for": CLIENT,
}


def test_a_trusted_proxy_is_believed() -> None:
    assert address(seen(**FORWARDED)) == ("https", "geo.ejemplo.pe", CLIENT)


def test_anybody_else_is_not() -> None:
    found = seen(peer="203.0.113.5", **FORWARDED, forwarded="host=evil.example")
    assert address(found) == ("http", "localhost:8000", "203.0.113.5")
    assert not [name for name in found if "FORWARDED" in name]


@pytest.mark.parametrize("peer", ["", "unix:", "no-ip"])
def test_a_peer_without_an_address_is_nobody(peer: str) -> None:
    assert address(seen(peer=peer, **FORWARDED)) == ("http", "localhost:8000", peer)


@pytest.mark.parametrize(
    ("forwarded", "expected"),
    [
        # RFC 7239 §4 and §7.1: tokens, quoted strings, IPv6 in brackets, any case
        ("for=198.51.100.9;proto=https;host=geo.pe", ("https", "geo.pe", CLIENT)),
        ('For="198.51.100.9:4711"; Proto=HTTPS', ("https", "localhost:8000", CLIENT)),
        ('for="[2001:db8::17]:4711";host="geo.pe:8443"', ("http", "geo.pe:8443", "2001:db8::17")),
        ("for=unknown;proto=https", ("https", "localhost:8000", PROXY)),
        ("for=_hidden", ("http", "localhost:8000", PROXY)),
        ("proto=gopher", ("http", "localhost:8000", PROXY)),
        ('for="', ("http", "localhost:8000", PROXY)),
        (",,;;=,", ("http", "localhost:8000", PROXY)),
    ],
)
def test_forwarded(forwarded: str, expected: tuple[str, str, str]) -> None:
    assert address(seen(forwarded=forwarded)) == expected


def test_of_a_chain_the_outermost_trusted_proxy_counts() -> None:
    """What the client itself wrote before them, to pass for another, doesn't."""
    chain = f"for=6.6.6.6;host=evil.example, for={CLIENT};proto=https;host=geo.pe, for=10.1.1.1"
    assert address(seen(forwarded=chain)) == ("https", "geo.pe", CLIENT)
    found = seen(x_forwarded_for=f"6.6.6.6, {CLIENT}, 10.1.1.1", x_forwarded_proto="https")
    assert address(found) == ("https", "localhost:8000", CLIENT)


def test_a_client_s_own_forwarded_does_not_undo_what_the_proxy_says() -> None:
    found = seen(**FORWARDED, forwarded="for=6.6.6.6;host=evil.example;proto=http")
    assert address(found) == ("https", "geo.ejemplo.pe", CLIENT)


MOUNTED = PublicAddress("https", "geo.ejemplo.pe", "/mapas")


@pytest.mark.parametrize(
    ("path", "inside"),
    [
        ("/mapas/t/15/", "/t/15/"),
        ("/t/15/", "/t/15/"),  # the proxy took the path off
        ("/mapas/", "/"),
        ("/mapas", "/"),
        ("/", "/"),
        ("/mapasx/", "/mapasx/"),
    ],
)
def test_the_path_is_the_site_s_own_below_the_prefix(path: str, inside: str) -> None:
    found = seen(MOUNTED, path=path)
    assert (found["SCRIPT_NAME"], found["PATH_INFO"]) == ("/mapas", inside)


def test_the_public_address_stands_above_what_anybody_says() -> None:
    found = seen(MOUNTED, x_forwarded_host="otro.pe", x_forwarded_for=CLIENT)
    assert address(found) == ("https", "geo.ejemplo.pe", CLIENT)
    assert address(seen(MOUNTED, peer="203.0.113.5"))[:2] == ("https", "geo.ejemplo.pe")
