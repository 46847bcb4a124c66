"""Lines of the rows that have a shape of one kind, for formats whose files hold one kind each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from django.contrib.gis.db.models import GeometryField
from django.db.models import Expression
from django.db.models.expressions import Combinable

from layers.encodings.base import geometry_in
from layers.encodings.csv import CsvEncoding, Shape
from layers.expressions import Sql
from layers.query import FeatureQuery


class ShapeKind(Enum):
    """PostGIS's number of the kind (ST_CollectionExtract), or none of them."""

    NOTHING = 0
    POINTS = 1
    LINES = 2
    POLYGONS = 3


@dataclass(frozen=True)
class ShapesEncoding:
    """The lines of ``lines`` with the geometry's parts of one kind; NULL where it has none.

    A row that has several kinds has a line in the file of each.
    """

    lines: CsvEncoding
    kind: ShapeKind

    def row(self, query: FeatureQuery) -> Expression:
        """The line as text, or NULL."""
        if self.kind is ShapeKind.NOTHING:
            line = replace(self.lines, shape=Shape.NONE).row(query)
            return Sql(f"CASE WHEN {has_kind(self.kind)} THEN {{1}} END", geometry_in(query), line)
        line = replace(self.lines, geometry=self._parts).row(query)
        return Sql(f"CASE WHEN {has_kind(self.kind)} THEN {{1}} END", geometry_in(query), line)

    def _parts(self, query: FeatureQuery) -> Combinable:
        field = GeometryField(srid=query.srid)
        return Sql(parts_of(self.kind), geometry_in(query), output_field=field)


def parts_of(kind: ShapeKind) -> str:
    """SQL for the parts of one kind of ``{0}``, as a multi-geometry."""
    return f"ST_CollectionExtract(ST_ForceCollection({{0}}), {kind.value:d})"


def has_kind(kind: ShapeKind) -> str:
    """SQL for whether ``{0}`` has any of the kind."""
    if kind is ShapeKind.NOTHING:
        return "({0} IS NULL OR ST_IsEmpty({0}))"
    return f"(NOT ST_IsEmpty({parts_of(kind)}))"
