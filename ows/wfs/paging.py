"""Which part of an answer is sent, and the addresses of the parts beside it (WFS 2.0 §7.7.4.4)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ows.addresses import MAX_ADDRESS_BYTES
from ows.errors import InvalidValue
from ows.formats.gml import Head
from ows.kvp import Kvp
from ows.wfs.service import COUNT_DEFAULT, Service

# Longer addresses are refused (``ows.addresses``). Only a POSTed request can get there, and its
# sender can page by startIndex.
_MAX_LINK = MAX_ADDRESS_BYTES
_OWN = frozenset({"startindex", "count", "maxfeatures", "resulttype"})


@dataclass(frozen=True)
class Presentation:
    """Up to ``count`` features from ``start_index``, or with ``hits`` only their number."""

    start_index: int
    count: int
    hits: bool

    def returned(self, matched: int) -> int:
        """How many features the answer holds."""
        return 0 if self.hits else min(self.count, max(0, matched - self.start_index))


def parse_presentation(kvp: Kvp) -> Presentation:
    """COUNT (or WFS 1's MAXFEATURES), STARTINDEX and RESULTTYPE."""
    result_type = (kvp.get("resultType") or "results").lower()
    if result_type not in ("results", "hits"):
        raise InvalidValue("resultType", f"«{result_type[:40]}» debe ser results o hits.")
    return Presentation(
        start_index=kvp.integer("startIndex", 0),
        count=kvp.integer(_count_name(kvp), COUNT_DEFAULT),
        hits=result_type == "hits",
    )


def parse_part(kvp: Kvp) -> tuple[int, int | None]:
    """STARTINDEX and COUNT of a file, which is whole where nothing else is said."""
    if (kvp.get("resultType") or "results").lower() != "results":
        raise InvalidValue("resultType", "De un archivo se dan solo los elementos: use results.")
    name = _count_name(kvp)
    count = kvp.integer(name) if name in kvp else None
    return kvp.integer("startIndex", 0), count


def _count_name(kvp: Kvp) -> str:
    older, name = kvp.get("maxFeatures"), kvp.get("count")
    if older and name and older != name:
        raise InvalidValue("maxFeatures", "«maxFeatures» y «count» dicen lo mismo: use uno.")
    return "maxFeatures" if older else "count"


def head(kvp: Kvp, page: Presentation, matched: int, service: Service, layer: str) -> Head:
    """The collection's head; ``kvp`` is the request that the links repeat."""
    returned = page.returned(matched)
    beyond = page.start_index + returned
    following = previous = None
    if page.count and beyond < matched:
        following = _link(kvp, replace(page, start_index=beyond), service)
    if page.count and page.start_index and not page.hits:
        start = max(0, page.start_index - page.count)
        before = replace(page, start_index=start, count=page.start_index - start)
        previous = _link(kvp, before, service)
    return Head(matched, returned, service.schema_location(layer), following, previous)


def _link(kvp: Kvp, page: Presentation, service: Service) -> str | None:
    parameters = {name: kvp.get(name) for name in kvp if name not in _OWN}
    given = {name: value for name, value in parameters.items() if value is not None}
    given |= {"startIndex": str(page.start_index), "count": str(page.count)}
    link = service.link(**given)
    return link if len(link) <= _MAX_LINK else None
