"""GetCoverage: the cells as a GeoTIFF, written to a file of its own and sent from there."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase

from layers.rasters.clips import Clip, check_size
from ows.errors import OwsError
from ows.geotiff import MEDIA_TYPE, written
from ows.kvp import Kvp
from ows.negotiation import canonical
from ows.wcs.described import Namespaces

_FORMATS = {"image/tiff", "image/geotiff", "geotiff", "gtiff", "tiff", "image/tiff;subtype=geotiff"}
_BOUNDARY = "wcs"


def check_format(kvp: Kvp, *, is_needed: bool) -> None:
    """Raises where another format than GeoTIFF is asked for, or none where one is mandatory."""
    name = kvp.require("format") if is_needed else kvp.get("format") or MEDIA_TYPE
    if canonical(name).replace(" ", "") not in _FORMATS:
        raise OwsError(
            f"El formato «{name[:80]}» no se ofrece: use {MEDIA_TYPE}.",
            code="InvalidParameterValue",
            locator="format",
        )


def answer(clip: Clip, *, envelope: Namespaces | None, is_head: bool) -> HttpResponseBase:
    """The GeoTIFF; in WCS 1.1 with a document beside it (OGC 07-067r5, 10.3.11.2)."""
    check_size(clip.grid, len(clip.bands), "boundingbox" if envelope else "subset")
    media_type = f'multipart/mixed; boundary="{_BOUNDARY}"' if envelope else MEDIA_TYPE
    name = f"{clip.layer.name}.tif"
    if is_head:
        return HttpResponse(content_type=media_type)
    head, tail = b"", b""
    if envelope:
        head, tail = _head(clip, envelope), f"\r\n--{_BOUNDARY}--\r\n".encode()
    response = written(clip, name, media_type, head, tail)
    if envelope:
        del response["Content-Disposition"]
    return response


def _head(clip: Clip, namespaces: Namespaces) -> bytes:
    """Everything up to the file: the part that says what is in it, the file's own header."""
    name = clip.layer.name
    lines = (
        f"--{_BOUNDARY}",
        "Content-Type: text/xml; charset=utf-8",
        "Content-ID: wcs.xml",
        "",
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<Coverages xmlns="{namespaces.wcs}" xmlns:ows="{namespaces.ows}"'
        ' xmlns:xlink="http://www.w3.org/1999/xlink">',
        f"<Coverage><ows:Identifier>{name}</ows:Identifier>",
        '<ows:Reference xlink:href="cid:coverage/wcs.tif" '
        'xlink:role="urn:ogc:def:role:WCS:1.1:coverage"/></Coverage>',
        "</Coverages>",
        f"--{_BOUNDARY}",
        f"Content-Type: {MEDIA_TYPE}",
        "Content-Description: coverage data",
        "Content-Transfer-Encoding: binary",
        "Content-ID: coverage/wcs.tif",
        f"Content-Disposition: INLINE; filename={name}.tif",
        "",
        "",
    )
    return "\r\n".join(lines).encode()
