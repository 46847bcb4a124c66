"""What the operations share: who asks, at which address, and what is offered."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from layers.exports.formats import FORMATS, FileFormat
from layers.layer import AnyUser
from ows.errors import InvalidValue
from ows.formats import files
from ows.formats.gml import NAMESPACE, PREFIX, WFS
from ows.kvp import Kvp
from ows.negotiation import canonical

VERSION = "2.0.0"
# 2.0.2 only corrects the text of the standard, so an answer of 2.0.0 satisfies it.
ACCEPTED_VERSIONS = frozenset({VERSION, "2.0.2"})

# The standard's default; the aliases are what older versions and other servers call it.
GML = "application/gml+xml; version=3.2"
GEOJSON = "application/geo+json"
_FORMATS = {
    "application/gml+xml;version=3.2": GML,
    "application/gml+xml": GML,
    "text/xml;subtype=gml/3.2": GML,
    "text/xml;subtype=gml/3.2.1": GML,
    "gml32": GML,
    "gml3": GML,
    "application/geo+json": GEOJSON,
    "application/json": GEOJSON,
    "application/vnd.geo+json": GEOJSON,
    "geojson": GEOJSON,
    "json": GEOJSON,
}
FEATURE_FORMATS = (
    GML,
    "text/xml; subtype=gml/3.2",
    GEOJSON,
    "application/json",
    *(item.name for item in FORMATS),
)

# The features of an answer where COUNT says nothing, and the size of QGIS's pages. Every
# administrative layer fits in one, so who asks plainly gets it whole; a forgotten COUNT on a
# large layer costs a second, not minutes. A COUNT beyond it is served: answers are streamed.
COUNT_DEFAULT = 10_000


@dataclass(frozen=True)
class Service:
    """Who asks, and at which absolute address; ``site`` is the home page's.

    ``is_head``: only an answer's header is wanted. ``asked`` are the names and values of its
    address, none of what came as a document.
    """

    url: str
    site: str
    user: AnyUser
    is_head: bool = False
    asked: tuple[tuple[str, str], ...] = ()

    def in_format(self, name: str) -> str:
        """The address of the same answer in another format."""
        kept = [(n, value) for n, value in self.asked if n.lower() != "outputformat"]
        return f"{self.url}?{urlencode([*kept, ('outputFormat', name)])}"

    def link(self, **parameters: str) -> str:
        """The address of a request by GET to this service."""
        common = {"service": "WFS", "version": VERSION}
        return f"{self.url}?{urlencode(common | parameters)}"

    def schema_location(self, layer: str) -> str:
        """``xsi:schemaLocation`` of a document with features of this layer."""
        schema = self.link(request="DescribeFeatureType", typeNames=f"{PREFIX}:{layer}")
        return f"{WFS} http://schemas.opengis.net/wfs/2.0/wfs.xsd {NAMESPACE} {schema}"


def parse_file_format(kvp: Kvp) -> FileFormat | None:
    """The format of files that the request asks for, None where it wants the features to read."""
    written = kvp.get("outputFormat")
    if written is None or canonical(written) in _FORMATS:
        return None
    return files.named(written)


def parse_output_format(kvp: Kvp, *offered: str) -> str:
    """GML or GEOJSON, of those ``offered``; the first where the request says nothing."""
    written = kvp.get("outputFormat")
    if written is None:
        return offered[0]
    found = _FORMATS.get(canonical(written))
    if found not in offered:
        raise InvalidValue("outputFormat", f"El formato «{written[:80]}» no se ofrece.")
    return found
