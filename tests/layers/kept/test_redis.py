"""Redis in place of the disk, and what becomes of the site without it."""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from layers.kept.keeping import Keeping
from layers.kept.redis import Redis
from tests.redis_server import redis_server

KEY = "c" * 64
MB = 1024 * 1024


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    with redis_server(tmp_path) as address:
        yield address


def test_it_is_made_once_for_all_machines(url: str) -> None:
    key = os.urandom(32).hex()
    asked: list[bytes] = []

    def make() -> bytes:
        asked.append(b"tile")
        return b"tile\x00\xff"

    for _ in range(3):
        assert Keeping(MB, Redis(url)).once(key, make, is_public=True) == b"tile\x00\xff"
    assert len(asked) == 1
    assert Keeping(MB, Redis(url)).once(os.urandom(32).hex(), make, is_public=False)
    assert len(asked) == 2


def test_who_waits_in_vain_goes_on_and_gives_nobodys_lock_back(url: str) -> None:
    key = os.urandom(32).hex()
    first, second, third = Redis(url), Redis(url), Redis(url)
    with first.alone(key, 20):
        with second.alone(key, 0.05):
            pass
        with third.alone(key, 0.05):  # the second gave back no lock but its own
            entered = "without it"
    with second.alone(key, 20):
        entered += ", then with it"
    assert entered == "without it, then with it"


def test_without_redis_tiles_are_made_anew_and_it_is_said(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    keeping = Keeping(MB, Redis(f"redis://127.0.0.1:{port}/0"))
    made: list[bytes] = []

    def make() -> bytes:
        made.append(b"tile")
        return b"tile"

    with caplog.at_level(logging.WARNING):
        for _ in range(2):
            keeping.forget()
            assert keeping.once(KEY, make, is_public=True)
    assert len(made) == 2
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "Redis" in caplog.text
