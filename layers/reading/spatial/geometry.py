"""Geometries of any file made fit to be stored: two-dimensional, in degrees, valid.

The rules are those of boundaries: what is mended is reported of its row, what can't be mended is
left out with the reason, nothing is invented.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyproj
import shapely

from layers.crossings import check_density, repaired
from layers.errors import InvalidGeometry
from layers.reading.results import RowError, SourceError

COLUMN = "geometría"
_WGS84 = pyproj.CRS.from_epsg(4326)
_COLLECTION = 7  # shapely's type id
_LARGE = 2_000  # vertices
# Further from Peru's shores than any of its waters reach, degrees: west, south, east, north.
PERU_AND_ITS_SEA = (-90.0, -25.0, -65.0, 5.0)

Shapes = np.ndarray[Any, np.dtype[np.object_]]


@dataclass
class Cleaned:
    """Geometries in EPSG:4326, None where there is none, and what became of each.

    ``rows`` are the rows' numbers in the file, in the same order.
    """

    shapes: Shapes
    rows: Shapes
    notices: list[RowError] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def types(self) -> dict[str, int]:
        """How many there are of each type."""
        present = self.shapes[~shapely.is_missing(self.shapes)]
        return dict(Counter(shape.geom_type for shape in present))

    def leave_out(self, which: Any, reason: str | Callable[[Any], str]) -> None:
        """Take out the geometries marked, each reported with the reason."""
        for at in np.flatnonzero(which):
            said = reason if isinstance(reason, str) else reason(self.shapes[at])
            self.notices.append(RowError(int(self.rows[at]), COLUMN, "", said))
        self.shapes[which] = None


def clean(wkb: Any, rows: Any, crs: pyproj.CRS, *, repair: bool = True) -> Cleaned:
    """The geometries of rows, in ``crs`` with x first, by the rules.

    Without ``repair`` polygons that aren't valid stay as they are. Raises SourceError where none
    of them can be a place.
    """
    with np.errstate(invalid="ignore"):  # a corner that is no number is found below
        shapes = np.asarray(shapely.from_wkb(wkb, on_invalid="ignore"), dtype=object)
    found = Cleaned(shapes, np.asarray(rows, dtype=object))
    had_one = np.array([value is not None for value in wkb], dtype=bool)
    found.leave_out(had_one & shapely.is_missing(found.shapes), "La geometría no se puede leer.")
    _flatten(found)
    found.leave_out(shapely.is_empty(found.shapes), "La geometría está vacía.")
    _take_apart(found)
    found.leave_out(~_is_finite(found.shapes), "Una coordenada no es un número.")
    _transform(found, crs)
    if repair:
        _repair(found)
    return found


def _flatten(found: Cleaned) -> None:
    has_z = shapely.has_z(found.shapes)
    if number := int(has_z.sum()):
        found.remarks.append(f"Se quitó la altura (Z) de {number} geometrías: aquí son planas.")
    # With a height or a measure. Of the others no second copy is made, which would be the most that
    # the whole reading holds.
    is_deep = shapely.get_coordinate_dimension(found.shapes) > 2
    found.shapes[is_deep] = shapely.force_2d(found.shapes[is_deep])


def _take_apart(found: Cleaned) -> None:
    """Of a collection its parts where all are of a kind, as what they are together."""
    for at in np.flatnonzero(shapely.get_type_id(found.shapes) == _COLLECTION):
        parts = shapely.get_parts(found.shapes[at])
        kinds = {shapely.get_dimensions(part) for part in parts}
        if len(kinds) == 1 and not any(shapely.get_type_id(parts) == _COLLECTION):
            joined = {0: shapely.multipoints, 1: shapely.multilinestrings}
            singles = shapely.get_parts(parts)
            found.shapes[at] = joined.get(kinds.pop(), shapely.multipolygons)(singles)
    is_mixed = shapely.get_type_id(found.shapes) == _COLLECTION
    found.leave_out(is_mixed, "Es una colección que mezcla puntos, líneas o polígonos.")


def _is_finite(shapes: Shapes) -> Any:
    return shapely.is_missing(shapes) | np.isfinite(shapely.bounds(shapes)).all(axis=1)


def _transform(found: Cleaned, crs: pyproj.CRS) -> None:
    present = ~shapely.is_missing(found.shapes)
    if not crs.equals(_WGS84, ignore_axis_order=True):
        to_degrees = pyproj.Transformer.from_crs(crs, _WGS84, always_xy=True)

        def transformed(corners: Any) -> Any:
            return np.column_stack(to_degrees.transform(corners[:, 0], corners[:, 1]))

        found.shapes[present] = shapely.transform(found.shapes[present], transformed)
    if not present.any():
        return
    bounds = shapely.bounds(found.shapes)
    with np.errstate(invalid="ignore"):
        on_earth = (
            (bounds[:, 0] >= -180)
            & (bounds[:, 2] <= 180)
            & (bounds[:, 1] >= -90)
            & (bounds[:, 3] <= 90)
        )
    wrong = present & ~on_earth
    if wrong.sum() == present.sum():
        raise SourceError(
            f"Ninguna coordenada es un lugar de la Tierra en {crs.name}: indique el sistema de "
            "coordenadas del archivo."
        )
    found.leave_out(wrong, "Sus coordenadas no son un lugar de la Tierra.")
    _remark_on_place(found)


def _remark_on_place(found: Cleaned) -> None:
    bounds = shapely.bounds(found.shapes)
    west, south, east, north = PERU_AND_ITS_SEA
    with np.errstate(invalid="ignore"):
        inside = (
            (bounds[:, 2] >= west)
            & (bounds[:, 0] <= east)
            & (bounds[:, 3] >= south)
            & (bounds[:, 1] <= north)
        )
        swapped = (
            (bounds[:, 3] >= west)
            & (bounds[:, 1] <= east)
            & (bounds[:, 2] >= south)
            & (bounds[:, 0] <= north)
        )
    present = ~shapely.is_missing(found.shapes)
    outside = int((present & ~inside).sum())
    if not outside:
        return
    hint = ""
    if (present & ~inside & swapped).sum() == outside:
        hint = " ¿Están la longitud y la latitud intercambiadas?"
    found.remarks.append(f"{outside} geometrías quedan lejos del Perú.{hint}")


def _repair(found: Cleaned) -> None:
    """Make polygons valid; a line or a point is as it is."""
    is_polygon = shapely.get_dimensions(found.shapes) == 2
    # To look whether one is valid costs little, but for one of many sides that lie on each other.
    is_large = is_polygon & (shapely.get_num_coordinates(found.shapes) > _LARGE)
    is_small = is_polygon & ~is_large
    is_wrong = is_large.copy()
    is_wrong[is_small] = ~shapely.is_valid(found.shapes[is_small])
    for at in np.flatnonzero(is_wrong):
        row = int(found.rows[at])
        try:
            mended, said = _repaired(found.shapes[at])
        except InvalidGeometry as error:
            found.shapes[at] = None
            found.notices.append(RowError(row, COLUMN, "", error.message))
            continue
        found.shapes[at] = mended
        if said:
            is_mended = mended is not None
            found.notices.append(RowError(row, COLUMN, "", said, is_mended=is_mended))


def _repaired(shape: Any) -> tuple[Any, str]:
    """A valid polygon, None where it has no area, and what had to be done."""
    check_density(shape)
    if shapely.is_valid(shape):
        return shape, ""
    parts = shapely.get_parts(shapely.get_parts(repaired(shape)))
    polygons = parts[(shapely.get_dimensions(parts) == 2) & (shapely.area(parts) > 0)]
    if not len(polygons):
        return None, "El polígono no tiene superficie."
    mended = polygons[0] if len(polygons) == 1 else shapely.multipolygons(polygons)
    return mended, "El polígono se cruzaba a sí mismo o repetía un borde: se reparó."
