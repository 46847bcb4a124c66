"""Map tiles of a raster: pictures of its cells, PNG (OGC API Tiles with Maps, OGC 20-057, 20-058).

A raster is no collection of features: no list of collections names it, so that no client of
features opens it; its own page and the OpenAPI document say where its tiles are.
"""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _

from layers import registry, tiles
from layers.measuring import Extent
from layers.rasters.coverage import RasterLayer
from layers.rasters.pictures import draw
from ows import crs
from ows.api import links
from ows.api.media import HTML, JSON, PNG
from ows.api.pages import Document, answer
from ows.api.resource import resource
from ows.api.tiles import MAX_AGE_S, TileAddress, bounding_box
from ows.api.tiling import URI, WEB_MERCATOR_QUAD, check_tile_matrix_set, limits
from ows.render.png import write_png

_SIZE = (tiles.TILE_PX, tiles.TILE_PX)
_EMPTY = write_png(*_SIZE, bytes(4 * tiles.TILE_PX**2))


@resource(JSON, HTML)
def tilesets(request: HttpRequest, media_type: str, name: str) -> HttpResponse:
    """The sets of map tiles of a raster: one."""
    layer = registry.get_coverage(name, request.user)
    document = {
        "links": links.self_links(request, media_type, (JSON, HTML)),
        "tilesets": [_summary(request, layer)],
    }
    return answer(request, media_type, document, "ows/tilesets.html", {"layer": layer})


@resource(JSON, HTML)
def tileset(request: HttpRequest, media_type: str, name: str, tms: str) -> HttpResponse:
    """The metadata of the set (OGC 17-083r4, 7)."""
    layer = registry.get_coverage(name, request.user)
    check_tile_matrix_set(tms)
    info = registry.describe(layer, request.user)
    own = _summary(request, layer)
    address = f"{_address(request, layer)}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}?f=png"
    document: Document = {
        **own,
        "description": info.abstract,
        "attribution": info.attribution,
        "version": _state(layer, request),
        "mediaTypes": [PNG],
        "links": [
            *links.self_links(request, media_type, (JSON, HTML)),
            *own["links"][1:],
            {**links.link(address, "item", PNG, _("Un mosaico")), "templated": True},
        ],
        "boundingBox": bounding_box(info.stated_extent),
        "tileMatrixSetLimits": limits(info.stated_extent),
    }
    return answer(request, media_type, document, "ows/tileset.html", {"layer": layer})


@resource(PNG, tags_itself=True)
def tile(
    request: HttpRequest, media_type: str, name: str, tms: str, z: str, y: str, x: str
) -> HttpResponse:
    """One tile; see-through where the raster has no value, 304 where the client has it."""
    layer = registry.get_coverage(name, request.user)
    check_tile_matrix_set(tms)
    place = TileAddress.parse(z, y, x)
    etag = quote_etag(_state(layer, request))
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(_picture(layer, place), content_type=PNG)
    response["ETag"] = etag
    shared = layer.same_for_everyone
    response["Cache-Control"] = f"public, max-age={MAX_AGE_S}" if shared else "no-store"
    return response


def _picture(layer: RasterLayer, place: TileAddress) -> bytes:
    extent = layer.summary.extent if layer.summary else None
    if extent is not None and not _touches(place, extent):
        return _EMPTY
    bbox = tiles.tile_bbox(place.zoom, place.column, place.row)
    return write_png(*_SIZE, draw(layer.raster, bbox, *_SIZE).tobytes())


def _touches(place: TileAddress, extent: Extent) -> bool:
    """Whether the tile is among those in which something of the extent may lie."""
    limit = limits(extent)[place.zoom]
    return bool(
        limit["minTileRow"] <= place.row <= limit["maxTileRow"]
        and limit["minTileCol"] <= place.column <= limit["maxTileCol"]
    )


def _state(layer: RasterLayer, request: HttpRequest) -> str:
    """Changes whenever a tile may: with the file, its colours, who sees it."""
    raster = layer.raster
    parts = (layer.name, layer.version, layer.audience(request.user), raster.key, raster.stops)
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def _summary(request: HttpRequest, layer: RasterLayer) -> Document:
    title = registry.describe(layer, request.user).title
    grid = links.address(request, "tileMatrixSets", WEB_MERCATOR_QUAD, f="json")
    return {
        "title": title,
        "dataType": "map",
        "crs": crs.uri(3857),
        "tileMatrixSetURI": URI,
        "links": [
            links.link(f"{_address(request, layer)}?f=json", "self", JSON, title),
            links.link(grid, links.TILING_SCHEME, JSON, _("La cuadrícula")),
        ],
    }


def _address(request: HttpRequest, layer: RasterLayer) -> str:
    return links.address(request, "collections", layer.name, "map", "tiles", WEB_MERCATOR_QUAD)
