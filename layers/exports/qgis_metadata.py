"""What a file says of itself in the form that QGIS shows as a layer's metadata."""

from __future__ import annotations

from xml.sax.saxutils import escape

from layers.exports.statement import Statement


def qgis_document(said: Statement) -> str:
    """QgsLayerMetadata as XML (QGIS's resources/qgis-resource-metadata.xsd)."""
    return (
        '<!DOCTYPE qgis PUBLIC "http://mrcc.com/qgis.dtd" "SYSTEM">\n'
        '<qgis version="3.22.0">'
        f"<identifier>{escape(said.name)}</identifier><parentidentifier/><language>es</language>"
        f"<type>dataset</type><title>{escape(said.title)}</title>"
        f"<abstract>{escape(said.text())}</abstract>"
        f"<license>{escape(said.licence)}</license><rights>{escape(said.attribution)}</rights>"
        f"<history>{escape(said.source)}</history><links/><encoding>UTF-8</encoding><extent/>"
        "</qgis>"
    )
