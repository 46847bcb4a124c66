"""The answers of GetFeatureInfo: a page, plain text, GML 2 and GeoJSON."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.geos import GEOSGeometry
from django.http import HttpRequest
from django.template.loader import render_to_string
from lxml import etree
from lxml.etree import _Element  # lxml names no public type of an element

from layers import registry
from layers.fields import Field
from layers.layer import GEOMETRY_PROPERTY, Layer
from ows.formats.exceptions import clean
from ows.formats.gml import NAMESPACE, PREFIX
from ows.formats.values import display
from territory.addresses import on_site

_WFS = "http://www.opengis.net/wfs"
_GML = "http://www.opengis.net/gml"

# Fields whose value is the ubigeo of a place with a page of its own, in order of preference.
_UBIGEO_FIELDS = ("ubigeo", "declared_ubigeo")

# What a reader may take for the end of a line (UAX #14: BK, CR, LF, NL), and str.splitlines too.
_LINE_BREAK = re.compile("\r\n|[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]")
_INDENTED = r"\g<0>    "


@dataclass(frozen=True)
class Found:
    """A queried layer and its features under the pixel, as GeoJSON (EPSG:4326, x/y)."""

    layer: Layer
    features: list[dict[str, Any]]


def write_html(request: HttpRequest, found: list[Found]) -> str:
    """A page that stands by itself, in QGIS's window as in a frame."""
    sections = [
        {
            "info": registry.describe(item.layer, request.user),
            "features": [_shown(request, item.layer, feature) for feature in item.features],
        }
        for item in found
        if item.features
    ]
    return render_to_string("ows/wms/feature_info.html", {"sections": sections}, request)


def write_plain(request: HttpRequest, found: list[Found]) -> str:
    """One value a line; a value's own lines go deeper, so that none passes for another value."""
    lines = []
    for item in found:
        for feature in item.features:
            lines.append(registry.describe(item.layer, request.user).title)
            for field, value in _values(item.layer, feature):
                lines.append(f"  {field.title}: {_LINE_BREAK.sub(_INDENTED, value)}")
            lines.append("")
    return "\n".join(lines) if lines else "No hay elementos en este lugar.\n"


def write_geojson(_request: HttpRequest, found: list[Found]) -> str:
    """A FeatureCollection; an id carries its layer's name."""
    features = [
        feature | {"id": f"{item.layer.name}.{feature['id']}"}
        for item in found
        for feature in item.features
    ]
    collection = {
        "type": "FeatureCollection",
        # Without it QGIS takes the coordinates for the map's CRS.
        "crs": {"type": "name", "properties": {"name": "EPSG:4326"}},
        "features": features,
    }
    return json.dumps(collection, ensure_ascii=False)


def write_gml(_request: HttpRequest, found: list[Found]) -> str:
    """A WFS 1.0 FeatureCollection with GML 2 geometries (EPSG:4326, x/y)."""
    root = etree.Element(
        f"{{{_WFS}}}FeatureCollection", nsmap={"wfs": _WFS, "gml": _GML, PREFIX: NAMESPACE}
    )
    etree.SubElement(
        etree.SubElement(root, f"{{{_GML}}}boundedBy"), f"{{{_GML}}}null"
    ).text = "unknown"
    for item in found:
        for feature in item.features:
            member = etree.SubElement(root, f"{{{_GML}}}featureMember")
            _add_gml(member, item.layer, feature)
    return etree.tostring(root, encoding="unicode")


def _add_gml(parent: _Element, layer: Layer, feature: dict[str, Any]) -> None:
    # Of a name with a colon, as the suites' own layers have, the rest is an element's.
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}{layer.name.rpartition(':')[2]}")
    element.set("fid", clean(f"{layer.name}.{feature['id']}"))
    for field in layer.fields:
        value = feature["properties"][field.name]
        if value is not None:
            text = value if isinstance(value, str) else json.dumps(value)
            etree.SubElement(element, f"{{{NAMESPACE}}}{field.name}").text = clean(text)
    if feature["geometry"]:
        geometry = GEOSGeometry(json.dumps(feature["geometry"])).ogr.gml
        holder = etree.SubElement(element, f"{{{NAMESPACE}}}{GEOMETRY_PROPERTY}")
        wrapped = etree.fromstring(f'<x xmlns:gml="{_GML}">{geometry}</x>')
        wrapped[0].set("srsName", "EPSG:4326")
        holder.append(wrapped[0])


def _shown(request: HttpRequest, layer: Layer, feature: dict[str, Any]) -> dict[str, Any]:
    properties = feature["properties"]
    ubigeo = next((properties[n] for n in _UBIGEO_FIELDS if properties.get(n)), None)
    return {
        "title": properties.get(layer.title_field) or layer.title,
        "place": ubigeo and request.build_absolute_uri(on_site(f"/t/{ubigeo}/")),
        "is_sample": properties.get("is_sample") is True,
        "values": _values(layer, feature),
    }


def _values(layer: Layer, feature: dict[str, Any]) -> list[tuple[Field, str]]:
    """What the feature has a value for, as a person reads it."""
    return [
        (field, display(field, feature["properties"][field.name]))
        for field in layer.fields
        if feature["properties"][field.name] not in (None, "")
    ]
