"""XML elements of the answers that are small enough to be built in memory."""

from __future__ import annotations

from lxml import etree

from ows.formats.exceptions import clean
from ows.formats.gml import GML, NAMESPACE, PREFIX, WFS, XSI
from ows.wfs.names import FES, OWS, XLINK, XSD

# Every prefix of the service, declared at the root of every document: QNames in values
# (``ta:districts``, ``gml:Point``, ``xsd:string``) need theirs as well.
_PREFIXES = {
    "wfs": WFS,
    "ows": OWS,
    "fes": FES,
    "gml": GML,
    "xlink": XLINK,
    "xsd": XSD,
    "xsi": XSI,
    "xml": "http://www.w3.org/XML/1998/namespace",
    PREFIX: NAMESPACE,
}
_DECLARED = {prefix: uri for prefix, uri in _PREFIXES.items() if prefix != "xml"}


def element(
    name: str,
    *content: etree._Element | str,
    attributes: dict[str, str] | None = None,
) -> etree._Element:
    """``element("ows:Value", "x")``; names are ``prefix:local``, attributes' too or plain."""
    made = etree.Element(_qualified(name), nsmap=_DECLARED)
    for key, value in (attributes or {}).items():
        made.set(_qualified(key), clean(value))
    for item in content:
        if isinstance(item, str):
            made.text = clean(item)
        else:
            made.append(item)
    return made


def document(root: etree._Element) -> bytes:
    """The whole document, in UTF-8."""
    etree.cleanup_namespaces(root, top_nsmap=_DECLARED, keep_ns_prefixes=list(_DECLARED))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _qualified(name: str) -> str:
    prefix, colon, local = name.rpartition(":")
    return f"{{{_PREFIXES[prefix]}}}{local}" if colon else name
