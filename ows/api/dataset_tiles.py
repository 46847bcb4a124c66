"""Vector tiles of the whole data set: every collection's layers in one tile (OGC 20-057, 10).

``collections`` takes some of them (OGC 20-057, 12). Without it a tile holds those that the site
itself publishes: agencies' own layers may be hundreds, and are taken by name. A tile is its
collections' tiles one after the other: that is how layers are joined in the format (MVT 2.1, 4.1).
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from layers import registry
from layers.layer import Layer
from layers.layer_info import stated_extent
from ows.api import links
from ows.api.media import HTML, JSON, MVT
from ows.api.pages import Document, answer
from ows.api.resource import resource
from ows.api.tiles import (
    TileAddress,
    answer_tile,
    bounding_box,
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
    layers = chosen(request)
    check_tile_matrix_set(tms)
    own = _summary(request)
    template = tile_link(links.address(request, "tiles", WEB_MERCATOR_QUAD), **_selection(request))
    extent = stated_extent(registry.describe(layer, request.user).stated_extent for layer in layers)
    document = {
        **own,
        "layers": [part for layer in layers for part in tile_layers(layer)],
        "links": [
            *links.self_links(request, media_type, (JSON, HTML)),
            *own["links"][1:],
            template,
        ],
        "boundingBox": bounding_box(extent),
        "tileMatrixSetLimits": limits(extent),
    }
    return answer(request, media_type, document, "ows/tileset.html")


@resource(MVT, parameters=PARAMETERS, tags_itself=True)
def tile(request: HttpRequest, media_type: str, tms: str, z: str, y: str, x: str) -> HttpResponse:
    """One tile; 204 where nothing is, 304 where the client has it."""
    layers = chosen(request)
    check_tile_matrix_set(tms)
    return answer_tile(request, layers, TileAddress.parse(z, y, x))


def chosen(request: HttpRequest) -> list[Layer]:
    """The collections that ``collections`` names, in the catalogue's order; without it ours."""
    if "collections" not in request.GET:
        return [layer for layer in registry.written(request.user) if layer.has_geometry]
    names = {name.strip() for name in request.GET["collections"].split(",")}
    layers = [layer for layer in registry.named(names, request.user) if layer.has_geometry]
    unknown = sorted(names - {layer.name for layer in layers})
    if unknown:
        raise InvalidValue("collections", f"La capa «{unknown[0][:40]}» no existe.")
    return layers


def _selection(request: HttpRequest) -> dict[str, str]:
    """The parameter again, for addresses that keep it."""
    return {name: request.GET[name] for name in PARAMETERS if name in request.GET}


def _summary(request: HttpRequest) -> Document:
    kept = _selection(request)
    address = links.address(request, "tiles", WEB_MERCATOR_QUAD, f="json", **kept)
    return summary(request, _("Todas las capas"), address)
