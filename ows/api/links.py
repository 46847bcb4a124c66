"""Addresses and links of the OGC API, always absolute."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.parse import quote, urlencode

from django.http import HttpRequest
from django.urls import reverse

from layers.exports.formats import FORMATS
from ows.api.media import FORMAT_NAMES, GEOJSON

Link = dict[str, str]

_OGC_REL = "http://www.opengis.net/def/rel/ogc/1.0/"
QUERYABLES = _OGC_REL + "queryables"
SCHEMA_REL = _OGC_REL + "schema"
TILESETS_VECTOR = _OGC_REL + "tilesets-vector"
TILING_SCHEME = _OGC_REL + "tiling-scheme"
TILING_SCHEMES = _OGC_REL + "tiling-schemes"

# The representations' names as a person reads them.
_TITLES = {"json": "Este documento en JSON", "html": "Esta página"}


def root(request: HttpRequest) -> str:
    """The landing page's address without its closing slash."""
    return request.build_absolute_uri(reverse("ogc:landing")).rstrip("/")


def address(request: HttpRequest, *segments: str, **query: str) -> str:
    """The address of the resource at ``segments`` below the landing page."""
    path = root(request) + "/" + "/".join(quote(segment, safe="") for segment in segments)
    return f"{path}?{urlencode(query)}" if query else path


def link(href: str, rel: str, media_type: str, title: str) -> Link:
    """A link object (RFC 8288 as JSON, OGC 17-069r4, 7.2)."""
    return {"href": href, "rel": rel, "type": media_type, "title": title}


def self_links(request: HttpRequest, media_type: str, offered: tuple[str, ...]) -> list[Link]:
    """The present representation as ``self``, the others as ``alternate``."""
    return [
        link(
            with_query(request, f=FORMAT_NAMES[item]),
            "self" if item == media_type else "alternate",
            item,
            _TITLES[FORMAT_NAMES[item]],
        )
        for item in sorted(offered, key=lambda item: item != media_type)
    ]


def file_links(href: Callable[[str], str], rel: str) -> list[Link]:
    """A link for each type of file; ``href`` gives the address of a format by its name.

    GeoJSON is not among them: who reads it finds it under ``items`` or as the page itself.
    """
    by_type = {item.media_type: item for item in reversed(FORMATS)}
    return [
        link(href(item.name), rel, item.bare_type, str(item.title))
        for item in FORMATS
        if by_type[item.media_type] is item and item.media_type != GEOJSON
    ]


def with_query(request: HttpRequest, *, without: Sequence[str] = (), **changes: str) -> str:
    """The request's own address with some parameters set, and some left out."""
    query = request.GET.copy()
    for name in without:
        query.pop(name, None)
    for name, value in changes.items():
        query[name] = value
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def canonical(request: HttpRequest) -> str:
    """The request's own address without parameters."""
    return request.build_absolute_uri(request.path)
