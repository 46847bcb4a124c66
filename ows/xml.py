"""XML from strangers: no entities, no DTD, no network, bounded before a tree is made of it."""

from __future__ import annotations

from lxml import etree

from layers import xml_bounds
from layers.errors import InvalidParameter


def parse_xml(data: bytes, *, parameter: str | None = None) -> etree._Element:
    """The root element of ``data``; comments and processing instructions are left out.

    Raises InvalidParameter, which names ``parameter``, for what is not well-formed or holds more
    than ``layers.xml_bounds`` lets through.
    """
    try:
        xml_bounds.check(data, max_depth=xml_bounds.MAX_CHAINED_DEPTH)
    except (xml_bounds.ExcessiveXml, xml_bounds.MalformedXml) as error:
        raise InvalidParameter(str(error), parameter=parameter) from None
    try:
        return etree.fromstring(data, _parser())
    except etree.XMLSyntaxError as error:
        raise InvalidParameter(
            f"El documento XML no está bien formado (línea {error.lineno}).", parameter=parameter
        ) from None


def local_name(element: etree._Element) -> str:
    """The element's name without its namespace."""
    return etree.QName(element).localname


def children(element: etree._Element) -> list[etree._Element]:
    """The element's child elements."""
    return list(element.iterchildren(tag=etree.Element))


def _parser() -> etree.XMLParser:
    # One for each call: an lxml parser holds a lock while it works.
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
