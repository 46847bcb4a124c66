"""GML geometries of a filter as literals of the tree."""

from __future__ import annotations

import copy
import json
import math
from typing import Any

import shapely
from lxml import etree

from layers.errors import InvalidFilter, InvalidGeometry
from layers.geometry_in import geometry_from_gml
from layers.layer import Layer
from ows import crs
from ows.crs import Protocol, WireCrs, parse_crs
from ows.filters.geometries import box
from ows.xml import children, local_name

# Rectangles: GML 3's and GML 2's.
_BOXES = ("Envelope", "Box")


def geometry_literal(element: etree._Element, layer: Layer) -> dict[str, Any]:
    """The literal of a GML geometry or rectangle.

    Without a ``srsName`` it is in the type's DefaultCRS, in the authority's axis order. Raises
    InvalidFilter, InvalidGeometry, and UnknownCrs for a CRS that the layer isn't offered in.
    """
    if local_name(element) in _BOXES:
        name = element.get("srsName") or _first_srs_name(element)
        try:
            return box(_corners(element), _crs(name, layer))
        except ValueError as error:
            raise InvalidFilter(str(error)) from None
    plain = copy.deepcopy(element)
    wire = _with_plain_names(plain, layer)
    try:
        geometry = geometry_from_gml(
            etree.tostring(plain, encoding="unicode", with_tail=False), wire.srid
        )
    except InvalidGeometry as error:
        raise InvalidFilter(error.message) from None
    shape = shapely.from_wkb(bytes(geometry.wkb))
    literal: dict[str, Any] = json.loads(shapely.to_geojson(shape))
    return literal | {"srid": wire.srid}


def _crs(name: str | None, layer: Layer) -> WireCrs:
    return parse_crs(name or crs.urn(layer.srid), Protocol.WFS, layer.srids, parameter="srsName")


def _with_plain_names(root: etree._Element, layer: Layer) -> WireCrs:
    """Write every srsName in the two forms whose order PostGIS knows; gives the root's CRS."""
    wire = _crs(root.get("srsName") or _first_srs_name(root), layer)
    for element in root.iter(tag=etree.Element):
        name = element.get("srsName")
        if name is not None or element is root:
            own = wire if name is None else _crs(name, layer)
            plain = crs.urn(own.srid) if own.swap else crs.code(own.srid)
            element.set("srsName", plain)
    return wire


def _first_srs_name(root: etree._Element) -> str | None:
    """The CRS of the first member that names one: some clients name it there only."""
    for element in root.iter(tag=etree.Element):
        if name := element.get("srsName"):
            return str(name)
    return None


def _corners(element: etree._Element) -> list[float]:
    """The numbers of the two corners: lowerCorner and upperCorner, pos, coordinates or coord."""
    words: list[str] = []
    for child in children(element):
        if local_name(child) == "coord":
            words += [text for axis in children(child) for text in (axis.text or "").split()]
        elif local_name(child) in ("lowerCorner", "upperCorner", "pos", "coordinates"):
            words += (child.text or "").replace(",", " ").split()
    try:
        numbers = [float(word) for word in words if "_" not in word]
    except ValueError:
        numbers = []
    if len(numbers) not in (4, 6) or not all(map(math.isfinite, numbers)):
        raise ValueError("Un gml:Envelope tiene dos esquinas.")
    return numbers
