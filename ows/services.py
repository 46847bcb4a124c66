"""Which addresses are services', for programs; the others are pages, for people."""

from __future__ import annotations

import re
from urllib.parse import unquote

from django.http import HttpRequest
from django.urls import Resolver404, resolve

_ROOTS = ("/ows", "/ogc", "/api/v1", "/fhir", "/oai")
_READING = ("GET", "HEAD", "OPTIONS")
_WMS = re.compile(r"(?:^|&)service=wms(?:&|$)", re.IGNORECASE)
_VERSION = re.compile(r"(?:^|&)version=([^&]{1,20})", re.IGNORECASE)
# Versions of WMS whose clients know no namespace in an exception.
_OLDER_WMS = re.compile(r"1\.[01]\.\d", re.ASCII)


def is_service(path: str) -> bool:
    """Whether a service answers at this path."""
    return any(path == root or path.startswith(f"{root}/") for root in _ROOTS)


def is_ows(path: str) -> bool:
    """Whether it is WMS's or WFS's, whose errors are XML."""
    return path == "/ows" or path.startswith("/ows/")


def is_fhir(path: str) -> bool:
    """Whether it is the terminology service's, whose errors are OperationOutcomes."""
    return path == "/fhir" or path.startswith("/fhir/")


def is_oai(path: str) -> bool:
    """Whether it is the harvesters', whose errors are OAI-PMH documents."""
    return path == "/oai" or path.startswith("/oai/")


def is_wms(path: str, query: str) -> bool:
    """Whether it asks for WMS, by the address as it was sent: the parameters may be unreadable."""
    return path.startswith("/ows/wms") or (path == "/ows" and _WMS.search(query) is not None)


def older_wms(query: str) -> str:
    """The version of WMS before 1.3.0 that an address as it was sent names; empty where none."""
    named = _VERSION.search(query)
    older = _OLDER_WMS.fullmatch(unquote(named[1])) if named else None
    return older[0] if older else ""


def methods(request: HttpRequest) -> tuple[str, ...]:
    """The methods meant at this address.

    REST framework's views know theirs, the others what ``ows.methods.offering`` says of them.
    """
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return _READING
    described = getattr(view, "view_class", None) or getattr(view, "cls", None)
    if described is not None:
        named = [name.upper() for name in described.http_method_names if hasattr(described, name)]
        return tuple(dict.fromkeys([*_READING, *named])) if "GET" in named else tuple(named)
    offered: tuple[str, ...] = getattr(view, "offered_methods", _READING)
    return offered
