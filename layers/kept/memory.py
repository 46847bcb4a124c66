"""The process's own part: what was given last stays, up to so many bytes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

Value = TypeVar("Value")

# What a value costs beside its bytes, about: the key, the dictionary's entry, the headers.
_OVERHEAD_BYTES = 1_000


class Memory(Generic[Value]):
    """Values with their sizes; the one that wasn't asked for longest gives way."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._lock = threading.Lock()
        self._values: OrderedDict[Hashable, tuple[Value, int]] = OrderedDict()
        self._bytes = 0

    def get(self, key: Hashable) -> Value | None:
        """The value; None where there is none."""
        with self._lock:
            found = self._values.get(key)
            if found is None:
                return None
            self._values.move_to_end(key)
            return found[0]

    def put(self, key: Hashable, value: Value, size: int) -> None:
        """Keep a value of so many bytes; one that would take a quarter of the room is not kept."""
        cost = size + _OVERHEAD_BYTES
        self.drop(key)
        if cost > self._most // 4:
            return
        with self._lock:
            self._values[key] = value, cost
            self._bytes += cost
            while self._bytes > self._most:
                _key, (_value, least) = self._values.popitem(last=False)
                self._bytes -= least

    def drop(self, key: Hashable) -> None:
        """Keep it no longer."""
        with self._lock:
            found = self._values.pop(key, None)
            if found is not None:
                self._bytes -= found[1]

    def clear(self) -> None:
        """Keep nothing."""
        with self._lock:
            self._values.clear()
            self._bytes = 0

    @property
    def held_bytes(self) -> int:
        """How much is kept."""
        return self._bytes
