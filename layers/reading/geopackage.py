"""A GeoPackage is a database that a stranger made: what in it could run is looked at first.

Reading runs no trigger. It does run a view's query, a generated column's expression and the
module of a virtual table, and each of them may be anything: such a file is refused. ``GeoPackage
Encoding Standard`` 1.3.1 has tables only, but for the indexes of the R-tree extension.
"""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

from layers.reading.features import geopackage
from layers.reading.results import SourceError

# What GDAL and QGIS leave in a file beside features: the R-tree's own tables are plain ones.
_RTREE = re.compile(
    r"""create\s+virtual\s+table\s+(?:"(?:[^"]|"")*"|\[[^\]]*\]|`[^`]*`|\w+)\s+using\s+rtree\s*\(""",
    re.IGNORECASE,
)
_VIRTUAL = re.compile(r"create\s+virtual\s+table\b", re.IGNORECASE)
_GENERATED = (2, 3)  # ``hidden`` of PRAGMA table_xinfo
_MAX_TABLES = 2_000
_MAX_LISTED = 3
_CONTENTS = ("gpkg_contents", "gpkg_spatial_ref_sys")
_DAMAGED = (
    "El archivo está dañado o incompleto: no se puede leer como GeoPackage. Descárguelo o "
    "expórtelo de nuevo."
)


def refuse_hostile(path: Path) -> None:
    """Raise SourceError where the file holds what runs by being read, or is no GeoPackage."""
    try:
        with geopackage(path) as database:
            database.execute("PRAGMA trusted_schema = OFF")
            _check(database)
    except sqlite3.Error as error:
        raise SourceError(_DAMAGED) from error


def _check(database: sqlite3.Connection) -> None:
    found = database.execute("SELECT type, name, sql FROM sqlite_master").fetchmany(
        4 * _MAX_TABLES + 1
    )
    tables = {name for kind, name, _sql in found if kind == "table"}
    if len(found) > 4 * _MAX_TABLES or len(tables) > _MAX_TABLES:
        raise SourceError("El GeoPackage tiene demasiadas tablas: exporte la que hace falta.")
    if views := [name for kind, name, _sql in found if kind == "view"]:
        raise SourceError(
            f"El GeoPackage contiene vistas ({_listed(views)}), que ejecutan consultas al leerse: "
            "exporte sus datos a un GeoPackage nuevo."
        )
    missing = [name for name in _CONTENTS if name not in {table.lower() for table in tables}]
    if missing:
        raise SourceError("Es una base SQLite, no un GeoPackage: expórtela como GeoPackage.")
    virtual = [
        name
        for kind, name, sql in found
        if kind == "table" and _VIRTUAL.match(sql or "") and not _RTREE.match(sql or "")
    ]
    if virtual:
        raise SourceError(
            f"El GeoPackage contiene tablas virtuales ({_listed(virtual)}), que ejecutan código al "
            "leerse: exporte sus datos a un GeoPackage nuevo."
        )
    for name in sorted(tables):
        columns = database.execute("SELECT name, hidden FROM pragma_table_xinfo(?)", [name])
        if any(hidden in _GENERATED for _name, hidden in columns):
            raise SourceError(
                f"La tabla «{name[:60]}» tiene columnas calculadas: exporte sus datos a un "
                "GeoPackage nuevo."
            )


def _listed(names: list[str]) -> str:
    more = "…" if len(names) > _MAX_LISTED else ""
    return ", ".join(f"«{name[:60]}»" for name in sorted(names)[:_MAX_LISTED]) + more
