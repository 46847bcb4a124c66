"""The operands of a FES filter: property names, literals, times, distances."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from layers.errors import InapplicableOperator, InvalidFilter
from layers.filters.compiler import FID_PROPERTY
from layers.filters.literals import shown
from layers.layer import GEOMETRY_PROPERTY, Layer
from ows.filters.gml import geometry_literal
from ows.references import GML_NAMESPACES, Kind, Property, resolve
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


@dataclass(frozen=True)
class Context:
    """What the references of a filter are read by.

    ``namespaces`` are bound outside of the document (KVP's NAMESPACES), prefix → URI.
    """

    layer: Layer
    namespaces: Mapping[str, str]

    def property(self, element: etree._Element) -> Property:
        """What a ValueReference names; the document's own declarations come first."""
        reference = element.text or ""
        scope = dict(self.namespaces)
        if ":" in reference:
            scope |= {prefix: uri for prefix, uri in element.nsmap.items() if prefix}
        return resolve(reference, self.layer, scope, parameter="filter")


def expression(element: etree._Element, context: Context) -> Any:
    """A property, or a literal's text."""
    name = local_name(element)
    if name in REFERENCES:
        return _operand(context.property(element))
    if name != "Literal":
        raise InvalidFilter(f"El filtro no admite «{shown(name)}» como valor.")
    inner = children(element)
    return time(inner[0]) if inner else element.text or ""


def tested_for_null(element: etree._Element, context: Context) -> Any:
    """The operand of PropertyIsNull: no feature carries an envelope, though it has one."""
    if is_reference(element):
        found = context.property(element)
        if found.kind is Kind.ENVELOPE:
            return {"absent": found.name}
    return expression(element, context)


def _operand(found: Property) -> dict[str, Any]:
    if found.kind is Kind.ABSENT:
        return {"absent": found.name}
    if found.kind in (Kind.ENVELOPE, Kind.GEOMETRY):
        return {"property": GEOMETRY_PROPERTY}
    return {"property": FID_PROPERTY if found.kind is Kind.KEY else found.name}


def is_reference(element: etree._Element) -> bool:
    return local_name(element) in REFERENCES


def spatial_operand(element: etree._Element, context: Context) -> dict[str, Any]:
    """The geometry's property or a GML geometry, within a Literal or bare."""
    if is_reference(element):
        found = context.property(element)
        if found.kind is Kind.ABSENT and found.name != "location":
            raise InapplicableOperator(f"«gml:{found.name}» no es una geometría.")
        return _operand(found)
    if local_name(element) == "Literal" and len(children(element)) == 1:
        (element,) = children(element)
    if etree.QName(element).namespace not in GML_NAMESPACES:
        raise InvalidFilter(f"«{shown(local_name(element))}» no es una geometría GML.")
    return geometry_literal(element, context.layer)


def temporal_operand(element: etree._Element, context: Context) -> Any:
    """A property, a gml:TimeInstant or gml:TimePeriod, or a Literal with one or with text."""
    if is_reference(element):
        return _operand(context.property(element))
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
