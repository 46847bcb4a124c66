"""Files fetched from the web, from a server of the test's own."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from layers.reading import downloads
from layers.reading.downloads import downloaded, file_name_of, is_web_address
from layers.reading.results import SourceError

BODY = b"x" * 3_000_000


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/limites.gpkg" and self.headers["User-Agent"].startswith("Mozilla/5.0"):
            self.answer(200, BODY)
        elif self.path == "/mudado":
            self.answer(302, b"", Location="/limites.gpkg")
        elif self.path == "/a-un-archivo":
            self.answer(302, b"", Location="file:///etc/hostname")
        elif self.path == "/cortado":
            self.answer(200, BODY[:1000], **{"Content-Length": "5000"})
        elif self.path == "/sin-fin":
            self.send_response(200)
            self.end_headers()
            for _ in range(50):
                self.wfile.write(b"x" * 100_000)
        else:
            self.answer(404, b"")

    def answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.handle_error = lambda *_: None  # type: ignore[method-assign]
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("path", ["/limites.gpkg", "/mudado"])
def test_a_file(server: str, path: str) -> None:
    with downloaded(server + path) as file:
        assert file.read_bytes() == BODY
    assert not file.exists()


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/nada", "respondió 404"),
        ("/a-un-archivo", "No se pudo descargar|respondió 302"),
        ("/cortado", "se cortó|IncompleteRead|No se pudo"),
    ],
)
def test_what_does_not_arrive(server: str, path: str, message: str) -> None:
    with pytest.raises(SourceError, match=message), downloaded(server + path):
        pass


def test_no_server() -> None:
    with (
        pytest.raises(SourceError, match="No se pudo descargar"),
        downloaded("http://127.0.0.1:1/"),
    ):
        pass


def test_more_than_the_limit(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloads, "MAX_FILE_BYTES", 1_000_000)
    with pytest.raises(SourceError, match="supera los 1 MB"), downloaded(f"{server}/sin-fin"):
        pass


def test_longer_than_the_limit(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloads, "MAX_DOWNLOAD_S", -1)
    with pytest.raises(SourceError, match="no terminó"), downloaded(f"{server}/limites.gpkg"):
        pass


def test_addresses() -> None:
    assert is_web_address("HTTPS://ide.inei.gob.pe/files/Distrito.rar")
    assert not is_web_address("distritos.gpkg")
    assert not is_web_address("file:///etc/passwd")
    assert file_name_of("https://ide.inei.gob.pe/files/Distrito.rar?x=1") == "Distrito.rar"
    assert file_name_of("https://ide.inei.gob.pe") == "ide.inei.gob.pe"
