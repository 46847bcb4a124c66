"""The tile matrix set of the vector tiles: WebMercatorQuad (OGC 17-083r4, annex D.1)."""

from __future__ import annotations

import math

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from layers.bbox import Bbox, image
from layers.measuring import Extent
from layers.tiles import HALF_WORLD_M, MAX_ZOOM, TILE_PX
from ows import crs
from ows.api import links
from ows.api.media import HTML, JSON
from ows.api.pages import Document, answer
from ows.api.resource import resource
from ows.errors import OwsError

WEB_MERCATOR_QUAD = "WebMercatorQuad"
URI = "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad"
_SCALE_SET = "http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible"
# A pixel is 0.28 mm (OGC 17-083r4, 6.1.1).
_PIXEL_M = 0.00028


@resource(JSON, HTML)
def tile_matrix_sets(request: HttpRequest, media_type: str) -> HttpResponse:
    """The one tile matrix set that there is."""
    href = links.address(request, "tileMatrixSets", WEB_MERCATOR_QUAD, f="json")
    document = {
        "links": links.self_links(request, media_type, (JSON, HTML)),
        "tileMatrixSets": [
            {
                "id": WEB_MERCATOR_QUAD,
                "title": _title(),
                "uri": URI,
                "crs": crs.uri(3857),
                "links": [links.link(href, links.TILING_SCHEME, JSON, _title())],
            }
        ],
    }
    return answer(request, media_type, document, "ows/tile_matrix_sets.html")


@resource(JSON, HTML)
def tile_matrix_set(request: HttpRequest, media_type: str, tms: str) -> HttpResponse:
    """Its definition."""
    check_tile_matrix_set(tms)
    document = {
        "id": WEB_MERCATOR_QUAD,
        "title": _title(),
        "uri": URI,
        "crs": crs.uri(3857),
        "orderedAxes": ["X", "Y"],
        "wellKnownScaleSet": _SCALE_SET,
        "tileMatrices": [_tile_matrix(zoom) for zoom in range(MAX_ZOOM + 1)],
        "links": links.self_links(request, media_type, (JSON, HTML)),
    }
    return answer(request, media_type, document, "ows/tile_matrix_set.html")


def check_tile_matrix_set(tms: str) -> None:
    """Raise a 404 for any other."""
    if tms != WEB_MERCATOR_QUAD:
        raise OwsError(
            f"La cuadrícula «{tms[:40]}» no existe: use {WEB_MERCATOR_QUAD}.",
            code="NotFound",
            locator="tileMatrixSetId",
            status=404,
        )


def limits(extent: Extent) -> list[Document]:
    """The tiles of each matrix in which something of ``extent`` (degrees) may lie (17-083r4)."""
    box = image(Bbox(*extent), 3857)
    assert box is not None, "every extent in degrees has an image in Web Mercator"
    found = []
    for zoom in range(MAX_ZOOM + 1):
        columns = [_tile_of(x + HALF_WORLD_M, zoom) for x in (box.minx, box.maxx)]
        rows = [_tile_of(HALF_WORLD_M - y, zoom) for y in (box.maxy, box.miny)]
        found.append(
            {
                "tileMatrix": str(zoom),
                "minTileRow": rows[0],
                "maxTileRow": rows[1],
                "minTileCol": columns[0],
                "maxTileCol": columns[1],
            }
        )
    return found


def _tile_of(distance_m: float, zoom: int) -> int:
    """The number of the tile so far from the matrix's origin."""
    side: int = 2**zoom
    return min(max(math.floor(distance_m / (2 * HALF_WORLD_M) * side), 0), side - 1)


def _title() -> str:
    return _("Cuadrícula de la web (Mercator)")


def _tile_matrix(zoom: int) -> Document:
    side = 2**zoom
    cell_m = 2 * HALF_WORLD_M / side / TILE_PX
    return {
        "id": str(zoom),
        "scaleDenominator": cell_m / _PIXEL_M,
        "cellSize": cell_m,
        "cornerOfOrigin": "topLeft",
        "pointOfOrigin": [-HALF_WORLD_M, HALF_WORLD_M],
        "tileWidth": TILE_PX,
        "tileHeight": TILE_PX,
        "matrixWidth": side,
        "matrixHeight": side,
    }
