"""What comes from an address: as it is, within bounds, and no further than the guards let it."""

from __future__ import annotations

import gzip
import hashlib
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from layers import remote
from layers.reading.results import SourceError
from layers.remote import RefusedAddress, RemoteError
from tests.layers.remote.web import (
    CONTENT,
    HERE,
    LOOPBACK,
    Server,
    content,
    names,
    redirects,
    sends,
)
from tests.stored_files import stored_files


def test_a_name_is_resolved_once_and_the_connection_goes_there(server: Server) -> None:
    """Against DNS rebinding: what it stands for a moment later is asked of nobody."""
    answers = [[LOOPBACK], ["10.0.0.1"]]
    asked: list[str] = []

    def resolve(host: str, _port: int) -> Sequence[str]:
        asked.append(host)
        return answers[len(asked) - 1]

    server.answers["/a.csv"] = sends()
    policy = replace(HERE, resolve=resolve)
    assert content(server.address(host="cambia.pe"), policy) == CONTENT
    assert asked == ["cambia.pe"]
    assert server.asked[0][1]["Host"] == f"cambia.pe:{server.port}"


@pytest.mark.django_db
def test_a_file_is_stored_as_it_comes(server: Server) -> None:
    server.answers["/datos/a%20%C3%B1.csv"] = sends(Content_Type="text/csv; charset=utf-8")
    watched: list[int] = []
    file = remote.fetch(server.address("/datos/a%20%C3%B1.csv"), policy=HERE, watch=watched.append)
    assert (file.name, file.media_type) == ("a ñ.csv", "text/csv")
    assert file.sha256 == hashlib.sha256(CONTENT).hexdigest()
    assert sum(watched) == len(CONTENT)


@pytest.mark.django_db
@pytest.mark.usefixtures("untracked")
def test_what_goes_wrong_leaves_nothing(server: Server) -> None:
    server.answers["/a.csv"] = sends(length=len(CONTENT) + 5)
    with pytest.raises(SourceError, match="se cortó"):
        remote.fetch(server.address(), policy=HERE)
    assert not stored_files().exists()


def test_a_server_names_the_file(server: Server) -> None:
    named = "attachment; filename*=UTF-8''regi%C3%B3n.csv"
    server.answers["/get?id=1"] = sends(Content_Disposition=named)
    with remote.opened(server.address("/get?id=1"), HERE) as answer:
        assert answer.name == "región.csv"


def test_a_redirection_is_followed_where_it_may_lead(server: Server) -> None:
    server.answers["/a.csv"] = redirects("/b.csv", 301)
    server.answers["/b.csv"] = redirects(server.address("/c.csv"), 307)
    server.answers["/c.csv"] = sends()
    assert content(server.address()) == CONTENT


@pytest.mark.parametrize(
    "to",
    [
        "http://127.0.0.2:{port}/secret",
        "http://10.0.0.1/",
        "file:///etc/passwd",
        "http://ana:clave@127.0.0.1:{port}/secret",
        "//127.0.0.2:{port}/secret",
        "http://[::ffff:127.0.0.1]:{port}/secret",
    ],
)
def test_a_redirection_is_an_address_like_the_first(server: Server, to: str) -> None:
    server.answers["/a.csv"] = redirects(to.format(port=server.port))
    server.answers["/secret"] = sends(b"secret")
    with pytest.raises(RefusedAddress):
        content(server.address())
    assert [path for path, _headers in server.asked] == ["/a.csv"]


def test_redirections_have_an_end(server: Server) -> None:
    server.answers["/a.csv"] = redirects("/a.csv")
    with pytest.raises(RemoteError, match="redirige más de 5 veces"):
        content(server.address())
    assert len(server.asked) == 6


def test_too_much_is_refused_by_what_is_said_and_by_what_comes(server: Server) -> None:
    small = replace(HERE, max_bytes=1_000_000)
    server.answers["/said"] = sends(b"", length=1_000_001)
    with pytest.raises(RemoteError, match="supera los 1 MB"):
        content(server.address("/said"), small)

    def endless(handler: Any) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(40):
            handler.wfile.write(b"x" * 65_536)

    server.answers["/endless"] = endless
    with pytest.raises(RemoteError, match="supera los 1 MB"):
        content(server.address("/endless"), small)


def test_what_unpacks_to_too_much_is_refused(server: Server) -> None:
    bomb = gzip.compress(b"\0" * 5_000_000)
    assert len(bomb) < 10_000
    server.answers["/bomb"] = sends(bomb, Content_Encoding="gzip")
    with pytest.raises(RemoteError, match="supera los 1 MB"):
        content(server.address("/bomb"), replace(HERE, max_bytes=1_000_000))


def test_a_coding_that_nobody_asked_for(server: Server) -> None:
    server.answers["/a.csv"] = sends(gzip.compress(CONTENT), Content_Encoding="gzip")
    assert content(server.address()) == CONTENT
    assert server.asked[0][1]["Accept-Encoding"] == "identity"
    server.answers["/b"] = sends(b"x", Content_Encoding="br")
    with pytest.raises(RemoteError, match="codificación"):
        content(server.address("/b"))
    server.answers["/c"] = sends(gzip.compress(CONTENT)[:-20], Content_Encoding="gzip")
    with pytest.raises(RemoteError):
        content(server.address("/c"))


@pytest.mark.parametrize("status", [404, 403, 500, 204])
def test_what_the_server_refuses(server: Server, status: int) -> None:
    server.answers["/a.csv"] = sends(b"", status)
    with pytest.raises(RemoteError, match=f"respondió {status}"):
        content(server.address())


def test_little_by_little_has_an_end(server: Server) -> None:
    """Each byte comes in time; all of them don't."""

    def drips(handler: Any) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for _ in range(200):
            handler.wfile.write(b"X")
            time.sleep(0.05)

    server.answers["/a.csv"] = drips
    with pytest.raises(RemoteError, match="tarda demasiado"):
        content(server.address(), replace(HERE, total_s=0.3))


def test_silence_has_an_end(server: Server) -> None:
    server.answers["/a.csv"] = lambda _handler: time.sleep(1)
    with pytest.raises(RemoteError, match="tarda demasiado"):
        content(server.address(), replace(HERE, read_s=0.1))


def test_no_server_and_no_such_name() -> None:
    policy = replace(HERE, resolve=names(ejemplo=[LOOPBACK]))
    with pytest.raises(RemoteError, match="No se pudo conectar"):
        content("http://ejemplo:1/".replace(":1/", ":9999/"), policy)
    with pytest.raises(RemoteError, match="No se encuentra el servidor"):
        content("http://nadie.pe/", policy)


def test_a_certificate_has_to_be_the_names(server: Server) -> None:
    """A server that speaks no TLS has none."""
    server.answers["/a.csv"] = sends()
    with pytest.raises(RemoteError, match=r"certificado|se cortó"):
        content(server.address().replace("http:", "https:"))


def test_no_proxy_of_the_environment_is_asked(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.2:9/")
    server.answers["/a.csv"] = sends()
    assert content(server.address()) == CONTENT
    assert server.asked[0][0] == "/a.csv"


def test_nothing_of_the_one_who_asks_is_sent(server: Server) -> None:
    server.answers["/a.csv"] = sends()
    content(server.address())
    sent = {name.lower() for name in server.asked[0][1]}
    assert sent == {"host", "user-agent", "accept", "accept-encoding", "connection"}


def test_what_goes_wrong_with_whoever_reads_is_theirs(server: Server) -> None:
    server.answers["/a.csv"] = sends()

    def read() -> None:
        with remote.opened(server.address(), HERE):
            raise OSError("disk")

    with pytest.raises(OSError, match="disk"):
        read()
