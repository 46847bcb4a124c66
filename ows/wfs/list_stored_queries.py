"""ListStoredQueries (WFS 2.0 §14.3)."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse

from layers import registry
from ows.formats.gml import PREFIX
from ows.kvp import Kvp
from ows.wfs.elements import document, element
from ows.wfs.service import Service
from ows.wfs.stored_queries import IDENTIFIERS, TITLE


@dataclass(frozen=True)
class ListStoredQueries:
    """It has no parameters."""


def parse(kvp: Kvp, service: Service) -> ListStoredQueries:
    return ListStoredQueries()


def answer(operation: ListStoredQueries, service: Service) -> HttpResponse:
    """Each query with the types it may return: all that this user may see."""
    names = [f"{PREFIX}:{layer.name}" for layer in registry.published(service.user)]
    queries = (
        element(
            "wfs:StoredQuery",
            element("wfs:Title", TITLE, attributes={"xml:lang": "es"}),
            *(element("wfs:ReturnFeatureType", name) for name in names),
            attributes={"id": identifier},
        )
        for identifier in IDENTIFIERS
    )
    text = document(element("wfs:ListStoredQueriesResponse", *queries))
    return HttpResponse(text, content_type="text/xml; charset=utf-8")
