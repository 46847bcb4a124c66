"""Which part of an answer is sent, and the addresses of the parts beside it (WFS 2.0 §7.7.4.4)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ows.errors import InvalidValue
from ows.formats.gml import Head
from ows.kvp import Kvp
from ows.wfs.service import COUNT_DEFAULT, Service

_PAGING = frozenset({"service", "version", "request"})
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
    count_name = "maxFeatures" if "maxFeatures" in kvp and "count" not in kvp else "count"
    result_type = (kvp.get("resultType") or "results").lower()
    if result_type not in ("results", "hits"):
        raise InvalidValue("resultType", f"«{result_type[:40]}» debe ser results o hits.")
    return Presentation(
        start_index=kvp.integer("startIndex", 0),
        count=kvp.integer(count_name, COUNT_DEFAULT),
        hits=result_type == "hits",
    )


def head(kvp: Kvp, page: Presentation, matched: int, service: Service, layer: str) -> Head:
    """The collection's head; ``kvp`` is the request that the links repeat."""
    returned = page.returned(matched)
    following = page.start_index + returned
    before = max(0, page.start_index - page.count)
    return Head(
        number_matched=matched,
        number_returned=returned,
        schema_location=service.schema_location(layer),
        next=_link(kvp, replace(page, start_index=following), service)
        if page.count and following < matched
        else None,
        previous=_link(
            kvp, replace(page, start_index=before, count=page.start_index - before), service
        )
        if page.count and page.start_index and not page.hits
        else None,
    )


def _link(kvp: Kvp, page: Presentation, service: Service) -> str:
    parameters = {name: kvp.get(name) for name in kvp if name not in _OWN}
    given = {name: value for name, value in parameters.items() if value is not None}
    given |= {"startIndex": str(page.start_index), "count": str(page.count)}
    return service.link(**given)
