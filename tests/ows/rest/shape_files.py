"""Planners' files, and ``/api/v1/zones/shapes/`` asked what shapes they hold."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.zones import SIDE, WEST, square

SHAPES = "/api/v1/zones/shapes/"
PARCEL = shapely.geometry.shape(square())
OTHER = shapely.geometry.shape(square(WEST + 2 * SIDE))


def send(client: Client, content: bytes, name: str = "zona", **fields: str) -> Any:
    return client.post(SHAPES, {"file": SimpleUploadedFile(name, content)} | fields)


def found(client: Client, content: bytes, **fields: str) -> dict[str, Any]:
    answer = send(client, content, **fields)
    assert answer.status_code == 200, answer.content
    body: dict[str, Any] = answer.json()
    return body


def written(
    folder: Path,
    driver: str,
    ending: str,
    shapes: Any = (PARCEL, OTHER),
    epsg: int = 4326,
    **more: Any,
) -> Path:
    path = folder / f"zona.{ending}"
    names = np.array([f"Predio {n}" for n in range(len(shapes))], dtype=object)
    pyogrio.raw.write(
        path,
        shapely.to_wkb(np.array(shapes, dtype=object)),
        [names],
        ["Name" if driver == "KML" else "nombre"],
        driver=driver,
        crs=f"EPSG:{epsg}",
        geometry_type=more.pop("geometry_type", "Polygon"),
        **more,
    )
    return path


def zipped(*files: Path, **contents: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for file in files:
            archive.write(file, file.name)
        for name, content in contents.items():
            archive.writestr(name.replace("_", "."), content)
    return buffer.getvalue()


def shapefile(folder: Path, *endings: str, **more: Any) -> bytes:
    written(folder, "ESRI Shapefile", "shp", **more)
    return zipped(*(folder / f"zona.{ending}" for ending in endings))


def geojson(*geometries: Any) -> bytes:
    features = [
        {"type": "Feature", "properties": {}, "geometry": geometry} for geometry in geometries
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()
