"""Census blocks or points with how many people live in each, from a file of features."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyproj
import shapely

from layers.reading.cells import CellError
from layers.reading.numbers import grouped, parse_number
from layers.reading.population.cells import CellWriter, to_equal_area
from layers.reading.results import ChoiceMissing, SourceError
from layers.reading.vector import crs_title, parse_crs, read_shapes
from territory.names import bare_name

# The blocks of all cities of the country, as the census of 2017 has them, are some 480,000.
MAX_BLOCKS = 700_000
_POLYGONS = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)
# Where nobody says which column it is: names that can mean nothing else.
_NAMES = (
    "poblacion",
    "poblaciontotal",
    "pobtotal",
    "totalpoblacion",
    "tpob",
    "habitantes",
    "personas",
    "population",
    "people",
)


def read_blocks(
    path: Path, output: Path, *, field: str = "", layer: str = "", crs: str = ""
) -> dict[str, Any]:
    """Write the blocks to ``output``; gives what is to be said of the file.

    A row whose number is empty isn't known: it is counted in ``without_value``. Raises
    SourceError for a negative number or none, a repeated block, a file of lines.
    """
    shapes = read_shapes(path, layer=layer, max_features=MAX_BLOCKS)
    known = _crs(shapes.crs, crs)
    column = _column(list(shapes.frame.columns), field)
    people = _numbers(shapes.frame[column])
    kind = _kind(shapes.geometries)
    valid = ~np.isnan(people)
    placed = _placed(shapes.geometries[valid], known, is_points=kind == "points")
    with CellWriter(output) as writer:
        writer.write(people[valid], placed)
    return {
        "kind": kind,
        "field": column[:200],
        "crs": crs_title(known),
        "without_value": int((~valid).sum()),
        **writer.report(),
    }


def _crs(known: pyproj.CRS | None, given: str) -> pyproj.CRS:
    found = parse_crs(given) if given else known
    if found is None:
        raise ChoiceMissing(
            "El archivo no dice su sistema de coordenadas (¿falta el .prj?): indíquelo con --crs, "
            "por ejemplo --crs EPSG:32718.",
            "crs",
        )
    return found


def _column(columns: list[str], wanted: str) -> str:
    if wanted:
        if wanted not in columns:
            raise ChoiceMissing(
                f"No hay una columna «{wanted[:80]}»; hay: {', '.join(columns)}.", "field", columns
            )
        return wanted
    known = [column for column in columns if bare_name(column) in _NAMES]
    if len(known) != 1:
        raise ChoiceMissing(
            "Diga con --field qué columna tiene las personas; hay: "
            f"{', '.join(columns) or 'ninguna'}.",
            "field",
            columns,
        )
    return known[0]


def _numbers(texts: pd.Series[Any]) -> Any:
    """People by row, NaN where the cell is empty."""
    found = np.full(len(texts), np.nan)
    for place, (row, text) in enumerate(texts.items()):
        try:
            number = parse_number(str(text))
        except CellError as error:
            raise SourceError(f"fila {row}, {texts.name}: {error} («{str(text)[:80]}»)") from error
        if number is None:
            continue
        if not number.is_finite() or number < 0:
            raise SourceError(
                f"fila {row}, {texts.name}: no puede haber {number:f} personas. Si así marca lo "
                "que no se sabe, deje la celda vacía."
            )
        found[place] = float(number)
    return found


def _kind(shapes: Any) -> str:
    missing = np.flatnonzero(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    if len(missing):
        raise SourceError(f"fila {grouped(int(missing[0]) + 1)}: no tiene geometría.")
    kinds = shapely.get_type_id(shapes)
    if np.isin(kinds, _POLYGONS).all():
        return "blocks"
    if (kinds == shapely.GeometryType.POINT).all():
        return "points"
    raise SourceError("Las geometrías tienen que ser todas polígonos, o todas puntos.")


def _placed(shapes: Any, crs: pyproj.CRS, *, is_points: bool) -> Any:
    """In EPSG:6933, valid; no block twice."""
    transform = to_equal_area(crs)

    def moved(corners: Any) -> Any:
        return np.column_stack(transform(corners[:, 0], corners[:, 1]))

    placed = shapely.transform(shapes, moved)
    if not np.isfinite(shapely.get_coordinates(placed)).all():
        raise SourceError("Hay lugares que su sistema de coordenadas no puede situar en la Tierra.")
    if is_points:
        return placed
    _refuse_repeated(placed)
    broken = ~shapely.is_valid(placed)
    placed[broken] = [_mended(shape) for shape in placed[broken]]
    hollow = np.flatnonzero(shapely.area(placed) == 0)
    if len(hollow):
        raise SourceError("Hay un polígono que no encierra ninguna superficie.")
    return placed


def _refuse_repeated(shapes: Any) -> None:
    wkb = pd.Series(shapely.to_wkb(shapely.normalize(shapes)), dtype=object)
    repeated = int(wkb.duplicated().sum())
    if repeated:
        raise SourceError(
            f"{grouped(repeated)} polígonos están repetidos: sus personas se contarían dos veces."
        )


def _mended(shape: Any) -> Any:
    """Of an invalid polygon what is surface; of one without any, an empty polygon."""
    parts = shapely.get_parts(shapely.make_valid(shape))
    whole = [part for part in parts if shapely.get_type_id(part) in _POLYGONS]
    return shapely.union_all(whole) if whole else shapely.Polygon()
