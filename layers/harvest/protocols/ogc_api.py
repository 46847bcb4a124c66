"""OGC API Features: a collection's items, page after page, by the link to the next one."""

from __future__ import annotations

from urllib.parse import urljoin

from layers.harvest.protocols.addresses import below, with_parameters
from layers.harvest.session import Session
from layers.reading.results import SourceError

PAGE = 1_000
_ITEMS = "application/geo+json, application/json;q=0.8"
_JSON = "application/json"


def pages(session: Session) -> None:
    """All items of the collection; raises SourceError."""
    source = session.source
    collection = below(source.address, "collections", source.layer)
    found = session.describe(with_parameters(collection, f="json"), "ogc_collection", accept=_JSON)
    session.about |= {name: found[name] for name in ("title", "abstract", "attribution")}
    start = urljoin(collection, found["items"]) if found["items"] else below(collection, "items")
    address = with_parameters(start, limit=PAGE, f="json")
    asked = set()
    while address:
        if address in asked:
            raise SourceError("El servicio repite una página: sus enlaces «next» dan vueltas.")
        asked.add(address)
        summary = session.page(address, "geojson", accept=_ITEMS)
        if session.expected is None:
            session.expected = summary["matched"]
        last = session.pages[-1].address
        address = urljoin(last, summary["next"]) if summary["next"] else ""


def offered(session: Session) -> list[dict[str, str]]:
    """The service's collections: name and title of each."""
    address = with_parameters(below(session.source.address, "collections"), f="json")
    return list(session.describe(address, "ogc_collection", accept=_JSON)["layers"])
