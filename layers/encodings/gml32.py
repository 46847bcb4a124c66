"""GML 3.2 features written by PostGIS (OGC 07-036; as members of WFS 2.0 collections).

Two things are left for ``finished``, which makes the database's text XML. PostGIS gives every
part of a multi-geometry the same gml:id, so the id it is given ends with a mark that becomes a
number, one a part. And the control characters that XML can't hold are taken out there, in a
tenth of the time that SQL needs. The mark holds one of them, so that a glance at the least byte
says whether there is anything to do.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Expression, F, Value
from django.db.models.expressions import Combinable

from layers.days import OFFSET
from layers.encodings.base import coordinate_digits, geometry_in, key_text
from layers.encodings.xml_text import has_controls, without_controls, without_non_characters
from layers.expressions import Sql, TextOf
from layers.fields import Field, FieldType
from layers.layer import GEOMETRY_PROPERTY

if TYPE_CHECKING:
    from layers.query import FeatureQuery

# The first of its two characters is escaped in all text, so none can hold the mark.
_ID_MARK, _ID_END = "<\x01", '"'
_MARKED = (_ID_MARK + _ID_END).encode()

# ST_AsGML's options: srsName as urn, no srsDimension (all is 2D), LineString instead of Curve.
_URN, _NO_DIMENSION, _LINE_STRING, _SWAP = 1, 2, 4, 16


@dataclass(frozen=True)
class GML32Encoding:
    """One ``wfs:member`` a row; NULL fields are nil, empty geometries have no element.

    ``srs_name`` is written as it stands; ``swap_axes`` writes north before east. Properties
    are in the namespace that the document binds to ``prefix``.
    """

    srs_name: str
    swap_axes: bool
    prefix: str = "ta"

    def row(self, query: FeatureQuery) -> Expression:
        """The member as XML text; gml:id is ``<layer>.<key>``."""
        name = f"{self.prefix}:{query.layer.name}"
        parts: list[str | Combinable] = [
            f'<wfs:member><{name} gml:id="{query.layer.name}.',
            key_text(query),
            '">',
        ]
        if query.with_geometry:
            parts.append(self._element(GEOMETRY_PROPERTY, self.geometry(query)))
        parts += map(self._field, query.selected_fields)
        return TextOf([*parts, f"</{name}></wfs:member>"])

    def geometry(self, query: FeatureQuery) -> Combinable:
        """The geometry's GML, ids of parts unfinished; NULL where there is none or it is empty."""
        flags = _URN | _NO_DIMENSION | _LINE_STRING | (_SWAP if self.swap_axes else 0)
        # A geometry of a single part needs no number but the first.
        number = "1" if query.layer.shape_type.is_single else _ID_MARK
        id_ = TextOf([f"{query.layer.name}.", key_text(query), f".{number}"])
        digits = coordinate_digits(query.srid)
        gml = f"ST_AsGML(3, {{0}}, {digits:d}, {flags:d}, 'gml', {{1}})"
        urn = f"urn:ogc:def:crs:EPSG::{query.srid:d}"
        if self.srs_name == urn:
            return Sql(gml, geometry_in(query), id_)
        # No text of the feature is inside, so this can only meet the srsName.
        return Sql(
            f"replace({gml}, 'srsName=\"{urn}\"', {{2}})",
            geometry_in(query),
            id_,
            Value(f'srsName="{self.srs_name}"'),
        )

    def _element(self, name: str, text: Combinable, otherwise: str = "") -> Combinable:
        tag = f"{self.prefix}:{name}"
        return Sql(f"COALESCE('<{tag}>' || {{0}} || '</{tag}>', '{otherwise}')", text)

    def _field(self, field: Field) -> Combinable:
        """Nil where there is no value, as the schema declares: so PropertyIsNil finds it."""
        nil = f'<{self.prefix}:{field.name} xsi:nil="true"/>'
        return self._element(field.name, xml_value(field.path, field.type), nil)


@dataclass(frozen=True)
class GML32Values:
    """One ``wfs:member`` a row with a single property in it (WFS 2.0 GetPropertyValue).

    Without ``property`` the value is the feature's gml:id.
    """

    encoding: GML32Encoding
    property: str | None

    def row(self, query: FeatureQuery) -> Expression:
        """The member as XML text."""
        if self.property is None:
            value: list[str | Combinable] = [f"{query.layer.name}.", key_text(query)]
            return TextOf(["<wfs:member>", *value, "</wfs:member>"])
        tag = f"{self.encoding.prefix}:{self.property}"
        if self.property == GEOMETRY_PROPERTY:
            text = self.encoding.geometry(query)
        else:
            field = query.layer.field(self.property)
            text = xml_value(field.path, field.type)
        present = Sql("COALESCE({0}, '')", text)
        return TextOf([f"<wfs:member><{tag}>", present, f"</{tag}></wfs:member>"])


def xml_value(path: str, type_: FieldType) -> Combinable:
    """A field's value as escaped XML text in its XSD type's form; NULL stays NULL."""
    value = F(path)
    if type_ is FieldType.STRING:
        return escaped(value)
    if type_ is FieldType.INTEGER_LIST:
        return Sql("array_to_string({0}, ',')", value)
    if type_ is FieldType.DATETIME:  # XSD's zoned dateTime, always with milliseconds
        return Sql("to_char({0} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')", value)
    if type_ is FieldType.DATE:  # the day's first moment, since no client keeps a date's zone
        return Sql(f"to_char({{0}}, 'YYYY-MM-DD\"T00:00:00{OFFSET}\"')", value)
    if type_ is FieldType.NUMBER:
        return Sql("replace(CAST({0} AS text), 'Infinity', 'INF')", value)
    return Sql("CAST({0} AS text)", value)


def escaped(text: Combinable) -> Combinable:
    """Text as XML character data.

    A carriage return is written as a reference, since a parser would turn it into a line
    feed (XML 1.0 §2.11).
    """
    return Sql(
        "replace(replace(replace(replace({0}, '&', '&amp;'), '<', '&lt;'), '>', '&gt;'), "
        "chr(13), '&#13;')",
        text,
    )


def finished(rows: Iterable[bytes]) -> bytes:
    """The rows' text as XML: each one's geometries' ids numbered, forbidden characters out.

    Of many rows at once: done one by one it takes as long as their SQL.
    """
    rows = tuple(rows)
    text = b"".join(rows)
    if has_controls(text):
        text = without_controls(b"".join(map(_numbered, rows)))
    return without_non_characters(text)


def _numbered(row: bytes) -> bytes:
    """The row with its geometries' ids numbered from 1."""
    first, *parts = row.split(_MARKED)
    numbered = [first]
    for number, part in enumerate(parts, 1):
        numbered += [b'%d"' % number, part]
    return b"".join(numbered)
