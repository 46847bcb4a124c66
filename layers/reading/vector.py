"""From a file of features to a frame of text and geometries in EPSG:4326, whatever wrote it."""

from __future__ import annotations

import sqlite3
import warnings
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyproj
import shapely

from layers.collecting import give_back
from layers.reading.archives import dataset_in
from layers.reading.content import is_of_system
from layers.reading.features import geopackage, read_features
from layers.reading.gdal import pyogrio
from layers.reading.numbers import grouped, number_text
from layers.reading.progress import rows_read
from layers.reading.results import ChoiceMissing, SourceError
from layers.reading.text import clean, mend

MAX_FEATURES = 20_000
MAX_VERTICES = 30_000_000

_JSON = (".geojson", ".json")
_KINDS = {".gpkg": "GeoPackage", ".shp": "shapefile"}
_WGS84 = pyproj.CRS.from_epsg(4326)


@dataclass(frozen=True)
class VectorTable:
    """The features of one layer of a file.

    ``frame`` holds the attributes as text, indexed by the feature's place in the layer from 1;
    ``geometries`` are shapely's in the same order, EPSG:4326, longitude first, 2D, None where a
    feature has none or it can't be read. ``crs`` names what they were transformed from.
    """

    frame: pd.DataFrame
    geometries: np.ndarray[Any, np.dtype[np.object_]]
    crs: str


@dataclass(frozen=True)
class Shapes:
    """As ``VectorTable``, in the file's own coordinates; ``crs`` is None where it names none."""

    frame: pd.DataFrame
    geometries: np.ndarray[Any, np.dtype[np.object_]]
    crs: pyproj.CRS | None


def read_vector(
    path: Path, *, layer: str = "", crs: str = "", max_features: int | None = None
) -> VectorTable:
    """The features of a GeoPackage, a GeoJSON or a zipped shapefile.

    Args:
        path: the file, whatever it is called.
        layer: which layer of it, where there are several.
        crs: the CRS of a file that names none, or a wrong one: ``EPSG:32718``.
        max_features: how many it may hold; that of districts unless it is given.

    Raises:
        SourceError: the file as a whole can't be taken.
    """
    given = parse_crs(crs) if crs else None
    shapes = read_shapes(path, layer=layer, max_features=max_features)
    known = given or shapes.crs or (_WGS84 if _are_degrees(shapes.geometries) else None)
    if known is None:
        raise ChoiceMissing(
            "El archivo no dice su sistema de coordenadas (¿falta el .prj?): "
            "indíquelo con --crs, por ejemplo --crs EPSG:32718.",
            "crs",
        )
    frame = shapes.frame.map(_storable)
    return VectorTable(frame, _in_degrees(shapes.geometries, known), crs_title(known))


def read_shapes(
    path: Path,
    *,
    layer: str = "",
    max_features: int | None = None,
    wanted: Callable[[str], bool] = lambda _name: True,
    has_columns: Callable[[Collection[str]], bool] | None = None,
) -> Shapes:
    """As ``read_vector``, without transforming anything; ``max_features`` is that of districts.

    ``wanted`` says by a column's name whether it is read. Of several layers the only one whose
    columns ``has_columns`` accepts is read, unless ``layer`` names it.
    """
    with dataset_in(path) as dataset, warnings.catch_warnings():
        # What GDAL warns of in single features is found again when they are looked at.
        warnings.simplefilter("ignore")
        try:
            info = None if layer else _only_layer(dataset)
            name = info["layer_name"] if info else _choose_layer(dataset, layer, has_columns)
            if dataset.suffix == ".gpkg":
                _refuse_view(dataset, name)
            info = info or pyogrio().read_info(dataset, layer=name, force_feature_count=True)
            fields = _checked_fields(info, max_features or MAX_FEATURES)
            meta, geometries, columns = read_features(dataset, name, fields, wanted)
        except (RuntimeError, ValueError, OSError, UnicodeError, sqlite3.Error) as error:
            if is_of_system(error):
                raise
            kind = _KINDS.get(dataset.suffix, "GeoJSON")
            raise SourceError(
                f"El archivo está dañado o incompleto: no se puede leer como {kind}. Descárguelo o "
                "expórtelo de nuevo."
            ) from error
    if geometries is None:
        raise SourceError("El archivo es una tabla sin geometrías.")
    rows_read(len(geometries))
    with np.errstate(invalid="ignore"):  # a corner that is no number; the geometry is refused
        shapes = _flat(shapely.from_wkb(geometries, on_invalid="ignore"))
    del geometries
    give_back()
    if shapely.get_num_coordinates(shapes).sum() > MAX_VERTICES:
        raise SourceError(f"El archivo tiene más de {grouped(MAX_VERTICES)} vértices.")
    frame = pd.DataFrame(
        {field: _texts(columns.pop(field)) for field in list(columns)},
        index=range(1, len(shapes) + 1),
        dtype=object,
    )
    return Shapes(frame, shapes, _crs_of(meta.get("crs")))


def _flat(shapes: Any) -> Any:
    """Without heights and measures; all are copied only of a file that has some."""
    is_flat = (shapely.get_coordinate_dimension(shapes) <= 2).all()
    return shapes if is_flat else shapely.force_2d(shapes)


def _only_layer(dataset: Path) -> Mapping[str, Any] | None:
    """The description of GeoJSON's layer; None of what is no GeoJSON, or has no geometry.

    GDAL reads all of such a file whatever it is asked of it: one question has to do.
    """
    if dataset.suffix not in _JSON:
        return None
    info: Mapping[str, Any] = pyogrio().read_info(dataset, force_feature_count=True)
    return info if info["geometry_type"] else None


def _choose_layer(
    dataset: Path, wanted: str, has_columns: Callable[[Collection[str]], bool] | None
) -> str:
    names = [str(name) for name, kind in pyogrio().list_layers(dataset) if kind is not None]
    if wanted and wanted not in names:
        message = f"No hay una capa «{wanted}»; hay: {', '.join(names) or 'ninguna'}."
        raise ChoiceMissing(message, "layer", names)
    if wanted:
        return wanted
    if not names:
        raise SourceError("El archivo es una tabla sin geometrías.")
    if len(names) > 1 and has_columns is not None:
        fitting = [
            name
            for name in names
            if has_columns(list(pyogrio().read_info(dataset, layer=name)["fields"]))
        ]
        names = fitting or names
    if len(names) > 1:
        listed = ", ".join(names)
        message = f"El archivo tiene varias capas ({listed}): diga cuál con --layer."
        raise ChoiceMissing(message, "layer", names)
    return names[0]


def _refuse_view(dataset: Path, layer: str) -> None:
    """A view computes its rows while they are read, and may never end."""
    with geopackage(dataset) as database:
        found = database.execute(
            "SELECT type FROM sqlite_master WHERE name = ? COLLATE NOCASE", [layer]
        )
        if found.fetchone() != ("table",):
            raise SourceError(f"La capa «{layer}» es una vista: guárdela como tabla.")


def _checked_fields(info: Mapping[str, Any], most: int) -> Any:
    """The layer's columns, once it is known to hold no more features than it may."""
    count = info["features"]
    if count == 0:
        raise SourceError("El archivo no tiene ningún elemento.")
    if count > most:
        raise SourceError(
            f"El archivo tiene {grouped(count)} elementos; el máximo es {grouped(most)}."
        )
    return info["fields"]


def _texts(column: Any) -> Any:
    """Each distinct value is written once: of 66,000 rows a column of names holds a handful."""
    places, values = pd.factorize(column, use_na_sentinel=False)
    texts = np.fromiter((_text(value) for value in values), dtype=object, count=len(values))
    return texts[places]


def _text(value: Any) -> str:
    """A cell as its file would print it."""
    if value is None or value is pd.NaT:
        return ""
    if isinstance(value, float):
        return "" if np.isnan(value) else number_text(float(value))
    return str(value).strip()


def _are_degrees(shapes: Any) -> bool:
    """Whether coordinates can be nothing else: metres of any projection in use are further."""
    west, south, east, north = shapely.total_bounds(shapes)
    return bool(max(abs(west), abs(east)) <= 180 and max(abs(south), abs(north)) <= 90)


def _storable(text: str) -> str:
    # A database holds no NUL, and keeps what a boundary's row said.
    return clean(mend(text)).replace("\0", "\N{REPLACEMENT CHARACTER}")


def parse_crs(text: str) -> pyproj.CRS:
    """A CRS by its code or definition; raises SourceError."""
    try:
        return pyproj.CRS.from_user_input(text)
    except pyproj.exceptions.CRSError as error:
        raise SourceError(f"«{text[:80]}» no es un sistema de coordenadas conocido.") from error


def _crs_of(text: str | None) -> pyproj.CRS | None:
    found = parse_crs(text) if text else None
    return found if found and (found.is_geographic or found.is_projected) else None


def crs_title(crs: pyproj.CRS) -> str:
    """Its code, where EPSG has one, and its name."""
    code = crs.to_epsg()
    return f"EPSG:{code} {crs.name}" if code else crs.name


def _in_degrees(shapes: Any, crs: pyproj.CRS) -> Any:
    """Longitude first. What the operation can't reach becomes infinite, for the caller to see."""
    if crs.equals(_WGS84, ignore_axis_order=True):
        return shapes
    to_degrees = pyproj.Transformer.from_crs(crs, _WGS84, always_xy=True)

    def transformed(corners: Any) -> Any:
        return np.column_stack(to_degrees.transform(corners[:, 0], corners[:, 1]))

    present = ~shapely.is_missing(shapes)
    shapes = shapes.copy()
    shapes[present] = shapely.transform(shapes[present], transformed)
    return shapes
