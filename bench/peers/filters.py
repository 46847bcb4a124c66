"""Filters as the services write them."""

from __future__ import annotations

from bench.peers.peer import Box, Column

_FES = 'xmlns="http://www.opengis.net/fes/2.0" xmlns:gml="http://www.opengis.net/gml/3.2"'


def fes(column: Column, box: Box | None = None) -> str:
    """A Filter Encoding 2.0 of a column, and of a box (degrees) where there is one."""
    equal = (
        f"<PropertyIsEqualTo><ValueReference>{column.name}</ValueReference>"
        f"<Literal>{column.value}</Literal></PropertyIsEqualTo>"
    )
    if box is None:
        return f"<Filter {_FES}>{equal}</Filter>"
    west, south, east, north = box
    within = (
        "<BBOX><ValueReference>geom</ValueReference>"
        '<gml:Envelope srsName="urn:ogc:def:crs:EPSG::4326">'
        f"<gml:lowerCorner>{south!r} {west!r}</gml:lowerCorner>"
        f"<gml:upperCorner>{north!r} {east!r}</gml:upperCorner></gml:Envelope></BBOX>"
    )
    return f"<Filter {_FES}><And>{equal}{within}</And></Filter>"
