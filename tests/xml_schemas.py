"""Validation against the public XML schemas, without a network.

OWS, GML 3.2 and FES come in pycsw's package. WFS 2.0's comes from a folder of public schemas
beside the checkout; a test that needs it skips, saying so, where that folder is absent.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pycsw
import pytest
from lxml import etree

_CORE = Path(pycsw.__file__).parent / "core/schemas"
_SHARED = Path(__file__).resolve().parents[2] / "shared/schemas"

WFS = "http://schemas.opengis.net/wfs/2.0/wfs.xsd"
GML = "http://schemas.opengis.net/gml/3.2.1/gml.xsd"
OWS = "http://schemas.opengis.net/ows/1.1.0/owsAll.xsd"
FES = "http://schemas.opengis.net/filter/2.0/filterAll.xsd"

_FILES = {
    WFS: _SHARED / "opengis/wfs/2.0/wfs.xsd",
    GML: _CORE / "ogc/gml/3.2.1/gml.xsd",
    FES: _CORE / "ogc/filter/2.0/filterAll.xsd",
    OWS: _CORE / "ogc/ows/1.1.0/owsAll.xsd",
    "http://www.w3.org/1999/xlink.xsd": _CORE / "w3c/1999/xlink.xsd",
    "http://www.w3.org/2001/xml.xsd": _CORE / "w3c/2001/xml.xsd",
}
_NAMESPACES = {
    WFS: "http://www.opengis.net/wfs/2.0",
    GML: "http://www.opengis.net/gml/3.2",
    FES: "http://www.opengis.net/fes/2.0",
    OWS: "http://www.opengis.net/ows/1.1",
}


class _Offline(etree.Resolver):
    """Public addresses from files; any other address of the network is an error."""

    def __init__(self, documents: dict[str, bytes]) -> None:
        self._documents = documents

    def resolve(  # type: ignore[override]  # the stubs lack the third argument
        self, url: str, public_id: str, context: Any
    ) -> Any:
        if url in self._documents:
            return self.resolve_string(self._documents[url], context, base_url=url)
        if url in _FILES:
            file = _FILES[url]
            return self.resolve_string(file.read_bytes(), context, base_url=file.as_uri())
        if url.startswith(("http:", "https:")):
            raise LookupError(f"{url} is not among the schemas kept here")
        return None


def schema(*addresses: str, documents: dict[str, bytes] | None = None) -> etree.XMLSchema:
    """The schema of all these public addresses together.

    ``documents`` are schemas of our own: target namespace → text.
    """
    for address in addresses:
        if not _FILES[address].exists():
            pytest.skip(f"{address}: {_FILES[address]} is not here")
    imports = [(_NAMESPACES[address], address) for address in addresses]
    own = {f"memory:{number}": text for number, text in enumerate((documents or {}).values())}
    imports += list(zip(documents or {}, own, strict=True))
    lines = "".join(
        f'<xsd:import namespace="{namespace}" schemaLocation="{address}"/>'
        for namespace, address in imports
    )
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(_Offline(own))
    whole = f'<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema">{lines}</xsd:schema>'
    return etree.XMLSchema(etree.fromstring(whole.encode(), parser))


def assert_valid(document: bytes, against: etree.XMLSchema) -> None:
    """Fails with the schema's own words."""
    against.assertValid(etree.fromstring(document))
