"""WFS 2.0, which three of the sides speak: the same questions, each to its own address."""

from __future__ import annotations

from typing import ClassVar
from urllib.parse import urlencode

from bench.peers.filters import fes
from bench.peers.peer import Box, Column, Peer


class Wfs2(Peer):
    """``endpoint`` is the address that parameters are appended to; ``prefix`` that of its types."""

    json_format: ClassVar[str] = "geojson"
    prefix: ClassVar[str] = ""
    # What a side has to be told to give features in the order of their keys.
    in_order: ClassVar[dict[str, str]] = {}

    @property
    def endpoint(self) -> str:
        """With the sign after which parameters follow."""
        return f"{self.url}?"

    def geojson(self, layer: str, count: int, *, start: int = 0, box: Box | None = None) -> str:
        asked: dict[str, object] = {"outputFormat": self.json_format, "count": count}
        asked |= self.in_order
        if start:
            asked["startIndex"] = start
        if box:
            asked["bbox"] = degrees(box)
        return self._features(layer, asked)

    def hits(self, layer: str, *, column: Column | None = None, box: Box | None = None) -> str:
        asked: dict[str, object] = {"resultType": "hits"}
        if column:
            asked["filter"] = fes(column, box)
        elif box:
            asked["bbox"] = degrees(box)
        return self._features(layer, asked)

    def one(self, layer: str, key: int) -> str:
        asked: dict[str, object] = {"outputFormat": self.json_format}
        return self._features(layer, asked | {"resourceId": f"{layer}.{key}"})

    def _features(self, layer: str, asked: dict[str, object]) -> str:
        common = {"service": "WFS", "version": "2.0.0", "request": "GetFeature"}
        types = {"typeNames": f"{self.prefix}{layer}"}
        return f"{self.endpoint}{urlencode(common | types | asked)}"


def degrees(box: Box) -> str:
    """A box of features as WFS 2.0 has it: latitude first, the reference system last."""
    west, south, east, north = box
    return f"{south!r},{west!r},{north!r},{east!r},urn:ogc:def:crs:EPSG::4326"
