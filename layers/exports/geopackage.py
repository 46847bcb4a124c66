"""GeoPackage 1.3 (OGC 12-128r18), in the CRS asked for, with what it says of itself inside.

QGIS shows that as the layer's metadata, any other program finds it in ``gpkg_metadata``.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from layers.exports import arrow
from layers.exports.export import Export, Pieces
from layers.exports.qgis_metadata import qgis_document
from layers.exports.spatial import write_layer
from layers.exports.statement import Statement
from layers.exports.streaming import Spooled

_ISO_INSTANT = "%Y-%m-%dT%H:%M:%S.000Z"
# What QGIS looks for (QgsMapLayer.saveDefaultMetadata).
_QGIS_STANDARD = "http://mrcc.com/qgis.dtd"
_TEXT_STANDARD = "https://www.geopackage.org/spec/"


def write(export: Export) -> Pieces:
    """Spooled: a database is written all over."""
    return Spooled(lambda folder: _made(export, folder / f"{export.stem}.gpkg"))


def _made(export: Export, path: Path) -> Path:
    query, said = export.query, export.statement
    fields = {column.name: column.field for column in export.columns}
    schema = arrow.schema(fields, with_geometry=export.has_geometry)
    encoding = arrow.encoding(export.columns, with_geometry=export.has_geometry)
    with export.stream(encoding) as rows:
        write_layer(
            path,
            arrow.batches(rows, schema),
            schema,
            driver="GPKG",
            layer=query.layer.name,
            geometry_type=_geometry_type(export),
            srid=query.srid,
            FID=_free("fid", set(fields)),
            GEOMETRY_NAME=_free("geom", set(fields)),
            IDENTIFIER=said.title,
            DESCRIPTION=said.text(),
        )
    _describe(path, said)
    return path


def _geometry_type(export: Export) -> str | None:
    """GDAL's name of the layer's type: ``Unknown`` takes any."""
    if not export.has_geometry:
        return None
    type_ = export.query.layer.shape_type
    return "Unknown" if type_.value == "Geometry" else type_.value


def _free(name: str, taken: set[str]) -> str:
    """SQLite's names don't tell cases apart."""
    lower = {item.lower() for item in taken}
    while name in lower:
        name += "_"
    return name


_METADATA = """
CREATE TABLE IF NOT EXISTS gpkg_metadata (
  id INTEGER CONSTRAINT m_pk PRIMARY KEY ASC NOT NULL,
  md_scope TEXT NOT NULL DEFAULT 'dataset',
  md_standard_uri TEXT NOT NULL,
  mime_type TEXT NOT NULL DEFAULT 'text/xml',
  metadata TEXT NOT NULL DEFAULT '');
CREATE TABLE IF NOT EXISTS gpkg_metadata_reference (
  reference_scope TEXT NOT NULL,
  table_name TEXT, column_name TEXT, row_id_value INTEGER,
  timestamp DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  md_file_id INTEGER NOT NULL, md_parent_id INTEGER,
  CONSTRAINT crmr_mfi_fk FOREIGN KEY (md_file_id) REFERENCES gpkg_metadata(id),
  CONSTRAINT crmr_mpi_fk FOREIGN KEY (md_parent_id) REFERENCES gpkg_metadata(id));
CREATE TABLE IF NOT EXISTS gpkg_extensions (
  table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL,
  scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
"""
# The tables and the extension's name by OGC 12-128r18, annex F.8.
_EXTENSION = "http://www.geopackage.org/spec121/#extension_metadata"


def _describe(path: Path, said: Statement) -> None:
    """What the file says of itself, as text and in QGIS's form, for the table it is of."""
    with closing(sqlite3.connect(path)) as database, database:
        database.executescript(_METADATA)
        for table in ("gpkg_metadata", "gpkg_metadata_reference"):
            database.execute(
                "INSERT OR IGNORE INTO gpkg_extensions VALUES (?, NULL, 'gpkg_metadata', ?, "
                "'read-write')",
                (table, _EXTENSION),
            )
        documents = (
            (_TEXT_STANDARD, "text/plain", said.text()),
            (_QGIS_STANDARD, "text/xml", qgis_document(said)),
        )
        for standard, mime_type, text in documents:
            inserted = database.execute(
                "INSERT INTO gpkg_metadata (md_scope, md_standard_uri, mime_type, metadata) "
                "VALUES ('dataset', ?, ?, ?)",
                (standard, mime_type, text),
            )
            database.execute(
                "INSERT INTO gpkg_metadata_reference (reference_scope, table_name, timestamp, "
                "md_file_id) VALUES ('table', ?, ?, ?)",
                (said.name, said.made_at.strftime(_ISO_INSTANT), inserted.lastrowid),
            )
