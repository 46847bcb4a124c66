"""Entity tags (RFC 9110, 8.8.3): whether what a client holds is still what it would get.

A tag names the state that an answer is made of: the versions of the layers' data as its reader
sees them, the request, and the code. So an answer that is still good costs one short query and no
body. It is weak: a time stamp, or compression, makes other bytes of the same state.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response

from layers import versions

_READING = ("GET", "HEAD")
_CODE = Path(__file__).resolve().parent.parent
_MADE_OF = ("config", "frontend", "layers", "ows", "territory")


def conditional(
    request: HttpRequest,
    state: Callable[[], str],
    view: Callable[[], HttpResponseBase],
    *,
    is_stored: bool = True,
) -> HttpResponseBase:
    """The view's answer with a tag of ``state``, or 304 where the client has it.

    ``state`` is read first: what changes between the two is asked for again. Of an answer that
    ``is_stored`` nowhere the client may still know the tag.
    """
    if request.method not in _READING:
        return view()
    with versions.read_once():
        response = _conditional(request, state, view)
    if not is_stored:
        response["Cache-Control"] = "no-store"
    return response


def _conditional(
    request: HttpRequest, state: Callable[[], str], view: Callable[[], HttpResponseBase]
) -> HttpResponseBase:
    etag = _tag(request, state())
    if request.headers.get("If-None-Match", "*").strip() != "*":
        unchanged = get_conditional_response(request, etag=etag)
        if unchanged is not None and unchanged.status_code == 304:
            unchanged["ETag"] = etag
            unchanged["Cache-Control"] = "no-cache"
            return unchanged
    response = view()
    if response.status_code == 200 and not response.has_header("ETag"):
        response["ETag"] = etag
        response["Cache-Control"] = "no-cache"
    return response


def by_content(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """A whole answer that has no tag gets one of its bytes; 304 where the client has them."""
    if (
        request.method not in _READING
        or not isinstance(response, HttpResponse)
        or response.status_code != 200
        or response.has_header("ETag")
        or "no-store" in response.get("Cache-Control", "")
    ):
        return response
    etag = f'W/"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response["ETag"] = etag
    unchanged = get_conditional_response(request, etag=etag, response=response)
    assert unchanged is not None
    return unchanged


def _tag(request: HttpRequest, state: str) -> str:
    """What chooses a representation beside the data: the whole address and what is accepted."""
    parts = (
        code_version(),
        state,
        request.build_absolute_uri(),
        request.headers.get("Accept", ""),
        getattr(request, "LANGUAGE_CODE", ""),
    )
    return f'W/"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


@cache
def code_version() -> int:
    """When a file that answers are made with last changed, in nanoseconds."""
    files = (
        path
        for folder in _MADE_OF
        for pattern in ("*.py", "*.html", "*.sql")
        for path in (_CODE / folder).rglob(pattern)
        if "node_modules" not in path.parts
    )
    # What draws and encodes is of the libraries, too.
    return max(path.stat().st_mtime_ns for path in (_CODE / "requirements.lock", *files))
