"""Which addresses are reached: those of the internet, and nothing of this network."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import ip_address

import pytest

from layers import remote
from layers.remote import Policy, RefusedAddress, RemoteError
from layers.remote.addresses import is_public
from layers.remote.policy import target_of
from tests.layers.remote.web import HERE, names


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.8.8",
        "10.1.2.3",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "100.127.255.255",
        "0.0.0.0",
        "0.1.2.3",
        "192.0.0.1",
        "192.0.2.1",
        "198.18.0.1",
        "198.51.100.7",
        "203.0.113.7",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",
        "::ffff:127.0.0.1",
        "::ffff:8.8.8.8",
        "64:ff9b::7f00:1",
        "64:ff9b::808:808",
        "64:ff9b:1::a00:1",
        "2002:7f00:1::",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "fc00::1",
        "fd12:3456::1",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
        "2001:db8::1",
    ],
)
def test_addresses_that_are_nobodys_on_the_internet(address: str) -> None:
    """IANA's registries of special-purpose addresses (RFC 6890) and what holds another address."""
    assert not is_public(ip_address(address))


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "161.132.0.1", "172.32.0.1", "100.128.0.1", "2800:200::1", "2606:4700::1"],
)
def test_addresses_of_the_internet(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://017700000001/",
        "http://localhost/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[fe80::1%25lo]/",
        "http://0/",
        "http://169.254.169.254/latest/meta-data/",
    ],
)
def test_this_machine_is_not_reached_however_it_is_written(address: str) -> None:
    with pytest.raises(RemoteError):
        remote.fetch(address)


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("ftp://ejemplo.pe/a", "http:// o https://"),
        ("file:///etc/passwd", "http:// o https://"),
        ("gopher://ejemplo.pe/", "http:// o https://"),
        ("//ejemplo.pe/a", "http:// o https://"),
        ("", "http:// o https://"),
        ("http://ana:clave@ejemplo.pe/", "usuario o una clave"),
        ("http://ejemplo.pe@10.0.0.1/", "usuario o una clave"),
        ("http://ejemplo.pe:25/", "puerto 25"),
        ("http://ejemplo.pe:99999/", "no se entiende"),
        ("http://ejem plo.pe/", "signos extraños"),
        ("http://ejemplo.pe\\@10.0.0.1/", "signos extraños"),
        ("http://ejemplo.pe/\r\nHost: x", "signos extraños"),
        ("http:///a", "no se entiende"),
        ("http://" + "a" * 3000, "demasiado larga"),
    ],
)
def test_addresses_from_which_nothing_is_fetched(address: str, why: str) -> None:
    with pytest.raises(RefusedAddress, match=why):
        target_of(address, replace(HERE, resolve=names(**{"ejemplo.pe": ["8.8.8.8"]})))


def test_a_name_with_one_neighbour_among_its_addresses_is_refused() -> None:
    both = replace(Policy(), resolve=names(mixto=["8.8.8.8", "10.0.0.1"]))
    with pytest.raises(RefusedAddress, match="red privada o reservada"):
        target_of("http://mixto/", both)
