"""Geometries that come in as GML, read by PostGIS."""

from __future__ import annotations

import math
from pathlib import Path

from django.contrib.gis.geos import GEOSException, GEOSGeometry
from django.db import DataError, InternalError, connection, transaction
from lxml import etree

from layers import xml_bounds
from layers.errors import InvalidGeometry

_SQL = (Path(__file__).parent / "geometry_in.sql").read_text(encoding="utf-8")
# All that PostGIS's reader looks at, but for xlink:href: PostGIS 3.3.2 answers a reference
# to an id that isn't there with a segmentation fault, which takes the whole server down.
_ATTRIBUTES = frozenset({"srsName", "srsDimension", "dimension", "decimal", "cs", "ts"})
_EAST_FIRST, _BY_AUTHORITY = "EPSG:{}", "urn:ogc:def:crs:EPSG::{}"
_XLINK = "{http://www.w3.org/1999/xlink}"


def geometry_from_gml(gml: str, srid: int) -> GEOSGeometry:
    """The 2D geometry of a GML element, in the CRS ``srid``.

    A ``srsName`` must be of ``srid`` and gives the axis order by its form: ``EPSG:<srid>`` is
    x/y, ``urn:ogc:def:crs:EPSG::<srid>`` the authority's; without one, x/y. Raises
    InvalidGeometry.
    """
    text = _harmless(gml, srid)
    try:
        # A savepoint, so that a bad geometry does not end the caller's transaction.
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_SQL, [text, srid])
            (ewkb,) = cursor.fetchone()
        geometry = GEOSGeometry(memoryview(ewkb or b""))
    except (DataError, InternalError, GEOSException, ValueError):
        raise InvalidGeometry("La geometría GML no es válida.") from None
    if geometry.empty or not all(map(math.isfinite, geometry.extent)):
        raise InvalidGeometry("La geometría GML está vacía o no es finita.")
    return geometry


def _harmless(gml: str, srid: int) -> str:
    """The same element with nothing that PostGIS misreads or need not see."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
    try:
        data = gml.encode()
        xml_bounds.check(data)
        root = etree.fromstring(data, parser)
    except xml_bounds.ExcessiveXml as error:
        raise InvalidGeometry(str(error)) from None
    except (etree.XMLSyntaxError, ValueError):
        raise InvalidGeometry("La geometría GML no está bien formada.") from None
    for element in root.iter(tag=etree.Element):
        # PostGIS would label other coordinates with this SRID as they are.
        if element.get("srsName", _EAST_FIRST.format(srid)) not in (
            _EAST_FIRST.format(srid),
            _BY_AUTHORITY.format(srid),
        ):
            raise InvalidGeometry("La geometría GML está en otro sistema de coordenadas.")
        for name in list(element.attrib):
            if str(name).startswith(_XLINK):
                raise InvalidGeometry("Una geometría GML no puede referirse a otra (xlink).")
            if name not in _ATTRIBUTES:
                del element.attrib[name]
        # It takes no tab or line break between coordinates.
        element.text = " ".join((element.text or "").split())
    return etree.tostring(root, encoding="unicode", with_tail=False)
