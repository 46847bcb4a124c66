"""KML 2.2 (OGC 07-147r2): placemarks in one document that says what it is."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape as html_escape
from xml.sax.saxutils import escape, quoteattr

from layers.encodings.kml import KmlEncoding
from layers.encodings.records import Column
from layers.encodings.xml_text import printable
from layers.exports.export import Export, Pieces
from layers.exports.streaming import Streamed
from layers.fields import FieldType

MEDIA_TYPE = "application/vnd.google-earth.kml+xml"
_NAMESPACE = "http://www.opengis.net/kml/2.2"
_STYLE = "style"
# KML's colours are opacity, blue, green, red. The site's own blue; a fact is plain, what is only
# an example is orange, as the site's notes on examples are.
_FACT, _SAMPLE = "8a4f0b", "0f48a3"
# OGC 07-147r2, 9.8.4: days and moments are texts.
_TYPES = {FieldType.INTEGER: "double", FieldType.NUMBER: "double", FieldType.BOOLEAN: "bool"}


def write(export: Export) -> Pieces:
    """EPSG:4326, as the standard has it."""
    head, schema = _head(export), _schema_id(export)
    rows = export.stream(KmlEncoding(export.columns, schema, _STYLE))

    def pieces(texts: Iterator[bytes]) -> Iterator[bytes]:
        yield printable(head.encode())
        yield from map(printable, texts)
        yield b"</Document></kml>\n"

    return Streamed(rows, pieces)


def _schema_id(export: Export) -> str:
    """An XML id of the document's own, beside those of the placemarks."""
    return f"schema_{export.query.layer.name}"


def _head(export: Export) -> str:
    said = export.statement
    lines = "".join(
        f"<p><b>{html_escape(label)}:</b> {html_escape(text)}</p>" for label, text in said.lines()
    )
    fields = "".join(map(_simple_field, export.columns))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="{_NAMESPACE}">'
        f'<Document id="{said.name}"><name>{escape(said.title)}</name>'
        f"<description>{escape(lines)}</description>"
        f"{_style(_SAMPLE if said.is_sample else _FACT)}"
        f'<Schema name="{said.name}" id="{_schema_id(export)}">{fields}</Schema>\n'
    )


def _simple_field(column: Column) -> str:
    field = column.field
    unit = f" ({field.unit})" if field.unit else ""
    title = escape(f"{field.title}{unit}")
    type_ = _TYPES.get(field.type, "string")
    name = quoteattr(column.name)
    return (
        f'<SimpleField type="{type_}" name={name}><displayName>{title}</displayName></SimpleField>'
    )


def _style(color: str) -> str:
    return (
        f'<Style id="{_STYLE}"><IconStyle><color>ff{color}</color><scale>0.8</scale></IconStyle>'
        f"<LineStyle><color>ff{color}</color><width>2</width></LineStyle>"
        f"<PolyStyle><color>4d{color}</color></PolyStyle></Style>"
    )
