"""What a search found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from django.utils.functional import Promise

from territory.addresses import on_site

Position = tuple[float, float]
Extent = tuple[float, float, float, float]


class Match(IntEnum):
    """How well a thing answers, the best first."""

    CODE = 0
    NAME = 1
    BEGINNING = 2
    WITHIN = 3
    SIMILAR = 4


@dataclass(frozen=True)
class Hit:
    """A thing that was found.

    ``kind`` is the name of its group: ``units``, ``commitments``, ``layers`` or a layer's name.
    ``layer`` and ``fid`` address the feature, both empty where it is none. ``position`` is
    longitude and latitude, ``extent`` west, south, east, north, in degrees; None where unknown.
    Hits of one ``thing`` are one answer.
    """

    kind: str
    match: Match
    kind_title: str | Promise
    title: str
    detail: str
    address: str
    is_sample: bool = False
    layer: str = ""
    fid: str = ""
    thing: str = ""
    position: Position | None = None
    extent: Extent | None = None

    @property
    def map_address(self) -> str:
        """The map with the layer on and the place marked; empty where there is no position."""
        if self.position is None or not self.layer:
            return ""
        lon, lat = self.position
        return on_site(f"/mapa/?v=1&l=departments,{self.layer}&m={lon:.5f},{lat:.5f}&z=13")


@dataclass(frozen=True)
class Group:
    """The best of one kind, the best first; ``has_more``: there are others."""

    kind: str
    title: str | Promise
    hits: tuple[Hit, ...]
    has_more: bool


def grouped(kind: str, title: str | Promise, hits: list[Hit], limit: int) -> Group:
    """At most ``limit`` of the hits, each once, in the order of how well they answer."""
    best: dict[str, Hit] = {}
    for hit in sorted(hits, key=lambda hit: hit.match):
        best.setdefault(hit.thing or hit.fid or hit.address, hit)
    found = tuple(best.values())
    return Group(kind, title, found[:limit], has_more=len(found) > limit)


def best_of(groups: list[Group], limit: int) -> list[Hit]:
    """The best of all groups; among equals in the order of the groups."""
    hits = [hit for group in groups for hit in group.hits]
    return sorted(hits, key=lambda hit: hit.match)[:limit]
