"""All features of a layer, or rows of a table, as any program reads them: lines of JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyproj
import shapely

from layers.reading.progress import rows_read
from layers.reading.results import ChoiceMissing, RowError, SourceError
from layers.reading.spatial.columns import Values
from layers.reading.spatial.describing import crs_as_json, looks_like_degrees
from layers.reading.spatial.geometry import Cleaned, clean
from layers.reading.spatial.layers_of import MAX_FEATURES, Features, Layer, layers_of, read_layer
from layers.reading.spatial.opening import Opened, opened_file
from layers.reading.spatial.places import places_of
from layers.reading.spatial.tables import read_table
from layers.reading.text_form import text_form
from territory import ewkb

FEATURES, NOTICES = "features.jsonl", "notices.jsonl"
MAX_VERTICES = 30_000_000
_AT_ONCE = 5_000
_CRS_UNKNOWN = (
    "El archivo no dice su sistema de coordenadas (¿falta el .prj?): indíquelo, por ejemplo "
    "EPSG:32718."
)


def read(path: Path, chosen: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """Write the features to the folder, and give what is known of them as a whole.

    Args:
        path: the file, whatever it is called.
        chosen: all optional: ``layer``; ``sheet``; ``crs`` in place of the file's own;
            ``max_features``; ``encoding`` and ``separator`` of texts (``text_form``). Of a table
            ``x`` and ``y`` (columns), ``zone`` or ``zone_column`` and ``datum`` of metres; without
            ``x`` and ``y`` its rows have no geometry.
        folder: where ``features.jsonl`` is written, a line each of ``{"row", "geometry",
            "values"}``: the number in the file, the geometry as hexadecimal WKB in EPSG:4326 with
            longitude first or null, the values in the columns' order; and ``notices.jsonl``, a list
            of row, column, value, reason, file, code and is_mended a line.

    Returns:
        kind, layer, columns (name, type, longest), crs, features, without_geometry, types
        (geometry type → number), extent in degrees or None, remarks, notices (how many).

    Raises:
        SourceError: the file can't be taken, or something has to be chosen first.
    """
    with opened_file(path) as opened:
        with text_form(str(chosen.get("encoding") or ""), str(chosen.get("separator") or "")):
            values, cleaned, about = _read(opened, chosen)
        notices = sorted(
            (*cleaned.notices, *(n for each in values for n in each.notices)), key=_row
        )
        _write(values, cleaned, folder / FEATURES)
        _write_notices(notices, folder / NOTICES)
        return {"kind": str(opened.kind)} | about | _summary(values, cleaned, len(notices))


def _read(
    opened: Opened, chosen: Mapping[str, Any]
) -> tuple[tuple[Values, ...], Cleaned, dict[str, Any]]:
    if opened.kind.is_table:
        return _of_table(opened.path, chosen)
    layer = _chosen(layers_of(opened), str(chosen.get("layer") or ""))
    features = read_layer(opened, layer, int(chosen.get("max_features") or MAX_FEATURES))
    return of_layer(features, str(chosen.get("crs") or ""))


def of_layer(
    features: Features, given: str, *, repair: bool = True
) -> tuple[tuple[Values, ...], Cleaned, dict[str, Any]]:
    """A layer's columns, its geometries by the rules, and what is known of both.

    ``given`` is the CRS in place of the file's own. Raises SourceError.
    """
    layer = features.layer
    degrees = pyproj.CRS.from_epsg(4326) if looks_like_degrees(_extent(features)) else None
    crs = _parsed(given) if given else layer.crs or degrees
    if crs is None:
        raise ChoiceMissing(_CRS_UNKNOWN, "crs")
    cleaned = clean(features.wkb, range(1, len(features.wkb) + 1), crs, repair=repair)
    _check_vertices(cleaned.shapes)
    if layer.left_out:
        listed = ", ".join(layer.left_out[:5])
        cleaned.remarks.append(f"Columnas de un tipo que no se lee: {listed}.")
    if "M" in layer.geometry_type.split(" ")[-1] and " " in layer.geometry_type:
        cleaned.remarks.append("Se quitó la medida (M) de las geometrías.")
    if any(word in layer.geometry_type for word in ("Curve", "Circular", "MultiSurface")):
        cleaned.remarks.append("Las curvas se convirtieron en líneas de segmentos rectos.")
    return features.values, cleaned, {"layer": layer.name, "crs": crs_as_json(crs)}


def _extent(features: Features) -> tuple[float, ...] | None:
    if features.layer.extent is not None or features.layer.crs is not None:
        return features.layer.extent
    bounds = shapely.total_bounds(shapely.from_wkb(features.wkb, on_invalid="ignore"))
    return tuple(map(float, bounds)) if np.isfinite(bounds).all() else None


def _of_table(
    path: Path, chosen: Mapping[str, Any]
) -> tuple[tuple[Values, ...], Cleaned, dict[str, Any]]:
    table = read_table(path, str(chosen.get("sheet") or ""))
    shapes = np.full(len(table.rows), None, dtype=object)
    cleaned = Cleaned(shapes, np.asarray(table.rows, dtype=object), remarks=table.remarks)
    about: dict[str, Any] = {"layer": table.sheet, "crs": None}
    if chosen.get("x") and chosen.get("y"):
        places = places_of(table, chosen)
        cleaned.shapes, cleaned.notices = places.shapes, places.notices
        about["crs"] = {"code": "", "name": places.crs}
    return tuple(table.values()), cleaned, about


def _chosen(layers: list[Layer], wanted: str) -> Layer:
    names = ", ".join(f"«{layer.name[:60]}»" for layer in layers[:20])
    # A GPX has five layers, of which most are empty.
    filled = [layer for layer in layers if layer.features] or layers
    found = [layer for layer in layers if layer.name == wanted] if wanted else filled
    if not found:
        raise SourceError(f"No hay una capa «{wanted[:60]}»; hay: {names}.")
    if len(found) > 1:
        offers = [layer.name for layer in found]
        names = ", ".join(f"«{name[:60]}»" for name in offers[:20])
        raise ChoiceMissing(f"El archivo tiene varias capas ({names}): diga cuál.", "layer", offers)
    return found[0]


def _parsed(text: str) -> pyproj.CRS:
    try:
        return pyproj.CRS.from_user_input(text)
    except pyproj.exceptions.CRSError as error:
        raise SourceError(f"«{text[:80]}» no es un sistema de coordenadas conocido.") from error


def _check_vertices(shapes: Any) -> None:
    if shapely.get_num_coordinates(shapes).sum() > MAX_VERTICES:
        raise SourceError(
            f"El archivo tiene más de {MAX_VERTICES // 1_000_000} millones de vértices."
        )


def _write(values: Iterable[Values], cleaned: Cleaned, path: Path) -> None:
    columns = [each.values for each in values]
    encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for start in range(0, len(cleaned.rows), _AT_ONCE):
            end = min(start + _AT_ONCE, len(cleaned.rows))
            geometries = ewkb.written(cleaned.shapes[start:end])
            for at, geometry in zip(range(start, end), geometries, strict=True):
                line = {
                    "row": int(cleaned.rows[at]),
                    "geometry": geometry,
                    "values": [column[at] for column in columns],
                }
                file.write(encode(line) + "\n")
            rows_read(end - start)


def _write_notices(notices: Iterable[RowError], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for n in notices:
            cells = [n.row, n.column, n.value, n.reason, n.file, n.code, n.is_mended]
            file.write(json.dumps(cells, ensure_ascii=False) + "\n")


def _summary(values: Iterable[Values], cleaned: Cleaned, notices: int) -> dict[str, Any]:
    present = ~shapely.is_missing(cleaned.shapes)
    bounds = shapely.total_bounds(cleaned.shapes) if present.any() else None
    return {
        "columns": [each.column.as_json() for each in values],
        "features": len(cleaned.rows),
        "without_geometry": int((~present).sum()),
        "types": dict(Counter(cleaned.types)),
        "extent": None if bounds is None else [float(each) for each in bounds],
        "remarks": cleaned.remarks,
        "notices": notices,
    }


def _row(notice: RowError) -> int:
    return notice.row
