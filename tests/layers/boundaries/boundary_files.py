"""Boundary files written for a test, by GDAL or byte by byte; squares in degrees around Cusco."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import geopandas
import shapely

# What a test's directory of units knows, with a capital in the middle of each square.
NAMES = {
    "08": "Cusco",
    "0801": "Cusco",
    "080101": "Cusco",
    "080102": "Ccorca",
    "080103": "San Jerónimo",
    "13": "La Libertad",
    "1301": "Trujillo",
    "130101": "Trujillo",
    "14": "Lambayeque",
    "1401": "Chiclayo",
    "140101": "Chiclayo",
}
CAPITALS = {
    "080101": (-72.05, -13.55),
    "080102": (-71.95, -13.55),
    "080103": (-71.85, -13.55),
    "130101": (-79.05, -8.15),
    "140101": (-79.85, -6.75),
}


def square(ubigeo: str, half_deg: float = 0.05) -> Any:
    """The square around a district's capital; those of Cusco touch their neighbours."""
    x, y = CAPITALS[ubigeo]
    return shapely.box(x - half_deg, y - half_deg, x + half_deg, y + half_deg)


def frame(rows: list[dict[str, Any]], geometries: list[Any], crs: str = "EPSG:4326") -> Any:
    return geopandas.GeoDataFrame(rows, geometry=geometries, crs=crs)


def geojson(path: Path, rows: list[tuple[dict[str, Any], Any]]) -> Path:
    """Rows of (properties, geometry as shapely's or as a GeoJSON object)."""
    features = [
        {
            "type": "Feature",
            "properties": properties,
            "geometry": geometry
            if geometry is None or isinstance(geometry, dict)
            else shapely.geometry.mapping(geometry),
        }
        for properties, geometry in rows
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def zipped_shapefile(folder: Path, data: Any, *, without: tuple[str, ...] = ()) -> Path:
    """A zip as offices send it: in a folder, endings in capitals."""
    data.to_file(folder / "capa.shp", engine="pyogrio")
    target = folder / "capa.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in sorted(folder.glob("capa.*")):
            if part != target and part.suffix not in without:
                archive.write(part, f"Límites INEI/DISTRITO{part.suffix.upper()}")
    return target
