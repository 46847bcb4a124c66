"""The parameters of the API as its OpenAPI document declares them."""

from __future__ import annotations

from typing import Any

from layers.exports.formats import DESCRIPTIONS, FORMATS
from layers.fields import Field
from layers.layer import Layer
from layers.tiles import MAX_ZOOM
from ows import crs
from ows.api.filtering import queryable_parameters
from ows.api.query import DEFAULT_LIMIT, MAX_LIMIT
from ows.api.schemas import field_schema, queryable
from ows.api.tiling import WEB_MERCATOR_QUAD

Parameter = dict[str, Any]

_TEXT = {"type": "string"}
_URI = {"type": "string", "format": "uri", "default": crs.OGC_CRS84}


def query(name: str, description: str, schema: dict[str, Any]) -> Parameter:
    """A parameter after the question mark; a list is comma-separated."""
    return {
        "name": name,
        "in": "query",
        "description": description,
        "required": False,
        "schema": schema,
        "style": "form",
        "explode": False,
    }


def in_path(name: str, description: str, schema: dict[str, Any]) -> Parameter:
    """A parameter that is a segment of the path."""
    return {
        "name": name,
        "in": "path",
        "description": description,
        "required": True,
        "schema": schema,
    }


def components(collections: list[str]) -> dict[str, Parameter]:
    """The parameters that several operations share, by name."""
    shared = [
        query("f", "La forma de la respuesta.", {"type": "string", "enum": ["json", "html"]}),
        query(
            "limit",
            "Cuántos elementos trae una página; uno mayor que el máximo vale como el máximo.",
            {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT},
        ),
        query(
            "bbox",
            "Sólo los elementos que tocan este rectángulo: oeste, sur, este y norte (con "
            "alturas, que no cuentan, seis números), en el orden de bbox-crs.",
            {"type": "array", "minItems": 4, "maxItems": 6, "items": {"type": "number"}},
        ),
        query("bbox-crs", "El sistema de coordenadas de bbox.", _URI),
        query("crs", "El sistema de coordenadas de la respuesta.", _URI),
        query(
            "datetime",
            "Un instante o un intervalo (RFC 3339), abierto donde un extremo es «..». Lo que no "
            "tiene fecha no se excluye.",
            _TEXT,
        ),
        query("filter", "Una condición en CQL2.", _TEXT),
        query(
            "filter-lang",
            "La escritura de filter.",
            {"type": "string", "enum": ["cql2-text", "cql2-json"], "default": "cql2-text"},
        ),
        query("filter-crs", "El sistema de coordenadas de las geometrías de filter.", _URI),
        query("skipGeometry", "Sin geometrías.", {"type": "boolean", "default": False}),
        query(
            "after",
            "Dónde empieza la página: se toma del enlace «next» de la anterior, no se compone.",
            _TEXT,
        ),
        query(
            "collections",
            "Sólo estas capas.",
            {"type": "array", "items": {"type": "string", "enum": collections}},
        ),
        in_path("collectionId", "La capa.", {"type": "string", "enum": collections}),
        in_path("coverageId", "El ráster, como lo nombra el catálogo.", _TEXT),
        in_path("featureId", "El identificador del elemento.", _TEXT),
        in_path(
            "tileMatrixSetId", "La cuadrícula.", {"type": "string", "enum": [WEB_MERCATOR_QUAD]}
        ),
        in_path("tileMatrix", "El nivel.", {"type": "integer", "minimum": 0, "maximum": MAX_ZOOM}),
        in_path("tileRow", "La fila, desde el norte.", {"type": "integer", "minimum": 0}),
        in_path("tileCol", "La columna, desde el oeste.", {"type": "integer", "minimum": 0}),
    ]
    return {parameter["name"]: parameter for parameter in shared} | {"f-items": _form_of_items()}


def _form_of_items() -> Parameter:
    """``f`` where features are given, which are taken home in more forms than are read."""
    return query(
        "f",
        "La forma de la respuesta. Un archivo trae todos los elementos, salvo que "
        "limit pida menos.",
        {
            "type": "string",
            "enum": ["json", "html", *(item.name for item in (*FORMATS, *DESCRIPTIONS))],
        },
    )


def of_items(layer: Layer) -> list[Parameter]:
    """The parameters of a layer's items that depend on its fields."""
    names = [field.name for field in layer.fields]
    signed = [f"{sign}{name}" for name in (f.name for f in queryable(layer)) for sign in ("", "-")]
    return [
        query(
            "sortby",
            "Los campos por los que se ordena; con «-», de mayor a menor. Lo vacío va al final.",
            {"type": "array", "items": {"type": "string", "enum": signed}},
        ),
        query(
            "properties",
            "Los campos que trae cada elemento.",
            {"type": "array", "items": {"type": "string", "enum": names}},
        ),
        *(_equality(field) for field in queryable_parameters(layer)),
    ]


def _equality(field: Field) -> Parameter:
    schema = field_schema(field)
    return query(field.name, f"Sólo los elementos con este valor: {schema.pop('title')}.", schema)


def reference(name: str) -> Parameter:
    """A reference to a shared parameter."""
    return {"$ref": f"#/components/parameters/{name}"}
