"""The envelope of OAI-PMH 2.0 (openarchives.org/OAI/openarchivesprotocol.html, §3.2)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from lxml import etree

from ows.errors import OwsError
from ows.formats.exceptions import clean
from territory.addresses import on_site

OAI = "http://www.openarchives.org/OAI/2.0/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMA = "http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd"
_MEDIA_TYPE = "text/xml; charset=utf-8"


def base_url(request: HttpRequest) -> str:
    """The address to which requests go, without what they ask."""
    return request.build_absolute_uri(on_site("/oai"))


def stamp_text(moment: dt.datetime) -> str:
    """``2026-11-30T07:15:00Z``, the protocol's finest granularity."""
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def document(
    request: HttpRequest, asked: Mapping[str, str], now: dt.datetime | None = None
) -> etree._Element:
    """The root with its date and what was ``asked``: nothing where that wasn't understood."""
    namespaces: Any = {None: OAI, "xsi": _XSI}
    root = etree.Element(f"{{{OAI}}}OAI-PMH", nsmap=namespaces)
    root.set(f"{{{_XSI}}}schemaLocation", f"{OAI} {_SCHEMA}")
    add(root, "responseDate", stamp_text(now or dt.datetime.now(dt.UTC)))
    said = add(root, "request", base_url(request))
    for name, value in asked.items():
        said.set(name, clean(value))
    return root


def add(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    """A child in the protocol's namespace."""
    child = etree.SubElement(parent, f"{{{OAI}}}{name}")
    child.text = clean(text) if text else text
    return child


def response(root: etree._Element, status: int = 200) -> HttpResponse:
    """The document, as the protocol wants it: UTF-8, whatever was asked."""
    content = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return HttpResponse(content, status=status, content_type=_MEDIA_TYPE)


def oai_fault(error: OwsError, request: HttpRequest) -> HttpResponse:
    """What isn't the protocol's to say (too long, not now), in its form and with its status."""
    root = document(request, {})
    add(root, "error", error.message).set("code", "badArgument")
    return response(root, error.status)
