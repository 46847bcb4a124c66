"""Namespaces and elements of the capabilities document."""

from __future__ import annotations

from typing import cast

from lxml import etree

from ows.formats.exceptions import clean

WMS = "http://www.opengis.net/wms"
SLD = "http://www.opengis.net/sld"
XLINK = "http://www.w3.org/1999/xlink"
XSI = "http://www.w3.org/2001/XMLSchema-instance"

_NSMAP = {None: WMS, "sld": SLD, "xlink": XLINK, "xsi": XSI}


def wms(name: str, *content: str | etree._Element, **attributes: str) -> etree._Element:
    """An element of the WMS namespace with text or elements in it."""
    return _element(WMS, name, content, attributes)


def sld(name: str, *content: str | etree._Element) -> etree._Element:
    """The same in SLD's namespace."""
    return _element(SLD, name, content, {})


def _element(
    namespace: str,
    name: str,
    content: tuple[str | etree._Element, ...],
    attributes: dict[str, str],
) -> etree._Element:
    # The stubs know no default namespace in an nsmap, lxml does.
    element = etree.Element(f"{{{namespace}}}{name}", attributes, cast("dict[str, str]", _NSMAP))
    for item in content:
        if isinstance(item, str):
            element.text = clean(item)
        else:
            element.append(item)
    return element


def online_resource(href: str) -> etree._Element:
    """An address."""
    element = wms("OnlineResource")
    element.set(f"{{{XLINK}}}type", "simple")
    element.set(f"{{{XLINK}}}href", href)
    return element
