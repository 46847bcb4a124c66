"""Answers that this process gave before, given again before Django sees the request.

A view that knows what its answer is made of says so (``keep``). While the database still gives the
same stamp (``layers.stamps``) the answer goes out again as it was, headers and all, to whoever
sends the same request without a name: neither a session nor credentials. So what is kept here was
given to somebody whom nobody knows, and says nothing that everybody may not see.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import parse_etags

from layers import stamps
from layers.kept.memory import Memory
from layers.stamps import Names

_MEMORY_BYTES = 24 * 1024 * 1024
_MADE_OF = "_kept_made_of"

# A request with one of these is for Django alone.
_OTHERWISE = (
    "HTTP_AUTHORIZATION",
    "HTTP_IF_MATCH",
    "HTTP_IF_UNMODIFIED_SINCE",
    "HTTP_TRANSFER_ENCODING",
)
# What else chooses an answer's form.
_CHOOSING = (
    "wsgi.url_scheme",
    "HTTP_HOST",
    "SCRIPT_NAME",
    "PATH_INFO",
    "QUERY_STRING",
    "HTTP_ACCEPT",
    "HTTP_ACCEPT_ENCODING",
    "HTTP_ACCEPT_LANGUAGE",
)
# Of a body: a 304 has none.
_OF_THE_BODY = frozenset({"content-type", "content-length", "content-encoding"})
_REASONS = {200: "200 OK", 204: "204 No Content"}

Variables = dict[str, Any]
Application = Callable[[Variables, Any], Iterable[bytes]]
GetResponse = Callable[[HttpRequest], HttpResponseBase]


@dataclass(frozen=True, slots=True)
class _Answer:
    """As it was sent; ``stamp`` is of ``names``."""

    names: Names
    stamp: str
    status: str
    headers: list[tuple[str, str]]
    etag: str
    body: bytes


_answers: Memory[_Answer] = Memory(_MEMORY_BYTES)
# Who asks for stamps before Django does; empty where nobody gives what is kept.
_answering: list[stamps.Reader] = []


def stamp_of(names: Names) -> str:
    """The stamp for ``keep``, read before anything that the answer says; empty: it isn't kept."""
    return stamps.read(names) if _answering else ""


def keep(response: HttpResponseBase, names: Names, stamp: str) -> None:
    """Say that the answer is the same while the stamp of these layers is."""
    if stamp:
        setattr(response, _MADE_OF, (names, stamp))


def of_everything(view: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """The answer of ``view``, which says nothing that changes without any layer's description."""
    stamp = stamp_of(None)
    response = view()
    keep(response, None, stamp)
    return response


def stop() -> None:
    """Keep nothing any more, nor what was answered so far."""
    _answering.clear()
    _answers.clear()


def remembered(get_response: GetResponse) -> GetResponse:
    """Middleware, the outermost: keeps what goes out of what a view said ``keep`` of."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        made_of: tuple[Names, str] | None = getattr(response, _MADE_OF, None)
        if made_of is not None:
            _remember(request.META, response, *made_of)
        return response

    return middleware


def answering(site: Application) -> Application:
    """The application ``site`` with what is kept before it."""
    if not settings.TILE_CACHE_MB:
        return site
    stamp_reader = stamps.reader()
    _answering.append(stamp_reader)

    def application(variables: Variables, start_response: Any) -> Iterable[bytes]:
        request = _request(variables)
        answer = _answers.get(request) if request else None
        if answer is None:
            return site(variables, start_response)
        if stamp_reader.read(answer.names) != answer.stamp:
            _answers.drop(request)
            return site(variables, start_response)
        if _has_it(variables.get("HTTP_IF_NONE_MATCH"), answer.etag):
            kept = [item for item in answer.headers if item[0].lower() not in _OF_THE_BODY]
            start_response("304 Not Modified", kept)
            return [b""]
        start_response(answer.status, list(answer.headers))
        return [answer.body]

    return application


def _remember(variables: Variables, response: HttpResponseBase, names: Names, stamp: str) -> None:
    request = _request(variables)
    if (
        request is None
        or not isinstance(response, HttpResponse)
        or response.status_code not in _REASONS
        or response.cookies
        or "ETag" not in response
        or "no-store" in response.get("Cache-Control", "")
    ):
        return
    body = bytes(response.content)
    headers = [(name, value) for name, value in response.items() if name != "Content-Length"]
    if response.status_code != 204:
        headers.append(("Content-Length", str(len(body))))
    status = _REASONS[response.status_code]
    answer = _Answer(names, stamp, status, headers, _plain(response["ETag"]), body)
    _answers.put(request, answer, len(body))


def _request(variables: Variables) -> tuple[str, ...] | None:
    """What the answer depends on of the request; None where it depends on more."""
    if variables.get("REQUEST_METHOD") != "GET" or any(name in variables for name in _OTHERWISE):
        return None
    if variables.get("CONTENT_LENGTH") not in (None, "", "0"):
        return None
    cookies = variables.get("HTTP_COOKIE", "")
    if settings.SESSION_COOKIE_NAME in cookies or settings.LANGUAGE_COOKIE_NAME in cookies:
        return None
    return tuple(variables.get(name, "") for name in _CHOOSING)


def _has_it(if_none_match: str | None, etag: str) -> bool:
    """RFC 9110, 13.1.2: compared weakly. To ``*`` the answer is sent (``ows.tags``)."""
    if if_none_match is None:
        return False
    return any(_plain(known) == etag for known in parse_etags(if_none_match))


def _plain(etag: str) -> str:
    return etag.removeprefix("W/")
