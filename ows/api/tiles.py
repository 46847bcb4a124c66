"""Vector tiles of a collection (OGC API Tiles, OGC 20-057)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import quote_etag
from django.utils.translation import gettext as _

from layers import registry, stamps, tiles, versions
from layers.fields import Field
from layers.kept.keeping import tiles as kept_tiles
from layers.layer import Layer
from layers.measuring import Extent
from layers.tile_rows import label_fields, shape_fields
from ows import crs, kept
from ows.api import links
from ows.api.collections import rounded_outward
from ows.api.filtering import EXPRESSION, parse_expression
from ows.api.media import HTML, JSON, MVT
from ows.api.pages import Document, answer
from ows.api.resource import resource
from ows.api.schemas import field_schema
from ows.api.tiling import URI, WEB_MERCATOR_QUAD, check_tile_matrix_set, limits
from ows.compression import accepts_gzip
from ows.errors import InvalidValue
from ows.tags import code_version

# How long a tile is used without asking again; then its ETag decides.
MAX_AGE_S = 300


@resource(JSON, HTML)
def tilesets(request: HttpRequest, media_type: str, name: str) -> HttpResponse:
    """The tile sets of a collection: one."""
    layer = registry.get_drawn(name, request.user)
    document = {
        "links": links.self_links(request, media_type, (JSON, HTML)),
        "tilesets": [_summary(request, layer)],
    }
    return answer(request, media_type, document, "ows/tilesets.html", {"layer": layer})


@resource(JSON, HTML)
def tileset(request: HttpRequest, media_type: str, name: str, tms: str) -> HttpResponse:
    """The metadata of a tile set (OGC 17-083r4, 7)."""
    layer = registry.get_drawn(name, request.user)
    check_tile_matrix_set(tms)
    document = _metadata(request, media_type, layer)
    return answer(request, media_type, document, "ows/tileset.html", {"layer": layer})


@resource(MVT, parameters=EXPRESSION, tags_itself=True)
def tile(
    request: HttpRequest, media_type: str, name: str, tms: str, z: str, y: str, x: str
) -> HttpResponse:
    """One tile; 204 where nothing is (OGC 20-057, 7.1.4), 304 where the client has it.

    With ``filter`` it holds the features that this chooses.
    """
    layer = registry.get_drawn(name, request.user)
    check_tile_matrix_set(tms)
    chosen = parse_expression(request, layer)
    return answer_tile(request, [layer], TileAddress.parse(z, y, x), chosen)


@dataclass(frozen=True)
class TileAddress:
    """Which tile; rows count from the north."""

    zoom: int
    row: int
    column: int

    @classmethod
    def parse(cls, z: str, y: str, x: str) -> Self:
        """From the address's segments; raises InvalidValue and InvalidParameter."""
        place = cls(_number("tileMatrix", z), _number("tileRow", y), _number("tileCol", x))
        tiles.tile_bbox(place.zoom, place.column, place.row)
        return place


def answer_tile(
    request: HttpRequest,
    layers: list[Layer],
    place: TileAddress,
    chosen: dict[str, Any] | None = None,
) -> HttpResponse:
    """The layers' tile, one after the other; an empty 204 and a 304 as ``tile`` has them.

    ``chosen`` is a filter (CQL2-JSON) of them all.
    """
    user = request.user
    names = stamps.names_of(layer.name for layer in layers) if kept_tiles() else None
    stamp = stamps.read(names) if names else ""  # before anything is read of the rows
    versions.all_seen(layers, user)  # in one query, once for all that follows
    state = "-".join(tiles.version(layer, user) for layer in layers)
    state += "" if chosen is None else repr(chosen)
    etag = quote_etag(hashlib.sha256(state.encode()).hexdigest()[:16])
    response = get_conditional_response(request, etag=etag)
    if response is None:
        at = (place.zoom, place.column, place.row)
        if chosen is None:
            as_gzip = accepts_gzip(request)
            content = tiles.mvt_tile_once(layers, user, at, stamp, code_version(), as_gzip=as_gzip)
            response = _negotiated(content, etag, as_gzip)
        else:
            response = _plain(b"".join(tiles.mvt_tile(item, user, *at, chosen) for item in layers))
        if names and chosen is None:
            kept.keep(response, names, stamp)
    response.headers.setdefault("ETag", etag)
    response["Cache-Control"] = _cache_control(layers)
    return response


def _plain(content: bytes) -> HttpResponse:
    return HttpResponse(content, content_type=MVT, status=200 if content else 204)


def _negotiated(content: bytes, etag: str, as_gzip: bool) -> HttpResponse:
    """A tile as it was asked for; the tag of a compressed one is weak (RFC 9110, 8.8.1)."""
    response = _plain(content)
    if content and as_gzip:
        response["Content-Encoding"] = "gzip"
        response["ETag"] = f"W/{etag}"
    patch_vary_headers(response, ("Accept-Encoding",))
    return response


def _cache_control(layers: list[Layer]) -> str:
    """Rows that depend on the user are kept nowhere: QGIS gives them to whoever signs in next."""
    same = all(layer.same_for_everyone for layer in layers)
    return f"public, max-age={MAX_AGE_S}" if same else "no-store"


def summary(request: HttpRequest, title: str, address: str) -> Document:
    """A tile set as a list has it."""
    grid = links.address(request, "tileMatrixSets", WEB_MERCATOR_QUAD, f="json")
    return {
        "title": title,
        "dataType": "vector",
        "crs": crs.uri(3857),
        "tileMatrixSetURI": URI,
        "links": [
            links.link(address, "self", JSON, title),
            links.link(grid, links.TILING_SCHEME, JSON, _("La cuadrícula")),
        ],
    }


def tile_link(tileset: str, **query: str) -> Document:
    """The template of the tiles' addresses below that of their tile set."""
    path = f"{tileset}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}"
    template = f"{path}?{urlencode({'f': 'mvt', **query})}"
    return {**links.link(template, "item", MVT, _("Un mosaico")), "templated": True}


def bounding_box(extent: Extent) -> Document:
    """The extent as a tile set states it."""
    west, south, east, north = rounded_outward(extent)
    return {"lowerLeft": [west, south], "upperRight": [east, north], "crs": crs.OGC_CRS84}


def _summary(request: HttpRequest, layer: Layer) -> Document:
    return summary(request, registry.describe(layer, request.user).title, _address(request, layer))


def _metadata(request: HttpRequest, media_type: str, layer: Layer) -> Document:
    info = registry.describe(layer, request.user)
    own = _summary(request, layer)
    return {
        **own,
        "description": info.abstract,
        "attribution": info.attribution,
        "version": tiles.version(layer, request.user),
        "layers": tile_layers(layer),
        "links": [
            *links.self_links(request, media_type, (JSON, HTML)),
            *own["links"][1:],
            tile_link(_address(request, layer).partition("?")[0]),
        ],
        "boundingBox": bounding_box(info.stated_extent),
        "tileMatrixSetLimits": limits(info.stated_extent),
    }


def tile_layers(layer: Layer) -> list[Document]:
    """What a tile holds: the features, and the points for their labels."""

    def schema(fields: list[Field]) -> Document:
        return {"type": "object", "properties": {item.name: field_schema(item) for item in fields}}

    return [
        {
            "id": name,
            "dataType": "vector",
            # One number or nothing (OGC 17-083r4, table 20): of mixed geometries nothing is said.
            **({"geometryDimension": dimensions[0]} if len(dimensions) == 1 else {}),
            "propertiesSchema": schema(fields),
        }
        for name, dimensions, fields in (
            (layer.name, layer.shape_type.dimensions, shape_fields(layer, layer.style)),
            (tiles.label_layer(layer), (0,), label_fields(layer, layer.style)),
        )
    ]


def _address(request: HttpRequest, layer: Layer) -> str:
    return links.address(request, "collections", layer.name, "tiles", WEB_MERCATOR_QUAD, f="json")


def _number(name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise InvalidValue(name, f"«{text[:40]}» no es un número entero.")
    return int(text)
