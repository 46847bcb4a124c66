"""A site that keeps its tiles and answers, for the tests that are about that."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import RequestFactory, override_settings

from layers import stamps
from layers.kept import keeping
from ows import kept

Answer = SimpleNamespace


class Site:
    """The WSGI application with what is kept before it; ``reached`` counts what Django answered."""

    def __init__(self) -> None:
        self.reached = 0
        self._application = kept.answering(self._django)
        self._handler = WSGIHandler()

    def _django(self, variables: Any, start_response: Any) -> Any:
        self.reached += 1
        return self._handler(variables, start_response)

    def get(self, path: str, **variables: str) -> Answer:
        """``status``, ``headers`` (with lower-case names) and ``body``."""
        started: list[Any] = []
        request = RequestFactory().get(path).environ | {"HTTP_HOST": "localhost"} | variables
        with _connection_left_open():
            answer = self._application(
                request, lambda status, headers: started.extend([status, headers])
            )
            body = b"".join(answer)
            if hasattr(answer, "close"):
                answer.close()
        headers = {name.lower(): value for name, value in started[1]}
        return SimpleNamespace(status=int(started[0][:3]), headers=headers, body=body)


@contextmanager
def _connection_left_open() -> Iterator[None]:
    """As Django's own test client does for each request: the test's transaction is on it."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


@contextmanager
def keeping_site(directory: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """It asks for stamps over the test's own connection, which sees what isn't committed."""
    monkeypatch.setattr(stamps, "reader", lambda: SimpleNamespace(read=stamps.read))
    keeping.tiles.cache_clear()
    with override_settings(TILE_CACHE_MB=16, TILE_CACHE_DIR=str(directory)):
        try:
            yield Site()
        finally:
            kept.stop()
            keeping.tiles.cache_clear()
