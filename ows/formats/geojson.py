"""The envelope of a GeoJSON FeatureCollection; the database writes the features (RFC 7946)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, Protocol

Members = dict[str, Any]


class Features(Protocol):
    """Encoded features to iterate over once, and a way to stop early."""

    def __iter__(self) -> Iterator[bytes]: ...

    def close(self) -> None: ...


class FeatureCollection:
    """A FeatureCollection in pieces, for ``ows.responses.streamed``; without ``features`` empty.

    ``head`` are members written before the features; ``tail`` is called once they are all
    written, for those that only then are known (``numberReturned``, the ``next`` link).
    """

    def __init__(
        self, head: Members, features: Features | None, tail: Callable[[], Members]
    ) -> None:
        self._head = head
        self._features = features
        self._tail = tail

    def __iter__(self) -> Iterator[bytes]:
        head = _members({"type": "FeatureCollection", **self._head})
        yield b"{" + head + b',"features":['
        separator = b""
        for feature in self._features or ():
            yield separator + feature
            separator = b",\n"
        tail = _members(self._tail())
        yield b"]," + tail + b"}" if tail else b"]}"

    def close(self) -> None:
        """Stop the features' query; harmless when it has ended."""
        if self._features is not None:
            self._features.close()


def with_members(feature: bytes, members: Members) -> bytes:
    """An encoded feature with further members at its end."""
    return feature.removesuffix(b"}") + b"," + _members(members) + b"}"


def _members(members: Members) -> bytes:
    """The members of an object without its braces."""
    return json.dumps(members, ensure_ascii=False)[1:-1].encode()
