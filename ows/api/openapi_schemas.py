"""The documents of the API as its OpenAPI document describes them."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]


def ref(name: str) -> Schema:
    """A reference to one of ``SCHEMAS``."""
    return {"$ref": f"#/components/schemas/{name}"}


def _object(required: list[str], **properties: Schema) -> Schema:
    schema: Schema = {"type": "object", "properties": properties}
    return schema | {"required": required} if required else schema  # it may not be empty


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


_TEXT = {"type": "string"}
_URI = {"type": "string", "format": "uri"}
_INSTANT = {"type": "string", "format": "date-time"}
_NUMBER = {"type": "number"}
_COUNT = {"type": "integer", "minimum": 0}

SCHEMAS: dict[str, Schema] = {
    "link": _object(
        ["href", "rel"],
        href=_TEXT,  # where it is templated, braces make it no URI (OGC 17-069r4, link.yaml)
        rel=_TEXT,
        type=_TEXT,
        title=_TEXT,
        templated={"type": "boolean"},
    ),
    "problem": _object(
        ["title", "status", "detail"],
        title=_TEXT,
        status={"type": "integer"},
        detail=_TEXT,
        parameter=_TEXT,
    ),
    "landingPage": _object(["links"], title=_TEXT, description=_TEXT, links=_list(ref("link"))),
    "confClasses": _object(["conformsTo"], conformsTo=_list(_URI), links=_list(ref("link"))),
    "collections": _object(
        ["links", "collections"],
        links=_list(ref("link")),
        crs=_list(_URI),
        collections=_list(ref("collection")),
    ),
    "collection": _object(
        ["id", "links"],
        id=_TEXT,
        title=_TEXT,
        description=_TEXT,
        attribution=_TEXT,
        keywords=_list(_TEXT),
        itemType=_TEXT,
        itemCount=_COUNT,
        crs=_list(_URI),
        storageCrs=_URI,
        extent=ref("extent"),
        links=_list(ref("link")),
    ),
    "extent": _object(
        [],
        spatial=_object(
            [],
            bbox=_list({"type": "array", "minItems": 4, "maxItems": 4, "items": _NUMBER}),
            crs=_URI,
        ),
        temporal=_object(
            [],
            interval=_list({"type": "array", "minItems": 2, "maxItems": 2, "items": _INSTANT}),
            trs=_URI,
        ),
    ),
    "jsonSchema": _object(["type", "properties"], type=_TEXT, properties={"type": "object"}),
    "geometry": {
        "type": "object",
        "nullable": True,
        "required": ["type"],
        "properties": {"type": _TEXT, "coordinates": _list({})},
    },
    "feature": _object(
        ["type", "geometry", "properties"],
        type={"type": "string", "enum": ["Feature"]},
        id={"oneOf": [_TEXT, {"type": "integer"}]},
        geometry=ref("geometry"),
        properties={"type": "object", "nullable": True},
        links=_list(ref("link")),
    ),
    "featureCollection": _object(
        ["type", "features"],
        type={"type": "string", "enum": ["FeatureCollection"]},
        features=_list(ref("feature")),
        links=_list(ref("link")),
        timeStamp={"type": "string", "format": "date-time"},
        numberMatched=_COUNT,
        numberReturned=_COUNT,
    ),
    "tileSets": _object(["tilesets"], tilesets=_list(ref("tileSet")), links=_list(ref("link"))),
    "tileSet": _object(
        ["dataType", "crs", "links"],
        title=_TEXT,
        dataType={"type": "string", "enum": ["vector", "map"]},
        crs=_URI,
        tileMatrixSetURI=_URI,
        tileMatrixSetLimits=_list(
            _object(
                ["tileMatrix", "minTileRow", "maxTileRow", "minTileCol", "maxTileCol"],
                tileMatrix=_TEXT,
                minTileRow=_COUNT,
                maxTileRow=_COUNT,
                minTileCol=_COUNT,
                maxTileCol=_COUNT,
            )
        ),
        links=_list(ref("link")),
    ),
    "tileMatrixSets": _object(
        ["tileMatrixSets"],
        tileMatrixSets=_list(
            _object(["id", "links"], id=_TEXT, title=_TEXT, uri=_URI, links=_list(ref("link")))
        ),
    ),
    "tileMatrixSet": _object(
        ["crs", "tileMatrices"],
        id=_TEXT,
        title=_TEXT,
        uri=_URI,
        crs=_URI,
        orderedAxes=_list(_TEXT),
        tileMatrices=_list({"type": "object"}),
    ),
}
