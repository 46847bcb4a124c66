"""What a file holds, before anybody decides what of it is meant."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyproj

from layers.reading.results import SourceError
from layers.reading.spatial.layers_of import Layer, layers_of
from layers.reading.spatial.opening import Kind, Opened, opened_file
from layers.reading.spatial.places import candidates
from layers.reading.spatial.tables import Table, read_table, sheets_of
from layers.reading.text_form import text_form

# So many rows of a table tell its columns' types, and are shown.
_LOOKED_AT = 1_000
_SHOWN = 5
_MAX_LISTED = 200


def describe(path: Path, *, encoding: str = "", separator: str = "") -> dict[str, Any]:
    """Kind, layers or sheets, columns, CRS, numbers and types, as JSON's values.

    ``layers``: name, features, geometry_type, columns (name, type, longest), crs (code, name) or
    None, looks_like_degrees, extent in the file's CRS, left_out. ``sheets``: name, columns,
    examples (rows of texts), candidates (which columns may be x, y, ubigeo, zone), remarks,
    problem (a sentence where it can't be read). ``encoding`` and ``separator`` of a table's text
    (``text_form``). Raises SourceError where the file can't be read.
    """
    with opened_file(path) as opened:
        if opened.kind.is_table:
            with text_form(encoding, separator):
                sheets = _sheets(opened)
            return {"kind": str(opened.kind), "layers": [], "sheets": sheets}
        layers = [_layer(layer) for layer in layers_of(opened)[:_MAX_LISTED]]
        return {"kind": str(opened.kind), "layers": layers, "sheets": []}


def _layer(layer: Layer) -> dict[str, Any]:
    return {
        "name": layer.name,
        "features": layer.features,
        "geometry_type": layer.geometry_type,
        "columns": [column.as_json() for column in layer.columns],
        "crs": crs_as_json(layer.crs),
        "looks_like_degrees": looks_like_degrees(layer.extent),
        "extent": None if layer.extent is None else list(layer.extent),
        "left_out": list(layer.left_out),
    }


def crs_as_json(crs: pyproj.CRS | None) -> dict[str, Any] | None:
    """``{"code": "EPSG:32718" or "", "name": …}``."""
    if crs is None:
        return None
    code = crs.to_epsg()
    return {"code": f"EPSG:{code}" if code else "", "name": crs.name}


def looks_like_degrees(extent: tuple[float, ...] | None) -> bool:
    """Whether coordinates can be nothing else: metres of any projection in use are further."""
    if extent is None:
        return False
    west, south, east, north = extent
    return max(abs(west), abs(east)) <= 180 and max(abs(south), abs(north)) <= 90


def _sheets(opened: Opened) -> list[dict[str, Any]]:
    if opened.kind is Kind.CSV:
        return [_sheet("", read_table(opened.path, most=_LOOKED_AT))]
    found = []
    for name in sheets_of(opened.path)[:_MAX_LISTED]:
        try:
            found.append(_sheet(name, read_table(opened.path, name, most=_LOOKED_AT)))
        except SourceError as error:
            found.append({"name": name, "columns": [], "problem": str(error)})
    readable = [sheet for sheet in found if sheet["columns"]]
    if not readable:
        problems = [str(sheet.get("problem", "")) for sheet in found]
        raise SourceError(problems[0] if problems else "El libro no tiene ninguna hoja.")
    return found


def _sheet(name: str, table: Table) -> dict[str, Any]:
    examples = [table.cells(at) for at in range(min(_SHOWN, len(table.rows)))]
    values = table.values()
    notices = [notice for each in values for notice in each.notices]
    return {
        "name": name,
        "columns": [each.column.as_json() for each in values],
        "examples": [[cell[:200] for cell in cells] for cells in examples],
        "candidates": candidates(table.names),
        "remarks": table.remarks,
        "notices": [[n.row, n.column, n.value, n.reason] for n in notices[:_MAX_LISTED]],
        "problem": "",
    }
