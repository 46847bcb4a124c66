"""Slow connections wait at nginx: they keep nobody else waiting, whatever their number."""

from __future__ import annotations

import socket
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connection

from config.bounded_work import THREADS, WORKERS
from tests.database import address

# More of each kind than the site has threads.
CONNECTIONS = THREADS * WORKERS + 4
ALL_DISTRICTS = "/ows/wfs?service=WFS&version=2.0.0&request=GetFeature&typenames=ta:districts"

STARTED = {
    "headers": b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ",
    "a body": (
        b"POST /ows/wfs HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/xml\r\n"
        b"Content-Length: 5000\r\n\r\n<"
    ),
    # More than the sockets' buffers take, so that most of it waits.
    "a reader": f"GET {ALL_DISTRICTS} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode(),
}


@contextmanager
def slow_connections(url: str, started: bytes) -> Iterator[list[socket.socket]]:
    """Connections that have sent ``started`` and then neither write nor read."""
    place = urlsplit(url)
    with ExitStack() as stack:
        held = []
        for _ in range(CONNECTIONS):
            slow = stack.enter_context(socket.socket())
            slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            slow.connect((place.hostname, place.port))
            slow.sendall(started)
            held.append(slow)
        yield held


@pytest.mark.parametrize("kind", STARTED)
def test_others_are_answered_while_they_are_held(live_url: str, kind: str) -> None:
    """Each holds what it got: without nginx none of these answers came before they ended."""
    with slow_connections(live_url, STARTED[kind]) as held:
        if kind == "a reader":
            # All have begun to get theirs: while the site still makes them it may be busy.
            assert all(slow.recv(1) for slow in held)
        for path in ("/healthz", "/", "/api/v1/commitments/", "/ogc/collections/departments"):
            with urllib.request.urlopen(f"{live_url}{path}", timeout=20) as answer:
                assert answer.status == 200


def test_a_slow_reader_holds_no_session_of_the_database(live_url: str) -> None:
    with (
        slow_connections(live_url, STARTED["a reader"]) as held,
        psycopg.connect(
            address(str(connection.settings_dict["NAME"])), autocommit=True
        ) as database,
    ):
        assert all(slow.recv(1) for slow in held)
        assert busy_sessions(database) == 0


def test_a_slow_reader_gets_all_of_it(live_url: str) -> None:
    place = urlsplit(live_url)
    with urllib.request.urlopen(f"{live_url}{ALL_DISTRICTS}", timeout=60) as answer:
        whole = answer.read()
    request = f"GET {ALL_DISTRICTS} HTTP/1.1\r\nHost: {place.netloc}\r\nConnection: close\r\n\r\n"
    with socket.create_connection((place.hostname or "", place.port or 80)) as slow:
        slow.sendall(request.encode())
        received = b""
        while block := slow.recv(65_536):
            received += block
            time.sleep(0.01)
    assert received.startswith(b"HTTP/1.1 200")
    assert len(received) > len(whole)
    assert b"</wfs:FeatureCollection>" in received[-100:]


def busy_sessions(database: psycopg.Connection) -> int:
    """How many sessions a statement or transaction holds, once none does any more or time is up."""
    deadline = time.monotonic() + 30
    while True:
        (count,) = database.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND state <> 'idle'"
        ).fetchone() or (0,)
        if not count or time.monotonic() > deadline:
            return int(count)
        time.sleep(0.1)
