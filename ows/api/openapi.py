"""The API's own description: OpenAPI 3.0, and a page that lists its operations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse

from layers import registry
from layers.exports import csvw
from layers.exports.formats import DESCRIPTIONS, FORMATS
from layers.layer import Layer
from layers.layer_info import LayerInfo
from ows.api import links
from ows.api.filtering import EXPRESSION
from ows.api.media import GEOJSON, HTML, JSON, MVT, OPENAPI, PNG, PROBLEM, SCHEMA
from ows.api.openapi_parameters import components, of_items, reference
from ows.api.openapi_schemas import SCHEMAS, ref
from ows.api.pages import Document, answer
from ows.api.resource import resource
from ows.contact import contact

_PATH_PARAMETER = re.compile(r"\{(\w+)\}")
_VERSION = "1.0.0"
# What every address may answer: the account of HTTP Basic is asked for at each.
_ERRORS = ("400", "401", "404", "414", "429", "500", "503")
_SHARED_BY_ITEMS = (
    "f-items",
    "limit",
    "bbox",
    "bbox-crs",
    "crs",
    "datetime",
    "filter",
    "filter-lang",
    "filter-crs",
    "skipGeometry",
    "after",
)

Paths = dict[str, Document]


@resource(OPENAPI, HTML)
def api(request: HttpRequest, media_type: str) -> HttpResponse:
    """OGC 17-069r4, 7.3."""
    document = describe(request)
    context = {"operations": list(_operations(document))}
    return answer(request, media_type, document, "ows/api.html", context)


def describe(request: HttpRequest) -> Document:
    """The OpenAPI document; each collection has paths of its own, with its own parameters."""
    layers = registry.describe_all(request.user)
    paths = _common_paths() | _map_tile_paths()
    for layer, info in layers:
        paths |= _items_paths(layer, info)
    for path, item in paths.items():
        item["parameters"] = [reference(name) for name in _PATH_PARAMETER.findall(path)]
    return {
        "openapi": "3.0.3",
        "info": {
            "title": "Territorio Abierto",
            "version": _VERSION,
            "description": "OGC API Features (partes 1, 2, 3 y 5) y OGC API Tiles.",
            **_contact(),
        },
        "servers": [{"url": links.root(request)}],
        "tags": [{"name": tag} for tag in ("API", "Capas", "Elementos", "Mosaicos")],
        "paths": paths,
        "components": {
            "parameters": components([layer.name for layer, _info in layers]),
            "schemas": SCHEMAS,
            "responses": {"problem": _problem()},
        },
    }


def _contact() -> Document:
    """The operator, as far as they say who they are (OpenAPI 3.0.3, Contact Object)."""
    known = contact()
    said = {"name": known.organization or known.person, "email": known.email}
    said = {name: text for name, text in said.items() if text}
    return {"contact": said} if said else {}


def _common_paths() -> Paths:
    collection = "/collections/{collectionId}"
    return {
        "/": _get("getLandingPage", "API", "La portada", "landingPage"),
        "/api": _get("getAPI", "API", "Este documento", None, media_type=OPENAPI),
        "/conformance": _get("getConformance", "API", "Con qué se cumple", "confClasses"),
        "/collections": _get("getCollectionsList", "Capas", "Las capas", "collections"),
        collection: _get("getCollection", "Capas", "Una capa", "collection"),
        f"{collection}/queryables": _get(
            "getQueryables", "Capas", "Los campos para filtrar", "jsonSchema", media_type=SCHEMA
        ),
        f"{collection}/schema": _get(
            "getSchema", "Capas", "Los campos", "jsonSchema", media_type=SCHEMA
        ),
        **_tile_paths(
            f"{collection}/tiles", ".collection.vector", "de una capa", of_tile=EXPRESSION
        ),
        **_tile_paths("/tiles", ".dataset.vector", "de todas las capas", of_all=("collections",)),
        "/tileMatrixSets": _get(
            "getTileMatrixSetsList", "Mosaicos", "Las cuadrículas", "tileMatrixSets"
        ),
        "/tileMatrixSets/{tileMatrixSetId}": _get(
            "getTileMatrixSet", "Mosaicos", "Una cuadrícula", "tileMatrixSet"
        ),
    }


def _tile_paths(
    root: str, prefix: str, whose: str, *, of_all: Sequence[str] = (), of_tile: Sequence[str] = ()
) -> Paths:
    """A list of tile sets, a tile set and a tile; operationIds are OGC 20-057's, table 11.

    ``of_all`` and ``of_tile`` name parameters: of all three, and of the tile alone.
    """
    tileset = f"{root}/{{tileMatrixSetId}}"
    own = [reference(name) for name in of_tile]
    tile = f"{tileset}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}"
    paths = {
        root: _get(f"{prefix}.getTileSetsList", "Mosaicos", f"Los mosaicos {whose}", "tileSets"),
        tileset: _get(
            f"{prefix}.getTileSet", "Mosaicos", f"Los mosaicos {whose} en una cuadrícula", "tileSet"
        ),
        tile: _tile(f"{prefix}.getTile", whose, own),
    }
    for item in paths.values():
        item["get"]["parameters"] += map(reference, of_all)
    return paths


def _map_tile_paths() -> Paths:
    """The same of a raster's pictures; operationIds are OGC 20-057's too."""
    root, prefix = "/collections/{coverageId}/map/tiles", ".collection.map"
    tileset = f"{root}/{{tileMatrixSetId}}"
    return {
        root: _get(f"{prefix}.getTileSetsList", "Mosaicos", "Los mapas de un ráster", "tileSets"),
        tileset: _get(
            f"{prefix}.getTileSet",
            "Mosaicos",
            "Los mapas de un ráster en una cuadrícula",
            "tileSet",
        ),
        f"{tileset}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}": _operation(
            f"{prefix}.getTile",
            "Mosaicos",
            "Un mosaico con la imagen de un ráster",
            [],
            {PNG: {"type": "string", "format": "binary"}},
        ),
    }


def _items_paths(layer: Layer, info: LayerInfo) -> Paths:
    items = f"/collections/{layer.name}/items"
    return {
        items: _operation(
            f"getItems_{layer.name}",
            "Elementos",
            f"{info.title}: los elementos",
            [*map(reference, _SHARED_BY_ITEMS), *of_items(layer)],
            {GEOJSON: ref("featureCollection"), HTML: {"type": "string"}, **_files()},
        ),
        f"{items}/{{featureId}}": _operation(
            f"getItem_{layer.name}",
            "Elementos",
            f"{info.title}: un elemento",
            [reference("crs"), reference("f")],
            {GEOJSON: ref("feature"), HTML: {"type": "string"}},
        ),
    }


def _files() -> dict[str, Document]:
    """What is taken home, by media type; GeoJSON is one of them and read as well."""
    types = dict.fromkeys(item.bare_type for item in (*FORMATS, *DESCRIPTIONS))
    binary: Document = {"type": "string", "format": "binary"}
    described: Document = {"type": "object"}
    return {
        type_: described if type_ == csvw.MEDIA_TYPE else binary
        for type_ in types
        if type_ != GEOJSON
    }


def _get(
    operation_id: str, tag: str, summary: str, schema: str | None, *, media_type: str = JSON
) -> Document:
    """A resource that is a JSON document and a page, with nothing to choose but that."""
    content = {media_type: ref(schema) if schema else {"type": "object"}, HTML: {"type": "string"}}
    return _operation(operation_id, tag, summary, [reference("f")], content)


def _operation(
    operation_id: str,
    tag: str,
    summary: str,
    parameters: list[Document],
    content: dict[str, Document],
) -> Document:
    """A path item with its GET; ``content`` holds a schema for each media type."""
    responses: Document = {
        "200": {
            "description": summary,
            "content": {media: {"schema": schema} for media, schema in content.items()},
        },
        "304": {"description": "Lo que el cliente tiene sigue vigente"},
        **{status: {"$ref": "#/components/responses/problem"} for status in _ERRORS},
    }
    return {
        "get": {
            "operationId": operation_id,
            "tags": [tag],
            "summary": summary,
            "parameters": parameters,
            "responses": responses,
        }
    }


def _tile(operation_id: str, whose: str, parameters: list[Document]) -> Document:
    item = _operation(
        operation_id,
        "Mosaicos",
        f"Un mosaico vectorial {whose}",
        parameters,
        {MVT: {"type": "string", "format": "binary"}},
    )
    item["get"]["responses"]["204"] = {"description": "Un mosaico sin elementos"}
    return item


def _problem() -> Document:
    return {
        "description": "Lo pedido no puede atenderse; «parameter» nombra lo que falla.",
        "content": {PROBLEM: {"schema": ref("problem")}, HTML: {"schema": {"type": "string"}}},
    }


def _operations(document: Document) -> Iterator[dict[str, Any]]:
    """Each operation with its path and its parameters resolved, for the page."""
    shared = document["components"]["parameters"]
    for path, item in document["paths"].items():
        operation = item["get"]
        parameters = [
            shared[parameter["$ref"].rpartition("/")[2]] if "$ref" in parameter else parameter
            for parameter in item["parameters"] + operation["parameters"]
        ]
        yield {"path": path, **operation, "parameters": parameters}
