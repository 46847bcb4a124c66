"""nginx's settings as ``make serve`` writes them, held against nginx itself."""

from __future__ import annotations

import http.client
import json
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lxml import etree

from config.child import child
from config.front import nginx_command
from tests.config.processes import free_port

START_TIMEOUT_S = 30


@pytest.fixture
def lonely(tmp_path: Path) -> Iterator[str]:
    """The address of an nginx whose site isn't there."""
    port = free_port()
    with child(nginx_command(tmp_path, "127.0.0.1", port), {}):
        url = f"http://127.0.0.1:{port}"
        deadline = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < deadline:
            try:
                urllib.request.urlopen(url, timeout=5).close()
            except urllib.error.HTTPError as error:
                error.close()
                break
            except OSError:
                time.sleep(0.05)
        yield url


def refusal(url: str) -> tuple[urllib.error.HTTPError, bytes]:
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(url, timeout=10)
    with caught.value as error:
        return error, error.read()


def test_without_the_site_each_protocol_is_refused_in_its_form(lonely: str) -> None:
    """RFC 9110 §15.6.4, ISO 19128 §6.11, OWS Common 1.1 §8, RFC 9457."""
    for path, root in (
        ("/ows/wms?service=WMS", "{http://www.opengis.net/ogc}ServiceExceptionReport"),
        ("/mapas/ows/wfs", "{http://www.opengis.net/ows/1.1}ExceptionReport"),
    ):
        error, body = refusal(f"{lonely}{path}")
        assert (error.code, etree.fromstring(body).tag) == (503, root)
    error, body = refusal(f"{lonely}/ogc/collections")
    assert json.loads(body)["status"] == 503
    assert error.headers["Content-Type"].startswith("application/problem+json")
    assert error.headers["Retry-After"] == "5"
    assert error.headers["Access-Control-Allow-Origin"] == "*"
    error, body = refusal(f"{lonely}/compromisos/")
    assert "Vuelva a intentarlo" in body.decode()


FORMS = {
    "/ows/wms?service=WMS&request=GetMap": "{http://www.opengis.net/ogc}ServiceExceptionReport",
    "/ows?SERVICE=wms&version=1.3.0": "{http://www.opengis.net/ogc}ServiceExceptionReport",
    "/ows/wms?VERSION=1.1.1&request=GetMap": "ServiceExceptionReport",
    "/ows?version=1.1.0&service=WMS": "ServiceExceptionReport",
    "/mapas/ows/wfs?version=1.1.0": "{http://www.opengis.net/ows/1.1}ExceptionReport",
    "/ows?service=WFS": "{http://www.opengis.net/ows/1.1}ExceptionReport",
    "/ogc/collections?f=json": "",
    "/mapas/api/v1/units/?limit=1": "",
    "/fhir/ValueSet?url=a": "OperationOutcome",
}


@pytest.mark.parametrize("address", FORMS)
@pytest.mark.parametrize(
    ("more", "headers", "status"),
    [
        # RFC 9110 §15.5.15, RFC 6585 §5, RFC 9110 §15.5.14, §15.5.1 and §15.6.6.
        (f"&x={'a' * 1_100_000}", "", 414),
        ("", f"X-Long: {'a' * 1_100_000}\r\n", 431),
        ("", "Content-Length: 99000000\r\n", 413),
        ("", "Content-Length: many\r\n", 400),
        ("", "Transfer-Encoding: odd\r\n", 501),
    ],
    ids=["414", "431", "413", "400", "501"],
)
def test_what_nginx_refuses_by_itself_has_the_protocols_form(
    lonely: str, address: str, more: str, headers: str, status: int
) -> None:
    """Whose script may read it: the site says the same of what is shorter (ows/addresses.py)."""
    place = urlsplit(lonely)
    with socket.create_connection((place.hostname or "", place.port or 0), timeout=20) as asking:
        asking.sendall(f"GET {address}{more} HTTP/1.1\r\nHost: a\r\n{headers}\r\n".encode())
        answer = http.client.HTTPResponse(asking)
        answer.begin()
        body = answer.read()
    assert answer.status == status
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    if FORMS[address] == "OperationOutcome":
        assert json.loads(body)["resourceType"] == "OperationOutcome"
        assert answer.headers["Content-Type"].startswith("application/fhir+json")
        return
    if not FORMS[address]:
        assert json.loads(body)["status"] == status
        assert answer.headers["Content-Type"].startswith("application/problem+json")
        return
    root = etree.fromstring(body)
    assert root.tag == FORMS[address]
    if root.tag == "ServiceExceptionReport":
        assert f"ersion={root.get('version')}" in address.replace("VERSION", "version")
        assert answer.headers["Content-Type"] == "application/vnd.ogc.se_xml"


def test_nothing_of_a_refusal_can_be_asked_for(lonely: str) -> None:
    error, _body = refusal(f"{lonely}/.refused/414")
    assert error.code == 404


def test_trusted_proxies_speak_for_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRUSTED_PROXIES", "10.0.0.0/8, ::1,nonsense")
    command = nginx_command(tmp_path, "::1", free_port())
    text = (tmp_path / "nginx.conf").read_text()
    assert "10.0.0.0/8 0;" in text
    assert "::1/128 0;" in text
    assert "nonsense" not in text
    done = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
