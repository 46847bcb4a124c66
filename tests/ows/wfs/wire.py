"""Asking the WFS and reading its answers."""

from __future__ import annotations

from typing import Any

from django.test import Client
from lxml import etree

NS = {
    "wfs": "http://www.opengis.net/wfs/2.0",
    "ows": "http://www.opengis.net/ows/1.1",
    "fes": "http://www.opengis.net/fes/2.0",
    "gml": "http://www.opengis.net/gml/3.2",
    "xsd": "http://www.w3.org/2001/XMLSchema",
    "xlink": "http://www.w3.org/1999/xlink",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "ta": "urn:x-territorio-abierto:ta:1",
}
GML_ID = f"{{{NS['gml']}}}id"
NUMBER_OF_DISTRICTS = 1891

_DECLARATIONS = " ".join(f'xmlns:{prefix}="{NS[prefix]}"' for prefix in ("fes", "gml", "ta"))


def ask(client: Client, request: str = "GetFeature", **parameters: Any) -> Any:
    """A request by GET."""
    common = {"service": "WFS", "version": "2.0.0", "request": request}
    return client.get("/ows/wfs", common | parameters)


def post(client: Client, document: str | bytes) -> Any:
    """A POSTed document."""
    return client.post("/ows/wfs", document, content_type="text/xml")


def body(response: Any) -> bytes:
    """The whole answer, streamed or not."""
    text: bytes = response.getvalue()
    return text


def xml(response: Any) -> etree._Element:
    """The root of an answer that succeeded."""
    text = body(response)
    assert response.status_code == 200, text
    return etree.fromstring(text)


def texts(root: etree._Element, path: str) -> list[str]:
    """The texts or attributes at an XPath."""
    found = root.xpath(path, namespaces=NS)
    assert isinstance(found, list)
    return [str(item) for item in found]


def ids(root: etree._Element) -> list[str]:
    """The gml:ids of the features, in order."""
    return texts(root, "wfs:member/*/@gml:id")


def fes(predicate: str) -> str:
    """A fes:Filter document around a predicate."""
    return f"<fes:Filter {_DECLARATIONS}>{predicate}</fes:Filter>"


def equal(name: str, value: str) -> str:
    """A PropertyIsEqualTo."""
    return (
        f"<fes:PropertyIsEqualTo><fes:ValueReference>{name}</fes:ValueReference>"
        f"<fes:Literal>{value}</fes:Literal></fes:PropertyIsEqualTo>"
    )
