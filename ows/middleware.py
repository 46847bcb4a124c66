"""What every service gives to programs: any site may read it, its errors and refusals too.

And what holds for every answer: it is of one state of the data.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers

from layers import versions
from ows.services import is_service, methods
from ows.tags import by_content
from ows.unavailable import say_when

# What a script of another site may read beside the body.
_EXPOSED = (
    "Allow, Content-Crs, Content-Disposition, ETag, Link, Location, Retry-After, Tus-Resumable, "
    "Tus-Version, Upload-Expires, Upload-Length, Upload-Offset, Warning"
)
# By name: the wildcard means neither Authorization (Fetch, 3.3.4) nor, to older browsers, any.
_ALLOWED = (
    "Accept, Accept-Language, Authorization, Content-Crs, Content-Type, If-Match, "
    "If-Modified-Since, If-None-Match, If-Unmodified-Since, Prefer, Range, Tus-Resumable, "
    "Upload-Checksum, Upload-Length, Upload-Metadata, Upload-Offset, X-CSRFToken"
)
_PREFLIGHT_SECONDS = "86400"

GetResponse = Callable[[HttpRequest], HttpResponseBase]


def services(get_response: GetResponse) -> GetResponse:
    """Middleware for the services' addresses.

    The wildcard lets nobody act in a visitor's name: browsers send no cookies under it, nor the
    name and password that they keep themselves; only what the other site's script was given.

    What an answer holds may depend on who asks, unless its view says that it is ``public``.
    So no cache may give one person's answer to another.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if not is_service(request.path_info):
            return _whole(get_response(request))
        if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
            return _preflight(request)
        response = by_content(request, get_response(request))
        _keep_apart(request, response)
        say_when(response)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = _EXPOSED
        return _whole(response)

    return middleware


def one_state(get_response: GetResponse) -> GetResponse:
    """Middleware: what is published, and in which versions, is read once for an answer.

    Of requests that only read; what one that writes changes, it may have to see.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD"):
            return get_response(request)
        with versions.read_once():
            return get_response(request)

    return middleware


def _whole(response: HttpResponseBase) -> HttpResponseBase:
    """What is made for each request is sent whole: a Range is ignored, and it says so.

    RFC 9110, 14.2 and 14.3. Files have their ranges (whitenoise, nginx).
    """
    response.headers.setdefault("Accept-Ranges", "none")
    return response


def _keep_apart(request: HttpRequest, response: HttpResponseBase) -> None:
    """Tell caches so, by what the request carries and not by who that is.

    To look a user up takes a query, and the connection may be streaming the answer by now.
    """
    if "public" in response.get("Cache-Control", ""):
        return
    patch_vary_headers(response, ("Authorization", "Cookie"))
    # QGIS keeps what it may in a cache that doesn't know Vary: who signs in there would go on
    # seeing what an anonymous user sees. With a tag it asks again, but for features: those say
    # ``no-store`` themselves.
    is_kept = response.has_header("ETag") and "no-store" not in response.get("Cache-Control", "")
    store = "no-cache" if is_kept else "no-store"
    identified = (
        "Authorization" in request.headers or settings.SESSION_COOKIE_NAME in request.COOKIES
    )
    response["Cache-Control"] = f"private, {store}" if identified else store


def _preflight(request: HttpRequest) -> HttpResponse:
    return HttpResponse(
        status=204,
        headers={
            "Access-Control-Allow-Origin": "*",
            "Access-Control-Allow-Methods": ", ".join(methods(request)),
            "Access-Control-Allow-Headers": _ALLOWED,
            "Access-Control-Max-Age": _PREFLIGHT_SECONDS,
        },
    )
