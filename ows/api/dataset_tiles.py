"""Vector tiles of the whole data set: every collection's layers in one tile (OGC 20-057, 10).

``collections`` takes some of them (OGC 20-057, 12). A tile is its collections' tiles one after
the other: that is how layers are joined in the format (MVT 2.1, 4.1).
"""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _

from layers import registry, tiles
from layers.layer import Layer
from layers.registry import LayerInfo
from ows.api import links
from ows.api.media import HTML, JSON, MVT
from ows.api.pages import Document, answer
from ows.api.resource import resource
from ows.api.tiles import (
    TileAddress,
    bounding_box,
    cache_control,
    summary,
    tile_layers,
    tile_link,
)
from ows.api.tiling import WEB_MERCATOR_QUAD, check_tile_matrix_set, limits
from ows.errors import InvalidValue

PARAMETERS = ("collections",)


@resource(JSON, HTML, parameters=PARAMETERS)
def tilesets(request: HttpRequest, media_type: str) -> HttpResponse:
    """The tile sets of the data set: one."""
    chosen(request)
    document = {
        "links": links.self_links(request, media_type, (JSON, HTML)),
        "tilesets": [_summary(request)],
    }
    return answer(request, media_type, document, "ows/tilesets.html")


@resource(JSON, HTML, parameters=PARAMETERS)
def tileset(request: HttpRequest, media_type: str, tms: str) -> HttpResponse:
    """Its metadata (OGC 17-083r4, 7): the layers of the chosen collections."""
    described = chosen(request)
    check_tile_matrix_set(tms)
    own = _summary(request)
    template = tile_link(links.address(request, "tiles", WEB_MERCATOR_QUAD), **_selection(request))
    extents = [info.stated_extent for _layer, info in described]
    west, south, east, north = zip(*extents, strict=True)
    extent = (min(west), min(south), max(east), max(north))
    document = {
        **own,
        "layers": [part for layer, _info in described for part in tile_layers(layer)],
        "links": [
            *links.self_links(request, media_type, (JSON, HTML)),
            *own["links"][1:],
            template,
        ],
        "boundingBox": bounding_box(extent),
        "tileMatrixSetLimits": limits(extent),
    }
    return answer(request, media_type, document, "ows/tileset.html")


@resource(MVT, parameters=PARAMETERS)
def tile(request: HttpRequest, media_type: str, tms: str, z: str, y: str, x: str) -> HttpResponse:
    """One tile; 204 where nothing is, 304 where the client has it."""
    layers = [layer for layer, _info in chosen(request)]
    check_tile_matrix_set(tms)
    place = TileAddress.parse(z, y, x)
    state = "-".join(tiles.version(layer, request.user) for layer in layers)
    etag = quote_etag(hashlib.sha256(state.encode()).hexdigest()[:16])
    response = get_conditional_response(request, etag=etag)
    if response is None:
        content = b"".join(
            tiles.mvt_tile(layer, request.user, place.zoom, place.column, place.row)
            for layer in layers
        )
        response = HttpResponse(content, content_type=MVT, status=200 if content else 204)
    response["ETag"] = etag
    response["Cache-Control"] = cache_control(layers)
    return response


def chosen(request: HttpRequest) -> list[tuple[Layer, LayerInfo]]:
    """The collections that ``collections`` names, in the catalogue's order; without it all."""
    drawn = [item for item in registry.describe_all(request.user) if item[0].has_geometry]
    if "collections" not in request.GET:
        return drawn
    names = {name.strip() for name in request.GET["collections"].split(",")}
    unknown = sorted(names - {layer.name for layer, _info in drawn})
    if unknown:
        raise InvalidValue("collections", f"La capa «{unknown[0][:40]}» no existe.")
    return [item for item in drawn if item[0].name in names]


def _selection(request: HttpRequest) -> dict[str, str]:
    """The parameter again, for addresses that keep it."""
    return {name: request.GET[name] for name in PARAMETERS if name in request.GET}


def _summary(request: HttpRequest) -> Document:
    kept = _selection(request)
    address = links.address(request, "tiles", WEB_MERCATOR_QUAD, f="json", **kept)
    return summary(request, _("Todas las capas"), address)
