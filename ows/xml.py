"""XML from strangers: no entities, no DTD, no network, bounded in size and depth."""

from __future__ import annotations

from lxml import etree

from layers.errors import InvalidParameter

# Some thousands of points in a transaction, or a filter with a detailed polygon. A document
# of nothing but empty elements takes thirty times its size in memory.
MAX_BYTES = 4 * 1024 * 1024


def parse_xml(data: bytes, *, parameter: str | None = None) -> etree._Element:
    """The root element of ``data``; comments and processing instructions are left out.

    Raises InvalidParameter, which names ``parameter``, for what is not well-formed, too large,
    nested in more than 256 levels (libxml2's own limit), or has a document type declaration.
    """
    if len(data) > MAX_BYTES:
        raise InvalidParameter(
            f"El documento XML excede {MAX_BYTES // 1024**2} MB.", parameter=parameter
        )
    no_doctype = InvalidParameter(
        "El documento XML no puede llevar un DOCTYPE.", parameter=parameter
    )
    if b"<!DOCTYPE" in data:
        raise no_doctype
    try:
        root = etree.fromstring(data, _parser())
    except etree.XMLSyntaxError as error:
        raise InvalidParameter(
            f"El documento XML no está bien formado (línea {error.lineno}).", parameter=parameter
        ) from None
    if root.getroottree().docinfo.internalDTD is not None:  # in UTF-16
        raise no_doctype
    return root


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
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
