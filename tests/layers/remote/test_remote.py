"""Addresses that somebody gives: what is reached of the internet, and nothing of this network."""

from __future__ import annotations

import gzip
import hashlib
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from typing import Any

import pytest

from layers import remote
from layers.models import StoredFile
from layers.reading.results import SourceError
from layers.remote import Policy, RefusedAddress, RemoteError
from layers.remote.addresses import is_public
from layers.remote.policy import target_of

CONTENT = b"ubigeo;nombre\n150101;Lima\n" * 1000
LOOPBACK = "127.0.0.1"


@dataclass
class Server:
    """A web server on loopback: what each path answers, and what was asked of it."""

    port: int
    answers: dict[str, Callable[[Any], None]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def address(self, path: str = "/a.csv", host: str = LOOPBACK) -> str:
        return f"http://{host}:{self.port}{path}"


def sends(
    body: bytes = CONTENT, status: int = 200, length: int | None = None, **headers: str
) -> Callable[[Any], None]:
    def answer(handler: Any) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body) if length is None else length))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def redirects(to: str, status: int = 302) -> Callable[[Any], None]:
    return sends(b"", status, Location=to)


@pytest.fixture
def server() -> Iterator[Server]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.asked.append((self.path, dict(self.headers.items())))
            found.answers.get(self.path, sends(b"", 404))(self)

        def log_message(self, *_arguments: Any) -> None:
            """Nothing."""

    # On every address of loopback, so that one of them may be forbidden.
    listening = ThreadingHTTPServer(("0.0.0.0", 0), Handler)
    listening.daemon_threads = True
    found = Server(listening.server_address[1])
    thread = threading.Thread(target=listening.serve_forever, args=(0.01,))
    thread.start()
    yield found
    listening.shutdown()
    thread.join()
    listening.server_close()


# Tests reach one address of this machine, and no other.
HERE = Policy(may_reach=lambda address: str(address) == LOOPBACK, total_s=20, read_s=5)


def names(**known: Sequence[str]) -> Callable[[str, int], Sequence[str]]:
    def resolve(host: str, _port: int) -> Sequence[str]:
        if host not in known and not host[0].isdigit():
            raise OSError(host)
        return known.get(host, [host])

    return resolve


def content(address: str, policy: Policy = HERE) -> bytes:
    with remote.opened(address, policy) as answer:
        return b"".join(answer.blocks)


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
def test_what_goes_wrong_leaves_nothing(server: Server) -> None:
    server.answers["/a.csv"] = sends(length=len(CONTENT) + 5)
    with pytest.raises(SourceError, match="se cortó"):
        remote.fetch(server.address(), policy=HERE)
    assert not StoredFile.objects.exists()


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
