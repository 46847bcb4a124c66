"""GetCoverage: the cells as a GeoTIFF, written to a file of its own and sent from there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

from django.http import HttpResponse, HttpResponseBase

from layers.rasters.clips import Clip, check_size, write
from layers.temporary import temporary_folder
from ows.errors import OwsError
from ows.kvp import Kvp
from ows.negotiation import canonical
from ows.responses import BLOCK_BYTES, streamed

FORMAT = "image/tiff"
_FORMATS = {"image/tiff", "image/geotiff", "geotiff", "gtiff", "tiff", "image/tiff;subtype=geotiff"}
_BOUNDARY = "wcs"


def check_format(kvp: Kvp, *, is_needed: bool) -> None:
    """Raises where another format than GeoTIFF is asked for, or none where one is mandatory."""
    name = kvp.require("format") if is_needed else kvp.get("format") or FORMAT
    if canonical(name).replace(" ", "") not in _FORMATS:
        raise OwsError(
            f"El formato «{name[:80]}» no se ofrece: use {FORMAT}.",
            code="InvalidParameterValue",
            locator="format",
        )


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


def answer(clip: Clip, *, is_multipart: bool, is_head: bool) -> HttpResponseBase:
    """The GeoTIFF; in WCS 1.1 with a document beside it (OGC 07-067r5, 10.3.11.2)."""
    check_size(clip.grid, len(clip.bands), "boundingbox" if is_multipart else "subset")
    media_type = f'multipart/mixed; boundary="{_BOUNDARY}"' if is_multipart else FORMAT
    name = f"{clip.layer.name}.tif"
    if is_head:
        return HttpResponse(content_type=media_type)
    head, tail = (_head(clip), f"\r\n--{_BOUNDARY}--\r\n".encode()) if is_multipart else (b"", b"")
    sent = _Sent(clip, head, tail)
    response = streamed(sent, media_type, name, is_kept=True)
    response["Content-Length"] = str(sent.size)
    if is_multipart:
        del response["Content-Disposition"]
    response["Cache-Control"] = "no-cache"
    return response


def _head(clip: Clip) -> bytes:
    """Everything up to the file: the part that says what is in it, the file's own header."""
    name = clip.layer.name
    lines = (
        f"--{_BOUNDARY}",
        "Content-Type: text/xml; charset=utf-8",
        "Content-ID: wcs.xml",
        "",
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<Coverages xmlns="http://www.opengis.net/wcs/1.1" xmlns:ows="http://www.opengis.net/ows/1.1"'
        ' xmlns:xlink="http://www.w3.org/1999/xlink">',
        f"<Coverage><ows:Identifier>{name}</ows:Identifier>",
        '<ows:Reference xlink:href="cid:coverage/wcs.tif" '
        'xlink:role="urn:ogc:def:role:WCS:1.1:coverage"/></Coverage>',
        "</Coverages>",
        f"--{_BOUNDARY}",
        f"Content-Type: {FORMAT}",
        "Content-Description: coverage data",
        "Content-Transfer-Encoding: binary",
        "Content-ID: coverage/wcs.tif",
        f"Content-Disposition: INLINE; filename={name}.tif",
        "",
        "",
    )
    return "\r\n".join(lines).encode()
