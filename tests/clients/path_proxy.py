"""A small proxy that publishes a site under a path of its own, as a municipality's would."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

PREFIX = "/mapas"
# They are of one connection (RFC 9110 §7.6.1); the standard library writes its own.
_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "date", "server"}


class PathProxy(ThreadingHTTPServer):
    """Forwards what is under ``/mapas/`` to ``target``; all else is another site's: 404.

    With ``strips`` the path goes on without the prefix. ``missed`` are the paths of all else.
    """

    daemon_threads = True

    def __init__(self, *, strips: bool) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.strips = strips
        self.target = ""
        self.missed: list[str] = []

    @property
    def url(self) -> str:
        """The published site's, without a closing slash."""
        return f"http://127.0.0.1:{self.server_address[1]}{PREFIX}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: PathProxy

    def _forward(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if not self.path.startswith(f"{PREFIX}/"):
            self.server.missed.append(self.path)
            self.send_error(404)
            return
        path = self.path[len(PREFIX) :] if self.server.strips else self.path
        host = urlsplit(self.server.target).netloc
        kept = {k: v for k, v in self.headers.items() if k.lower() not in _HOP | {"host"}}
        # Closed before a browser is answered that may have left.
        with closing(http.client.HTTPConnection(host, timeout=60)) as connection:
            connection.request(self.command, path, body or None, kept)
            answer = connection.getresponse()
            content = answer.read()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in _HOP:
                self.send_header(name, value)
        if answer.status not in (204, 304):
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _forward  # noqa: N815 - the library's names

    def log_message(self, *_: object) -> None:
        """Nothing: what matters is in ``missed``."""


@contextmanager
def path_proxy(*, strips: bool) -> Iterator[PathProxy]:
    """Listening; its ``target`` is to be set once the site answers."""
    proxy = PathProxy(strips=strips)
    thread = threading.Thread(target=proxy.serve_forever, daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        proxy.shutdown()
        proxy.server_close()
        thread.join()
