"""The spatial predicates of ECQL, CQL2's elder, as GeoServer's users write them."""

from __future__ import annotations

from typing import Any

from layers.errors import UnknownCrs
from layers.layer import OFFERED_SRIDS
from ows.crs import Protocol, WireCrs, parse_crs
from ows.filters.cql2_tokens import Kind
from ows.filters.wkt import GeometryReader

_OPERATORS = {
    "INTERSECTS": "s_intersects",
    "DISJOINT": "s_disjoint",
    "CONTAINS": "s_contains",
    "WITHIN": "s_within",
    "TOUCHES": "s_touches",
    "CROSSES": "s_crosses",
    "OVERLAPS": "s_overlaps",
    "EQUALS": "s_equals",
    "DWITHIN": "s_dwithin",
    "BEYOND": "s_beyond",
    "BBOX": "s_intersects",
}
_UNITS_M = {"METERS": 1.0, "KILOMETERS": 1000.0, "FEET": 0.3048}


def spatial_predicate(reader: GeometryReader, crs: WireCrs) -> dict[str, Any] | None:
    """``INTERSECTS(geom, …)``, ``BBOX(geom, x1, y1, x2, y2)``, …; None if none comes next."""
    token = reader.token
    name = token.text.upper()
    if name not in _OPERATORS:
        return None
    reader.skip(2)
    args: list[Any] = [reader.geometry_operand()]
    reader.need_symbol(",")
    if name == "BBOX":
        args.append(_box(reader, crs))
    else:
        args.append(reader.geometry_operand())
    if name in ("DWITHIN", "BEYOND"):
        reader.need_symbol(",")
        args.append(_metres(reader))
    reader.need_symbol(")")
    return {"op": _OPERATORS[name], "args": args}


def _box(reader: GeometryReader, crs: WireCrs) -> dict[str, Any]:
    start = reader.token
    numbers = [reader.signed_number()]
    while reader.take_symbol(","):
        token = reader.token
        if token.kind is Kind.STRING:
            reader.skip()
            try:
                crs = parse_crs(token.text, Protocol.WFS, OFFERED_SRIDS, parameter="filter")
            except UnknownCrs as error:
                reader.fail(error.message, token)
            break
        numbers.append(reader.signed_number())
    return reader.box(numbers, crs, start)


def _metres(reader: GeometryReader) -> float:
    distance = reader.number()
    reader.need_symbol(",")
    unit = reader.token.text.upper()
    if unit not in _UNITS_M:
        reader.expected("meters, kilometers o feet")
    reader.skip()
    return distance * _UNITS_M[unit]
