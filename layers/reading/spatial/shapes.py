"""The shapes of all layers of a small file, for a person to choose from."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from layers.reading.results import SourceError
from layers.reading.spatial.columns import Values
from layers.reading.spatial.geometry import Cleaned
from layers.reading.spatial.layers_of import Layer, layers_of, read_layer
from layers.reading.spatial.opening import Kind, Opened, opened_file
from layers.reading.spatial.reading import of_layer
from territory import ewkb

SHAPES = "shapes.jsonl"
MAX_LAYERS = 20
# Layers that GDAL makes of the corners of a file's lines, which it gives as lines too.
_OF_LINES = {Kind.GPX: ("route_points", "track_points")}
# What a column that names a thing is called, in the files that people have.
_NAMES = ("nombre", "name", "título", "titulo", "title", "nom", "zona", "denominación", "etiqueta")


def read_shapes(path: Path, chosen: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """Write the file's shapes to the folder, and give what is known of it as a whole.

    Polygons that aren't valid stay as they are, so that who sent them reads what is wrong.

    Args:
        path: the file, whatever it is called.
        chosen: ``max_features`` of all its layers together, and ``crs`` in place of the file's own.
        folder: where ``shapes.jsonl`` is written, a line each of ``{"layer", "row", "title",
            "geometry", "fault"}``: the geometry as hexadecimal WKB in EPSG:4326 with longitude
            first, or null and why there is none.

    Returns:
        kind, crs of the first layer (code, name), remarks, and the layers of ``points`` alone that
        were left out (name → number).

    Raises:
        SourceError: the file can't be taken, or its CRS has to be chosen first.
    """
    crs = str(chosen.get("crs") or "")
    with opened_file(path) as opened:
        layers = _checked(opened)
        points = {each.name: each.features for each in layers if _has_only_points(each)}
        about: dict[str, Any] = {"kind": str(opened.kind), "crs": None, "points": points}
        left = int(chosen["max_features"])
        remarks: list[str] = []
        with (folder / SHAPES).open("w", encoding="utf-8", newline="\n") as file:
            for layer in layers:
                if layer.name in points or not layer.features:
                    continue
                features = read_layer(opened, layer, left)
                left = max(left - len(features.wkb), 1)
                values, cleaned, known = of_layer(features, crs, repair=False)
                about["crs"] = about["crs"] or known["crs"]
                remarks += cleaned.remarks
                file.writelines(_lines(layer, values, cleaned))
    return about | {"remarks": remarks}


def _checked(opened: Opened) -> list[Layer]:
    """The layers that may hold shapes; raises SourceError where the file is nothing of the kind."""
    if opened.kind.is_table:
        raise SourceError(
            f"Es una tabla ({opened.kind}), sin formas: una zona se lee de un GeoJSON, un "
            "GeoPackage, un KML o KMZ, un GPX o un shapefile en un zip."
        )
    layers = [each for each in layers_of(opened) if each.name not in _OF_LINES.get(opened.kind, ())]
    if not any(layer.features for layer in layers):
        raise SourceError("El archivo no tiene ningún elemento.")
    if len(layers) > MAX_LAYERS:
        raise SourceError(
            f"El archivo tiene {len(layers)} capas; el máximo es {MAX_LAYERS}: deje solo las de la "
            "zona."
        )
    return layers


def _has_only_points(layer: Layer) -> bool:
    return "point" in layer.geometry_type.lower()


def _lines(layer: Layer, values: Sequence[Values], cleaned: Cleaned) -> Iterator[str]:
    names = _names(values)
    faults = {notice.row: notice.reason for notice in cleaned.notices}
    geometries = ewkb.written(cleaned.shapes)
    called = names or [""] * len(geometries)
    for row, geometry, name in zip(cleaned.rows, geometries, called, strict=True):
        line = {
            "layer": layer.name,
            "row": int(row),
            "title": str(name or "")[:200],
            "geometry": geometry,
            "fault": faults.get(int(row), "") if geometry is None else "",
        }
        yield json.dumps(line, ensure_ascii=False) + "\n"


def _names(values: Sequence[Values]) -> list[Any]:
    """What the rows are called, by the column that is called most like a name."""
    by_name = {each.column.name.strip().casefold(): each.values for each in values}
    return next((list(by_name[name]) for name in _NAMES if name in by_name), [])
