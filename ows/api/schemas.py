"""A layer's fields as JSON Schema: what can be asked for, and what comes back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst

from layers import registry
from layers.days import NOTE as DAY_NOTE
from layers.fields import Field, FieldType
from layers.geometry_types import GeometryType
from layers.layer import GEOMETRY_PROPERTY, Layer
from ows.api import links
from ows.api.media import HTML, SCHEMA
from ows.api.pages import Document, answer
from ows.api.resource import resource

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_TYPES: dict[FieldType, Document] = {
    FieldType.STRING: {"type": "string"},
    FieldType.INTEGER: {"type": "integer"},
    FieldType.NUMBER: {"type": "number"},
    FieldType.BOOLEAN: {"type": "boolean"},
    FieldType.DATE: {"type": "string", "format": "date"},
    FieldType.DATETIME: {"type": "string", "format": "date-time"},
    FieldType.INTEGER_LIST: {"type": "array", "items": {"type": "integer"}},
}


@resource(SCHEMA, HTML)
def queryables(request: HttpRequest, media_type: str, name: str) -> HttpResponse:
    """What a filter may name (OGC 19-079r2, 6.2)."""
    layer = registry.get(name, request.user)
    properties: dict[str, Any] = {field.name: field_schema(field) for field in queryable(layer)}
    properties |= _geometry(layer)
    return _answer(request, media_type, layer, properties)


@resource(SCHEMA, HTML)
def schema(request: HttpRequest, media_type: str, name: str) -> HttpResponse:
    """What a feature carries (OGC 23-058r2); the key is not among its properties."""
    layer = registry.get(name, request.user)
    properties: dict[str, Any] = {
        "id": {"title": "Identificador", "x-ogc-role": "id", **_TYPES[layer.key_type]}
    }
    properties |= {field.name: field_schema(field) for field in layer.fields}
    properties |= _geometry(layer)
    for sequence, member in enumerate(properties.values(), start=1):
        member |= {"readOnly": True, "x-ogc-propertySeq": sequence}
    return _answer(request, media_type, layer, properties)


def queryable(layer: Layer) -> list[Field]:
    """The fields that a filter may name: those with one value, which can be compared."""
    return [field for field in layer.fields if field.type is not FieldType.INTEGER_LIST]


def field_schema(field: Field) -> Document:
    """A field as a property of a JSON Schema."""
    member: Document = {"title": str(field.title), **_TYPES[field.type]}
    said = [str(field.description)] if field.description else []
    if field.type is FieldType.DATE:  # RFC 3339's full-date has no zone
        said.append(f"{capfirst(DAY_NOTE)}.")
    if said:
        member["description"] = " ".join(said)
    if field.max_length is not None:
        member["maxLength"] = field.max_length
    if field.unit:
        member["x-ogc-unit"] = str(field.unit)
    return member


def _geometry(layer: Layer) -> Document:
    """The geometry among the properties (formats: OGC 23-058r2, table 4)."""
    if not layer.has_geometry:
        return {}
    any_type = layer.shape_type is GeometryType.GEOMETRY
    type_ = "any" if any_type else layer.geometry_type.lower()
    member = {"title": "Geometría", "format": f"geometry-{type_}"}
    return {GEOMETRY_PROPERTY: {**member, "x-ogc-role": "primary-geometry"}}


def _answer(
    request: HttpRequest, media_type: str, layer: Layer, properties: Document
) -> HttpResponse:
    document = {
        "$schema": _DRAFT,
        "$id": links.canonical(request),
        "type": "object",
        "title": registry.describe(layer, request.user).title,
        "properties": properties,
        "additionalProperties": False,
    }
    kinds = {field.name: field.type.label for field in layer.fields}
    kinds |= {"id": layer.key_type.label, GEOMETRY_PROPERTY: layer.shape_type.label}
    context = {
        "layer": layer,
        "links": links.self_links(request, media_type, (SCHEMA, HTML)),
        "rows": [
            {
                "name": name,
                "title": member["title"],
                "description": member.get("description"),
                "type": kinds[name],
                "unit": member.get("x-ogc-unit"),
            }
            for name, member in properties.items()
        ],
    }
    return answer(request, media_type, document, "ows/fields.html", context)
