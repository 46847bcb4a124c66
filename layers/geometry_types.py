"""The types of geometry that a layer may have (OGC 06-103r4, simple features), and none."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django.contrib.gis.db.models import GeometryField
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from layers.expressions import Sql


class GeometryType(StrEnum):
    """What a layer's geometries are; ``GEOMETRY`` may be any of them, row by row."""

    POINT = "Point"
    LINE_STRING = "LineString"
    POLYGON = "Polygon"
    MULTI_POINT = "MultiPoint"
    MULTI_LINE_STRING = "MultiLineString"
    MULTI_POLYGON = "MultiPolygon"
    GEOMETRY_COLLECTION = "GeometryCollection"
    GEOMETRY = "Geometry"
    NONE = ""

    @property
    def dimensions(self) -> tuple[int, ...]:
        """0 for points, 1 for lines, 2 for polygons: those that may occur."""
        return _DIMENSIONS.get(self, (0, 1, 2))

    @property
    def is_mixed(self) -> bool:
        """Whether points, lines and polygons may lie together, even in one row."""
        return len(self.dimensions) > 1

    @property
    def is_single(self) -> bool:
        """Whether a geometry has one part."""
        return self in (GeometryType.POINT, GeometryType.LINE_STRING, GeometryType.POLYGON)

    @property
    def label(self) -> str | Promise:
        """What a person calls it."""
        return _LABELS[self]


_LABELS: dict[GeometryType, str | Promise] = {
    GeometryType.POINT: _("punto"),
    GeometryType.LINE_STRING: _("línea"),
    GeometryType.POLYGON: _("polígono"),
    GeometryType.MULTI_POINT: _("multipunto"),
    GeometryType.MULTI_LINE_STRING: _("multilínea"),
    GeometryType.MULTI_POLYGON: _("multipolígono"),
    GeometryType.GEOMETRY_COLLECTION: _("colección de geometrías"),
    GeometryType.GEOMETRY: _("de cualquier clase"),
    GeometryType.NONE: _("ninguna"),
}

_DIMENSIONS: dict[GeometryType, tuple[int, ...]] = {
    GeometryType.POINT: (0,),
    GeometryType.MULTI_POINT: (0,),
    GeometryType.LINE_STRING: (1,),
    GeometryType.MULTI_LINE_STRING: (1,),
    GeometryType.POLYGON: (2,),
    GeometryType.MULTI_POLYGON: (2,),
    GeometryType.NONE: (),
}


def without_geometry(rows: QuerySet[Any], srid: int = 4326) -> QuerySet[Any]:
    """The rows of a table without geometry, with one called ``geom`` that is always null.

    So a layer of ``GeometryType.NONE`` is asked, filtered and written as any other.
    """
    null = f"NULL::geometry(Geometry, {srid:d})"
    annotated: QuerySet[Any] = rows.annotate(geom=Sql(null, output_field=GeometryField(srid=srid)))
    return annotated
