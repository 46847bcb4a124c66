"""From the suite's archive into the test instance's tables."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import geopandas
import pandas as pd
import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.db import connection

from layers import versions
from tests.cite.layers import layers
from tests.cite.tables import TABLES, Table, field_name

INNER = "data-wms-1.3.0.zip"
_PARTS = (".shp", ".shx", ".dbf", ".prj")


def load(archive: Path, prefix: str) -> dict[str, int]:
    """Makes the tables anew and fills them; the number of rows of each.

    ``archive`` is the suite's zip of shapefiles, or pyogctest's wheel, which holds it.

    Raises:
        KeyError: a shapefile of the data set is missing, which the error names.
    """
    with tempfile.TemporaryDirectory(prefix="cite-") as directory:
        _unpack(archive.read_bytes(), Path(directory))
        counts = {table.name: _fill(table, Path(directory)) for table in TABLES}
    versions.bump(*(layer.name for layer in layers(prefix)))
    return counts


def _unpack(content: bytes, into: Path) -> None:
    """The shapefiles' parts, in lower case: the archive spells one of them in two ways."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        inner = [name for name in archive.namelist() if name.endswith(INNER)]
        if inner:
            _unpack(archive.read(inner[0]), into)
            return
        for name in archive.namelist():
            path = Path(name)
            if path.suffix.lower() in _PARTS:
                (into / path.name.lower()).write_bytes(archive.read(name))


def _fill(table: Table, directory: Path) -> int:
    path = directory / f"{table.name.lower()}.shp"
    if not path.exists():
        raise KeyError(f"{table.name}.shp")
    frame = geopandas.read_file(path)
    frame.columns = [str(column).lower() for column in frame.columns]
    rows = [table.model(**_values(table, record)) for record in frame.to_dict("records")]
    with connection.schema_editor() as editor:
        editor.execute(f"DROP TABLE IF EXISTS {table.model._meta.db_table}")
        editor.create_model(table.model)
        editor.execute(f"GRANT SELECT ON {table.model._meta.db_table} TO PUBLIC")
    table.model._default_manager.bulk_create(rows)
    return len(rows)


def _values(table: Table, record: dict[str, Any]) -> dict[str, Any]:
    shape = record["geometry"]
    if table.geometry.startswith("Multi") and not shape.geom_type.startswith("Multi"):
        shape = getattr(shapely, table.geometry)([shape])
    values: dict[str, Any] = {"geom": GEOSGeometry(shape.wkt, srid=4326)}
    for column in table.columns:
        value = record[column]
        values[field_name(column)] = None if pd.isna(value) or value == "" else value
    if values.get("fid") is not None:
        values["fid"] = str(values["fid"])
    return values
