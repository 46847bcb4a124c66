"""The site, asked as its peers are."""

from __future__ import annotations

from urllib.parse import urlencode

from bench.peers import peer
from bench.peers.peer import Box, Pixel, Size
from bench.peers.wfs import Wfs2

_DOCUMENTS = {
    peer.WMS: "/ows/wms?service=WMS&request=GetCapabilities",
    peer.WFS: "/ows/wfs?service=WFS&request=GetCapabilities",
    peer.DESCRIBE: (
        "/ows/wfs?service=WFS&version=2.0.0&request=DescribeFeatureType&typeNames=ta:bench_points"
    ),
    peer.LANDING: "/ogc/?f=json",
    peer.COLLECTIONS: "/ogc/collections?f=json",
    peer.OPENAPI: "/ogc/api?f=json",
}


class Ours(Wfs2):
    """By WFS 2.0 for features, since most peers and QGIS have no other; the OGC API for one."""

    name = "ours"
    json_format = "application/json"
    prefix = "ta:"

    @property
    def endpoint(self) -> str:
        return f"{self.url}/ows/wfs?"

    def one(self, layer: str, key: int) -> str:
        return f"{self.url}/ogc/collections/{layer}/items/{key}?f=json"

    def image(self, layers: str, bbox: Box, size: Size) -> str:
        return f"{self.url}/ows/wms?{urlencode(peer.wms(layers, bbox, size))}"

    def tile(self, layer: str, zoom: int, column: int, row: int) -> str:
        place = f"{zoom}/{row}/{column}"
        return f"{self.url}/ogc/collections/{layer}/tiles/WebMercatorQuad/{place}?f=mvt"

    def information(self, layer: str, pixel: Pixel) -> str:
        asked = peer.wms(layer, pixel.bbox, pixel.size) | peer.at(layer, pixel)
        return f"{self.url}/ows/wms?{urlencode(asked | {'info_format': 'application/json'})}"

    def legend(self, layer: str) -> str:
        asked = "service=WMS&version=1.3.0&request=GetLegendGraphic&format=image/png"
        return f"{self.url}/ows/wms?{asked}&layer={layer}"

    def document(self, kind: str) -> str:
        return f"{self.url}{_DOCUMENTS[kind]}"
