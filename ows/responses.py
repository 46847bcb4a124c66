"""Streamed responses whose first block was read before the headers go out.

So an SQL error is still a clean error, and a body that nobody reads still gives its
connection back: Django calls ``close`` on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from django.http import StreamingHttpResponse

# Large enough that the syscalls vanish, small enough that the first byte comes at once.
BLOCK_BYTES = 64 * 1024


class Chunks(Protocol):
    """A body: bytes to iterate over once, and a way to stop early."""

    def __iter__(self) -> Iterator[bytes]: ...

    def close(self) -> None: ...


class Body:
    """Chunks gathered into blocks, the first of them already read."""

    def __init__(self, chunks: Chunks) -> None:
        self._chunks = chunks
        self._blocks = blocks(chunks)
        try:
            self._first = next(self._blocks, b"")
        except BaseException:
            chunks.close()
            raise

    def __iter__(self) -> Iterator[bytes]:
        yield self._first
        yield from self._blocks

    def close(self) -> None:
        """Called by Django when the response ends, read or not."""
        self._chunks.close()


def blocks(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in blocks of about ``BLOCK_BYTES``."""
    parts: list[bytes] = []
    size = 0
    for chunk in chunks:
        parts.append(chunk)
        size += len(chunk)
        if size >= BLOCK_BYTES:
            yield b"".join(parts)
            parts, size = [], 0
    if parts:
        yield b"".join(parts)


def streamed(
    chunks: Chunks,
    content_type: str,
    filename: str,
    *,
    is_kept: bool = False,
    is_head: bool = False,
) -> StreamingHttpResponse:
    """A 200 response that streams ``chunks``; errors before its first block are raised here.

    ``filename`` is what it is called once somebody keeps it (RFC 6266); a browser still shows it,
    unless it ``is_kept`` and not read. ``is_head``: the header is all that is wanted, and nothing
    is made of the body (RFC 9110, 9.3.2).
    """
    if is_head:
        chunks.close()
    body = () if is_head else Body(chunks)
    response = StreamingHttpResponse(body, content_type=content_type)
    disposition = "attachment" if is_kept else "inline"
    response["Content-Disposition"] = f'{disposition}; filename="{filename}"'
    return response
