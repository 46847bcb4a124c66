"""A part of a raster as a GeoTIFF: written to a file of its own and sent from there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

from django.http import HttpResponseBase

from layers.rasters.clips import Clip, write
from layers.temporary import temporary_folder
from ows.responses import BLOCK_BYTES, streamed

MEDIA_TYPE = "image/tiff"


def written(
    clip: Clip, name: str, media_type: str = MEDIA_TYPE, head: bytes = b"", tail: bytes = b""
) -> HttpResponseBase:
    """The file as an attachment of that name, between what goes before and after it."""
    sent = _Sent(clip, head, tail)
    response = streamed(sent, media_type, name, is_kept=True)
    response["Content-Length"] = str(sent.size)
    response["Cache-Control"] = "no-cache"
    return response


class _Sent:
    """A file's bytes between others; the folder goes when the answer ends, read or not."""

    def __init__(self, clip: Clip, head: bytes, tail: bytes) -> None:
        self._stack = ExitStack()
        self._head, self._tail = head, tail
        try:
            path = self._stack.enter_context(temporary_folder("coverage")) / "coverage.tif"
            write(clip, path)
            self._file = self._stack.enter_context(path.open("rb"))
            self.size = path.stat().st_size + len(head) + len(tail)
        except BaseException:
            self._stack.close()
            raise

    def __iter__(self) -> Iterator[bytes]:
        if self._head:
            yield self._head
        while block := self._file.read(BLOCK_BYTES):
            yield block
        if self._tail:
            yield self._tail

    def close(self) -> None:
        self._stack.close()
