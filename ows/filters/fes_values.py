"""The operands of a FES filter: property names, literals, times, distances."""

from __future__ import annotations

from typing import Any

from lxml import etree

from layers.errors import InvalidFilter, UnknownField
from layers.filters.compiler import FID_PROPERTY
from layers.filters.literals import shown
from layers.layer import GEOMETRY_PROPERTY, Layer
from ows.filters.gml import GML_NAMESPACES, geometry_literal
from ows.xml import children, local_name

REFERENCES = ("ValueReference", "PropertyName")
_UNITS_M = {
    "m": 1.0,
    "metre": 1.0,
    "metres": 1.0,
    "meter": 1.0,
    "meters": 1.0,
    "urn:ogc:def:uom:epsg::9001": 1.0,
    "http://www.opengis.net/def/uom/epsg/0/9001": 1.0,
    "km": 1000.0,
    "kilometers": 1000.0,
}


def expression(element: etree._Element, layer: Layer) -> Any:
    """A property, or a literal's text."""
    name = local_name(element)
    if name in REFERENCES:
        return {"property": property_name(element.text or "", layer)}
    if name != "Literal":
        raise InvalidFilter(f"El filtro no admite «{shown(name)}» como valor.")
    inner = children(element)
    return time(inner[0]) if inner else element.text or ""


def property_name(reference: str, layer: Layer) -> str:
    """The published name of ``name``, ``ta:name``, ``/ta:type/ta:name``, ``@gml:id`` or ``.``.

    The geometry's is ``geom``, also for ``gml:boundedBy`` and ``.``.
    """
    reference = reference.strip()
    steps = [step.rpartition(":")[2].removesuffix("[1]") for step in reference.split("/")]
    *parents, name = [step for step in steps if step] or ["."]
    if set(parents) - {layer.name, "*", "."}:
        raise UnknownField(shown(reference), layer.name, parameter="filter")
    if name in (".", "boundedBy"):
        return GEOMETRY_PROPERTY
    if "@" in reference:
        if name in ("@id", "id"):
            return FID_PROPERTY
        raise UnknownField(shown(reference), layer.name, parameter="filter")
    return name


def is_reference(element: etree._Element) -> bool:
    return local_name(element) in REFERENCES


def spatial_operand(element: etree._Element, layer: Layer) -> dict[str, Any]:
    """The geometry's property or a GML geometry, within a Literal or bare."""
    if is_reference(element):
        return {"property": property_name(element.text or "", layer)}
    if local_name(element) == "Literal" and len(children(element)) == 1:
        (element,) = children(element)
    if etree.QName(element).namespace not in GML_NAMESPACES:
        raise InvalidFilter(f"«{shown(local_name(element))}» no es una geometría GML.")
    return geometry_literal(element, layer)


def temporal_operand(element: etree._Element, layer: Layer) -> Any:
    """A property, a gml:TimeInstant or gml:TimePeriod, or a Literal with one or with text."""
    if is_reference(element):
        return {"property": property_name(element.text or "", layer)}
    if local_name(element) != "Literal":
        return time(element)
    inner = children(element)
    return time(inner[0]) if inner else _instant(element.text or "")


def time(element: etree._Element) -> dict[str, Any]:
    """``{"date"}``, ``{"timestamp"}`` or ``{"interval"}`` of a GML time."""
    name = local_name(element)
    if name == "TimeInstant":
        return _instant(_position(element))
    if name == "TimePeriod":
        ends = children(element)
        if len(ends) != 2:
            raise InvalidFilter("Un gml:TimePeriod tiene un inicio y un fin.")
        return {"interval": [_position(end, open_as="..") for end in ends]}
    raise InvalidFilter(f"El filtro no admite «{shown(name)}» como valor.")


def metres(element: etree._Element) -> float:
    """A Distance in metres."""
    unit = element.get("uom") or element.get("units") or "m"
    try:
        number = float((element.text or "").replace("_", "-"))
        return number * _UNITS_M[unit.lower()]
    except ValueError:
        raise InvalidFilter("La distancia no es un número.") from None
    except KeyError:
        raise InvalidFilter(f"La unidad «{shown(unit)}» no se admite: use m o km.") from None


def _position(element: etree._Element, *, open_as: str = "") -> str:
    """The text of the time position in or below ``element``."""
    for part in element.iter(tag=etree.Element):
        if part.get("indeterminatePosition"):
            return open_as
        if part.text and part.text.strip():
            return part.text.strip()
    return open_as


def _instant(text: str) -> dict[str, Any]:
    text = text.strip()
    return {"timestamp" if "T" in text.upper() else "date": text}
