"""DescribeStoredQueries (WFS 2.0 §14.4)."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from lxml import etree

from layers import registry
from ows.formats.gml import PREFIX
from ows.kvp import Kvp
from ows.wfs.elements import document, element
from ows.wfs.service import Service
from ows.wfs.stored_queries import IDENTIFIERS, TITLE, check_identifier

# The standard's only language, and a query whose text is ours (WFS 2.0 §14.2.2.5).
_LANGUAGE = "urn:ogc:def:queryLanguage:OGC-WFS::WFSQueryExpression"


@dataclass(frozen=True)
class DescribeStoredQueries:
    """Which queries to describe."""

    identifiers: tuple[str, ...]


def parse(kvp: Kvp, service: Service) -> DescribeStoredQueries:
    """Without identifiers all are described; raises InvalidValue for one that isn't there."""
    asked = kvp.names("storedQuery_Id")
    for identifier in asked:
        check_identifier(identifier)
    return DescribeStoredQueries(asked or IDENTIFIERS)


def answer(operation: DescribeStoredQueries, service: Service) -> HttpResponse:
    """The descriptions."""
    names = [f"{PREFIX}:{layer.name}" for layer in registry.published(service.user)]
    text = document(
        element(
            "wfs:DescribeStoredQueriesResponse",
            *(_description(identifier, names) for identifier in operation.identifiers),
        )
    )
    return HttpResponse(text, content_type="text/xml; charset=utf-8")


def _description(identifier: str, names: list[str]) -> etree._Element:
    expression = {
        "returnFeatureTypes": " ".join(names),
        "language": _LANGUAGE,
        "isPrivate": "true",
    }
    return element(
        "wfs:StoredQueryDescription",
        element("wfs:Title", TITLE, attributes={"xml:lang": "es"}),
        element("wfs:Parameter", attributes={"name": "id", "type": "xsd:string"}),
        element("wfs:QueryExpressionText", attributes=expression),
        attributes={"id": identifier},
    )
