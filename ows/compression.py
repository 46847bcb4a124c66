"""Answers travel compressed to whoever asks for it (RFC 9110, 8.4 and 12.5.3), streams too."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.text import compress_string

from ows.negotiation import weights

# Images, and what is an archive already, only grow.
_COMPRESSIBLE = ("application/", "text/", "image/svg+xml")
_COMPRESSED = (
    "application/zip",
    "application/gzip",
    "application/geopackage",
    "application/vnd.openxmlformats",
)
# A stream is compressed as fast as it is made: level 1 gives five sixths of what level 6 does
# in a sixth of the time.
_LEVEL = 1
_GZIP_WBITS = 31

# Below it the header alone takes what is saved.
_MIN_BYTES = 200
# A page holds a secret beside what the request says; a length that varies doesn't tell it
# ("Heal the Breach", the paper that Django's own middleware follows).
_MAX_RANDOM_BYTES = 100

AnyResponse = TypeVar("AnyResponse", bound=HttpResponseBase)
GetResponse = Callable[[HttpRequest], HttpResponseBase]


def compressed(get_response: GetResponse) -> GetResponse:
    """Middleware.

    The tag of a compressed answer is weak: it names the same state of the data, in other bytes
    (RFC 9110, 8.8.1), so ``If-None-Match`` finds it in either form.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if request.method == "HEAD" and response.streaming:
            _leave_body_out(response)
        if response.status_code == 304 or _is_compressible(response):
            patch_vary_headers(response, ("Accept-Encoding",))
        if not _is_compressible(response) or not accepts_gzip(request):
            return response
        if isinstance(response, StreamingHttpResponse):
            # The body that was there is still closed with the response.
            response.streaming_content = gzipped(iter(response))
            return _coded(response)
        return _document(response) if isinstance(response, HttpResponse) else response

    return middleware


def accepts_gzip(request: HttpRequest) -> bool:
    """Whether gzip is asked for; ``gzip;q=0`` and ``identity`` before it ask for none."""
    asked = weights(request.headers.get("Accept-Encoding", ""))
    gzip = max(asked.get("gzip", -1.0), asked.get("x-gzip", -1.0))
    if gzip < 0:
        gzip = asked.get("*", 0.0)
    return gzip > 0 and gzip >= asked.get("identity", 0.0)


def _is_compressible(response: HttpResponseBase) -> bool:
    content_type = response.get("Content-Type", "")  # 304 has none
    return (
        content_type.startswith(_COMPRESSIBLE)
        and not content_type.startswith(_COMPRESSED)
        and not response.has_header("Content-Encoding")
        and response.status_code not in (204, 206, 304)
    )


def _document(response: HttpResponse) -> HttpResponse:
    if len(response.content) < _MIN_BYTES:
        return response
    content = compress_string(response.content, max_random_bytes=_MAX_RANDOM_BYTES)
    if len(content) >= len(response.content):
        return response
    response.content = content
    return _coded(response)


def _coded(response: AnyResponse) -> AnyResponse:
    response["Content-Encoding"] = "gzip"
    if response.has_header("Content-Length"):
        del response["Content-Length"]
    etag = response.get("ETag", "")
    if etag.startswith('"'):
        response["ETag"] = f"W/{etag}"
    return response


def gzipped(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The bytes as gzip, flushed with each block, so that none waits for the next."""
    coder = zlib.compressobj(_LEVEL, wbits=_GZIP_WBITS)
    for block in blocks:
        yield coder.compress(block) + coder.flush(zlib.Z_SYNC_FLUSH)
    yield coder.flush()


def _leave_body_out(response: HttpResponseBase) -> None:
    """HEAD asks for the header alone: the rows aren't read for it.

    The body that was there is closed with the response, as ever.
    """
    assert isinstance(response, StreamingHttpResponse)
    response.streaming_content = ()
