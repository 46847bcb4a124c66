"""A way through to the server that notes what clients ask for."""

from __future__ import annotations

import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit


@contextmanager
def recorder(server: str) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """Another address of ``server``, and the parameters (names in upper case) asked there.

    The Host header goes through, so that the server's own links lead back here.
    """
    asked: list[dict[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            query = parse_qsl(urlsplit(self.path).query)
            asked.append({name.upper(): value for name, value in query})
            headers = {"Host": self.headers["Host"]}
            request = urllib.request.Request(server + self.path, headers=headers)
            try:
                answer = urllib.request.urlopen(request)
            except urllib.error.HTTPError as error:
                answer = error
            with answer:
                body = answer.read()
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.headers["Content-Type"])
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """The list is the log."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as through:
        threading.Thread(target=through.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{through.server_port}", asked
        finally:
            through.shutdown()
