"""DescribeFeatureType (WFS 2.0 §9): the feature types' XML Schema.

One named complexType a type, the geometry first: QGIS takes the first gml property for the
geometry, and OWSLib finds the properties by the type's name only.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from lxml import etree

from layers import registry
from layers.days import NOTE as DAY_NOTE
from layers.fields import Field, FieldType
from layers.geometry_types import GeometryType
from layers.layer import GEOMETRY_PROPERTY, Layer
from ows.formats.gml import GML, NAMESPACE, PREFIX
from ows.kvp import Kvp
from ows.wfs.elements import document, element
from ows.wfs.names import find_layer, namespaces_of
from ows.wfs.service import GML as GML_FORMAT
from ows.wfs.service import Service, parse_output_format

GML_SCHEMA = "http://schemas.opengis.net/gml/3.2.1/gml.xsd"

_XSD_TYPE = {
    FieldType.STRING: "xsd:string",
    FieldType.INTEGER: "xsd:long",
    FieldType.NUMBER: "xsd:double",
    FieldType.BOOLEAN: "xsd:boolean",
    # Its day's first moment: GDAL reads no xsd:date with an offset, and none says whose day it is.
    FieldType.DATE: "xsd:dateTime",
    FieldType.DATETIME: "xsd:dateTime",
    FieldType.INTEGER_LIST: "xsd:string",  # "3,14": QGIS has no type for a list
}
# The property types of GML 3.2 (OGC 07-036, annex D.3.2 names those of simple features).
_GEOMETRY_TYPE = {
    GeometryType.POINT: "gml:PointPropertyType",
    GeometryType.LINE_STRING: "gml:CurvePropertyType",
    GeometryType.POLYGON: "gml:SurfacePropertyType",
    GeometryType.MULTI_POINT: "gml:MultiPointPropertyType",
    GeometryType.MULTI_LINE_STRING: "gml:MultiCurvePropertyType",
    GeometryType.MULTI_POLYGON: "gml:MultiSurfacePropertyType",
    GeometryType.GEOMETRY_COLLECTION: "gml:MultiGeometryPropertyType",
    GeometryType.GEOMETRY: "gml:GeometryPropertyType",
}


@dataclass(frozen=True)
class DescribeFeatureType:
    """Which types to describe."""

    layers: tuple[Layer, ...]


def parse(kvp: Kvp, service: Service) -> DescribeFeatureType:
    """Without names every type that this user may see is described."""
    parse_output_format(kvp, GML_FORMAT)
    namespaces = namespaces_of(kvp)
    names = kvp.names("typeNames")
    found = [find_layer(name, namespaces, service.user) for name in names]
    layers = {layer.name: layer for layer in found or registry.published(service.user)}
    return DescribeFeatureType(tuple(layers.values()))


def answer(operation: DescribeFeatureType, service: Service) -> HttpResponse:
    """The schema document."""
    schema = element(
        "xsd:schema",
        element("xsd:import", attributes={"namespace": GML, "schemaLocation": GML_SCHEMA}),
        *(part for layer in operation.layers for part in _feature_type(layer)),
        attributes={"targetNamespace": NAMESPACE, "elementFormDefault": "qualified"},
    )
    return HttpResponse(document(schema), content_type=GML_FORMAT)


def _feature_type(layer: Layer) -> tuple[etree._Element, etree._Element]:
    extension = element(
        "xsd:extension",
        element(
            "xsd:sequence",
            *_geometry(layer),
            *(_property(item) for item in layer.fields),
        ),
        attributes={"base": "gml:AbstractFeatureType"},
    )
    name = f"{layer.name}Type"
    declaration = {
        "name": layer.name,
        "type": f"{PREFIX}:{name}",
        "substitutionGroup": "gml:AbstractFeature",
    }
    return (
        element("xsd:element", attributes=declaration),
        element(
            "xsd:complexType",
            element("xsd:complexContent", extension),
            attributes={"name": name},
        ),
    )


def _geometry(layer: Layer) -> list[etree._Element]:
    if not layer.has_geometry:
        return []
    type_ = _GEOMETRY_TYPE[layer.shape_type]
    attributes = {"name": GEOMETRY_PROPERTY, "type": type_, "minOccurs": "0"}
    return [element("xsd:element", attributes=attributes)]


def _property(field: Field) -> etree._Element:
    # A field without a value is nil: QGIS and GDAL read it as NULL. It may be absent as well, since
    # a query may ask for some properties only.
    unit = field.unit or (DAY_NOTE if field.type is FieldType.DATE else "")
    title = f"{field.title} ({unit})" if unit else str(field.title)
    return element(
        "xsd:element",
        element("xsd:annotation", element("xsd:documentation", title)),
        attributes={
            "name": field.name,
            "type": _XSD_TYPE[field.type],
            "minOccurs": "0",
            "nillable": "true",
        },
    )
