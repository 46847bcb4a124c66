"""The site's feeds (Atom, RFC 4287): what they have in common."""

from __future__ import annotations

from hashlib import sha256

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks

# Whoever asks once a day misses nothing; older ones are on the pages.
MAX_ENTRIES = 50
FOR_ALL = "public, max-age=300"


def new_feed(request: HttpRequest, title: str, page: str) -> Atom1Feed:
    """A feed without entries, at the request's address; ``page`` is the path of what it is of."""
    return Atom1Feed(
        title=title,
        link=request.build_absolute_uri(page),
        feed_url=request.build_absolute_uri(request.path),
        description=None,
        language="es",
        author_name="Territorio Abierto",
    )


def answer(request: HttpRequest, feed: Atom1Feed, cache: str) -> HttpResponseBase:
    """The feed, or 304 to whoever has it as it is."""
    body = feed.writeString("utf-8").encode()
    tag = f'"{sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(
        body,
        content_type="application/atom+xml; charset=utf-8",
        headers={"ETag": tag, "Cache-Control": cache},
    )
    return get_conditional_response(request, etag=tag, response=response) or response


def html_of(text: str) -> str:
    """A text as an entry's summary, which readers take for HTML (RFC 4287, 3.1.1.2)."""
    return str(linebreaks(text, autoescape=True))
