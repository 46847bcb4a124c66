"""Features as placemarks of KML 2.2 written by PostGIS (OGC 07-147r2); always EPSG:4326."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.gis.db.models import GeometryField
from django.db.models import Expression, F
from django.db.models.expressions import Combinable

from layers.encodings.base import coordinate_digits, geometry_in, key_text
from layers.encodings.csv import plain_text
from layers.encodings.gml32 import escaped
from layers.encodings.records import Column, list_text
from layers.expressions import Sql, TextOf
from layers.fields import FieldType

if TYPE_CHECKING:
    from layers.query import FeatureQuery


@dataclass(frozen=True)
class KmlEncoding:
    """One ``Placemark`` a row, called by the layer's title field; missing values are left out.

    ``schema`` is the id of the document's Schema, ``style`` of its Style.
    """

    columns: tuple[Column, ...]
    schema: str
    style: str

    def row(self, query: FeatureQuery) -> Expression:
        """The placemark as XML text, with characters in it that XML forbids."""
        title = query.layer.field(query.layer.title_field).path
        name = Sql("COALESCE({0}, '')", escaped(Sql("CAST({0} AS text)", F(title))))
        parts: list[str | Combinable] = [f'<Placemark id="{query.layer.name}.']
        parts += [escaped(key_text(query)), '"><name>', name, "</name>"]
        parts.append(f"<styleUrl>#{self.style}</styleUrl>")
        parts.append(f'<ExtendedData><SchemaData schemaUrl="#{self.schema}">')
        parts += map(_data, self.columns)
        parts.append("</SchemaData></ExtendedData>")
        if query.with_geometry and query.layer.has_geometry:
            parts.append(_geometry(query))
        return TextOf([*parts, "</Placemark>\n"])


def _data(column: Column) -> Combinable:
    opening = f'<SimpleData name="{column.name}">'
    text = f"COALESCE('{opening}' || {{0}} || '</SimpleData>', '')"
    if column.field.type is FieldType.STRING:
        return Sql(text, escaped(column.value))
    if column.field.type is FieldType.INTEGER_LIST:
        return Sql(text, list_text(column.value))
    return Sql(text, plain_text(column))


def _geometry(query: FeatureQuery) -> Combinable:
    """Of a collection its parts, since PostGIS writes none; what is empty is left out."""
    digits = coordinate_digits(query.srid)
    shape = geometry_in(query)
    if not query.layer.shape_type.is_mixed:
        return Sql(f"COALESCE({_kml('{0}', digits)}, '')", shape)
    field = GeometryField(srid=query.srid)
    parts = f"SELECT string_agg(ST_AsKML(part.geom, {digits:d}), '' ORDER BY part.path)"
    parts += " FROM ST_Dump({0}) AS part WHERE NOT ST_IsEmpty(part.geom)"
    multi = f"'<MultiGeometry>' || ({parts}) || '</MultiGeometry>'"
    is_one = "GeometryType({0}) <> 'GEOMETRYCOLLECTION'"
    both = f"CASE WHEN {is_one} THEN {_kml('{0}', digits)} ELSE {multi} END"
    return Sql(f"COALESCE({both}, '')", Sql("{0}", shape, output_field=field))


def _kml(geometry: str, digits: int) -> str:
    return f"CASE WHEN NOT ST_IsEmpty({geometry}) THEN ST_AsKML({geometry}, {digits:d}) END"
