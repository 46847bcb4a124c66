"""The table of sources, what is refused of one, and whose addresses may be reached."""

from __future__ import annotations

import ssl
import subprocess
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from layers.harvest.policy import allowed_networks, may_reach
from layers.harvest.sources import UnknownSource, find, sources
from layers.reading.results import SourceError
from layers.remote import RemoteError
from tests.layers.harvest.conftest import Place
from tests.layers.harvest.web import FORBIDDEN, HERE, send, web


def test_the_project_s_own_table(settings: Settings) -> None:
    settings.HARVEST_SOURCES = ""
    found = sources()
    assert len({source.key for source in found}) == len(found)
    assert all(source.address.startswith("https://") for source in found)
    assert {source.key for source in found} >= {
        *("inei_departamentos", "inei_provincias", "inei_distritos"),
        *("mtc_red_vial_nacional", "sernanp_anp_nacional"),
    }
    assert all(source.told_in and source.owner_name for source in found)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("key", "Con Espacios"),
        ("protocol", "ftp"),
        ("address", "ftp://example.org/a"),
        ("licence", "la que sea"),
        ("theme", "otra"),
        ("commitments", "2 19"),
        ("every_days", "siempre"),
        ("cutoff", "31/12/2024"),
        ("title", ""),
        ("owner", "x" * 31),
    ],
)
def test_a_wrong_line_is_told_with_its_column(place: Place, column: str, value: str) -> None:
    right = {"protocol": "wfs", "address": "https://example.org/wfs", "layer": "a"}
    place.sources(right, right | {"key": "otra", column: value})
    with pytest.raises(SourceError, match=rf"línea 3: .* no vale para {column}"):
        sources()


def test_a_key_stands_once(place: Place) -> None:
    line = {"protocol": "wfs", "address": "https://example.org/wfs", "layer": "a"}
    place.sources(line, line)
    with pytest.raises(SourceError, match="repite: prueba"):
        sources()
    with pytest.raises(SourceError):
        find("prueba")


def test_an_unknown_key(place: Place) -> None:
    place.sources()
    with pytest.raises(UnknownSource):
        find("otra")


@pytest.mark.parametrize(
    ("address", "is_reached"),
    [
        ("10.1.2.3", True),
        ("10.1.3.3", False),
        ("127.0.0.1", False),
        ("169.254.169.254", False),
        ("fd00::1", True),
        ("fd01::1", False),
        ("8.8.8.8", True),
    ],
)
def test_private_networks_are_reached_where_the_operator_says_so(
    address: str, is_reached: bool
) -> None:
    networks = allowed_networks("10.1.2.0/24, fd00::/16")
    assert may_reach(networks, ip_address(address)) is is_reached


def test_what_is_no_network_is_told() -> None:
    with pytest.raises(ImproperlyConfigured, match="HARVEST_ALLOWED_NETWORKS"):
        allowed_networks("10.1.2.0/99")


def _answer(handler: Any, _path: str, _said: dict[str, str]) -> None:
    send(handler, b"{}")


@pytest.mark.django_db
@pytest.mark.slow
def test_loopback_is_refused_by_address_and_by_name(place: Place) -> None:
    for host in (FORBIDDEN, "localhost", "[::1]", "0.0.0.0", "169.254.169.254", "2130706433"):
        place.sources({"protocol": "ogc-api", "address": f"http://{host}:8000/ogc", "layer": "a"})
        with pytest.raises(RemoteError):
            place.harvest()


@pytest.mark.django_db
@pytest.mark.slow
def test_a_certificate_that_nobody_signed_is_refused(place: Place, tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    subject = ["-subj", f"/CN={HERE}", "-addext", f"subjectAltName=IP:{HERE}", "-days", "2"]
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", str(key)]
    subprocess.run([*made, "-out", str(certificate), *subject], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with web(_answer, context) as address:
        place.sources({"protocol": "ogc-api", "address": f"{address}/ogc", "layer": "a"})
        with pytest.raises(RemoteError, match="certificado"):
            place.harvest()
    assert place.waited == []  # it is no matter of time
