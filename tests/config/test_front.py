"""nginx's settings as ``make serve`` writes them, held against nginx itself."""

from __future__ import annotations

import json
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

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


def test_trusted_proxies_speak_for_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRUSTED_PROXIES", "10.0.0.0/8, ::1,nonsense")
    command = nginx_command(tmp_path, "::1", free_port())
    text = (tmp_path / "nginx.conf").read_text()
    assert "10.0.0.0/8 0;" in text
    assert "::1/128 0;" in text
    assert "nonsense" not in text
    done = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
