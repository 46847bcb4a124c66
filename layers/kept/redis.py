"""The part that machines share: Redis, in place of the disk.

Redis itself bounds what it holds (``maxmemory``, ``allkeys-lru``). While it doesn't answer nothing
is kept in it, and for some seconds it isn't asked again.
"""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import redis

_log = logging.getLogger(__name__)

_PREFIX = "territorio:"
_TIMEOUT_S = 1.0
# What nobody asked for this long goes, where Redis has no bound of its own.
_KEPT_S = 7 * 24 * 3600
_AWAY_S = 10.0
_ASKED_AGAIN_S = 0.01
_FREE = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end"


class Redis:
    """Values under the site's prefix."""

    def __init__(self, url: str) -> None:
        self._client: Any = redis.Redis.from_url(
            url, socket_timeout=_TIMEOUT_S, socket_connect_timeout=_TIMEOUT_S
        )
        self._away_until_s = 0.0
        self._has_complained = False

    def get(self, key: str) -> bytes | None:
        """The bytes kept under the key; None where there are none, or Redis is away."""
        found: bytes | None = self._asked("getex", _PREFIX + key, ex=_KEPT_S)
        return found

    def put(self, key: str, value: bytes) -> None:
        """Keep it; nothing happens while Redis is away."""
        self._asked("set", _PREFIX + key, value, ex=_KEPT_S)

    @contextmanager
    def alone(self, key: str, wait_s: float) -> Iterator[None]:
        """During the block no other process makes this; after ``wait_s`` it goes on regardless."""
        name, mine = f"{_PREFIX}lock:{key}", uuid.uuid4().hex
        end_s = time.monotonic() + wait_s
        held = False
        while not held and self._is_there() and time.monotonic() < end_s:
            held = bool(self._asked("set", name, mine, nx=True, px=int(wait_s * 1000)))
            if not held:
                time.sleep(_ASKED_AGAIN_S)
        try:
            yield
        finally:
            if held:
                self._asked("eval", _FREE, 1, name, mine)

    def _is_there(self) -> bool:
        return time.monotonic() >= self._away_until_s

    def _asked(self, command: str, *arguments: Any, **options: Any) -> Any:
        if not self._is_there():
            return None
        try:
            answer = getattr(self._client, command)(*arguments, **options)
        except redis.RedisError as error:
            self._away_until_s = time.monotonic() + _AWAY_S
            if not self._has_complained:
                self._has_complained = True
                _log.warning("Kept answers: Redis can't be used: %s", error)
            with suppress(redis.RedisError):
                self._client.close()
            return None
        self._has_complained = False
        return answer
