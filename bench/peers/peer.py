"""What is asked of every side, in each side's own words."""

from __future__ import annotations

from dataclasses import dataclass

Box = tuple[float, float, float, float]
Size = tuple[int, int]


@dataclass(frozen=True)
class Column:
    """A filter: a column of the bench's tables that equals a text."""

    name: str
    value: str


@dataclass(frozen=True)
class Pixel:
    """A place of a map of ``size`` pixels over ``bbox`` (Web Mercator, metres)."""

    bbox: Box
    size: Size
    column: int
    row: int


class Peer:
    """A server that runs, and the address of each question; None where it has no answer.

    ``url`` is where it answers. Boxes of features are west, south, east, north in degrees; those of
    maps are in Web Mercator's metres.
    """

    name = ""

    def __init__(self, url: str) -> None:
        self.url = url

    def geojson(
        self, layer: str, count: int, *, start: int = 0, box: Box | None = None
    ) -> str | None:
        """``count`` features with all attributes, ordered by key, after ``start`` of them."""
        return None

    def hits(
        self, layer: str, *, column: Column | None = None, box: Box | None = None
    ) -> str | None:
        """How many features there are, and no feature, or as few as it can be asked for."""
        return None

    def one(self, layer: str, key: int) -> str | None:
        """The feature with that key, as GeoJSON where it has that."""
        return None

    def image(self, layers: str, bbox: Box, size: Size) -> str | None:
        """A transparent PNG."""
        return None

    def tile(self, layer: str, zoom: int, column: int, row: int) -> str | None:
        """A vector tile of the web's grid, its rows counted from the north."""
        return None

    def information(self, layer: str, pixel: Pixel) -> str | None:
        """What lies at a pixel of a map."""
        return None

    def legend(self, layer: str) -> str | None:
        """The layer's legend, as PNG."""
        return None

    def document(self, kind: str) -> str | None:
        """What it tells of itself: see ``DOCUMENTS``."""
        return None


WMS, WFS, DESCRIBE = "GetCapabilities, WMS", "GetCapabilities, WFS", "DescribeFeatureType"
LANDING, COLLECTIONS, OPENAPI = "OGC API, landing", "OGC API, collections", "OGC API, OpenAPI"
DOCUMENTS = (WMS, WFS, DESCRIBE, LANDING, COLLECTIONS, OPENAPI)


def wms(layers: str, bbox: Box, size: Size) -> dict[str, object]:
    """The parameters of a WMS 1.3.0 GetMap of transparent PNG in Web Mercator."""
    return {
        "service": "WMS",
        "version": "1.3.0",
        "request": "GetMap",
        "layers": layers,
        "styles": "," * layers.count(","),
        "crs": "EPSG:3857",
        "bbox": ",".join(map(repr, bbox)),
        "width": size[0],
        "height": size[1],
        "format": "image/png",
        "transparent": "TRUE",
    }


def at(layer: str, pixel: Pixel) -> dict[str, object]:
    """The parameters that make a GetFeatureInfo of a GetMap's."""
    return {
        "request": "GetFeatureInfo",
        "query_layers": layer,
        "i": pixel.column,
        "j": pixel.row,
        "feature_count": 10,
    }
