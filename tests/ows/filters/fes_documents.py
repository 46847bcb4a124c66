"""Pieces of FES 2.0 and Filter 1.1 documents, and the rows that they select."""

from __future__ import annotations

from layers.filters.compiler import apply_filter
from ows.filters.fes20 import parse_fes20
from tests.layers.filters.sample import LAYER, USER

FES = (
    'xmlns:fes="http://www.opengis.net/fes/2.0" xmlns:gml="http://www.opengis.net/gml/3.2" '
    'xmlns:ta="urn:x-territorio-abierto:ta:1"'
)
OGC = (
    'xmlns:ogc="http://www.opengis.net/ogc" xmlns:gml="http://www.opengis.net/gml" '
    'xmlns:ta="urn:x-territorio-abierto:ta:1"'
)


def fes(body: str) -> str:
    return f"<fes:Filter {FES}>{body}</fes:Filter>"


def ogc(body: str) -> str:
    return f"<ogc:Filter {OGC}>{body}</ogc:Filter>"


def ref(name: str) -> str:
    return f"<fes:ValueReference>{name}</fes:ValueReference>"


def lit(value: str) -> str:
    return f"<fes:Literal>{value}</fes:Literal>"


def envelope(lower: str, upper: str, srs: str | None = "urn:ogc:def:crs:EPSG::4326") -> str:
    name = f' srsName="{srs}"' if srs else ""
    return (
        f"<gml:Envelope{name}><gml:lowerCorner>{lower}</gml:lowerCorner>"
        f"<gml:upperCorner>{upper}</gml:upperCorner></gml:Envelope>"
    )


def compared(name: str, reference: str = "ta:people", value: str = "5", more: str = "") -> str:
    return f"<fes:{name}{more}>{ref(reference)}{lit(value)}</fes:{name}>"


POLYGON = (
    "<gml:Polygon{srs}><gml:exterior><gml:LinearRing><gml:posList>{places}</gml:posList>"
    "</gml:LinearRing></gml:exterior></gml:Polygon>"
)


def selected(document: str) -> list[str]:
    """The keys of the sample's departments for which the filter is true, in order."""
    rows = LAYER.rows(USER).filter(level="department")
    found = apply_filter(rows, parse_fes20(document, LAYER), LAYER)
    return sorted(found.values_list("pk", flat=True))
