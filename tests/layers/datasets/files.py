"""Files as an agency has them, made for a test, and handed in."""

from __future__ import annotations

import datetime as dt
import warnings
import zipfile
from pathlib import Path
from typing import Any

import geopandas
import pandas as pd
import shapely
from django.contrib.auth.models import AnonymousUser, User

from layers import stored
from layers.datasets import importing
from layers.datasets.layer import layer_of
from layers.models import Dataset, DatasetUpload
from layers.progress import Unwatched
from territory.models import Agency
from tests.publishers import MINAM

# Near Cusco, degrees.
POINTS = [shapely.Point(-71.9, -13.5), shapely.Point(-71.8, -13.6), shapely.Point(-71.7, -13.4)]
SQUARES = [point.buffer(0.02, cap_style="square") for point in POINTS]
LINES = [shapely.LineString([point, (-71.5, -13.0)]) for point in POINTS]
VALUES: dict[str, Any] = {
    "NOMBRE": ["Uno", "Dos", "Tres"],
    "POBLACION": [10, 20, 30],
    "Área km²": [1.5, 2.5, 3.5],
    "ACTIVO": [True, False, True],
}


def frame(shapes: list[Any] = POINTS, crs: Any = 4326, **values: Any) -> geopandas.GeoDataFrame:
    """Three rows with these shapes, given in degrees, in a CRS."""
    made = geopandas.GeoDataFrame(VALUES | values, geometry=shapes, crs=4326)
    return made.to_crs(crs) if crs else made.set_crs(None, allow_override=True)


def written(folder: Path, data: geopandas.GeoDataFrame, name: str) -> Path:
    """The frame as a file of the kind that its name ends with; a shapefile travels as a zip."""
    path = folder / name
    if name.endswith(".zip"):
        inside = folder / "shp"
        inside.mkdir()
        with warnings.catch_warnings():  # names that are cut, and a CRS that isn't said, are meant
            warnings.simplefilter("ignore")
            data.to_file(inside / "capa.shp", engine="pyogrio", encoding="utf-8")
        with zipfile.ZipFile(path, "w") as archive:
            for part in inside.iterdir():
                archive.write(part, part.name)
    elif name.endswith(".kmz"):
        data.to_file(folder / "doc.kml", driver="KML", engine="pyogrio")
        with zipfile.ZipFile(path, "w") as archive:
            archive.write(folder / "doc.kml", "doc.kml")
    elif name.endswith(".parquet"):
        data.to_parquet(path)
    else:
        drivers = {".gpkg": "GPKG", ".geojson": "GeoJSON", ".fgb": "FlatGeobuf", ".kml": "KML"}
        drivers |= {".gpx": "GPX", ".dxf": "DXF"}
        data.to_file(path, driver=drivers[path.suffix], engine="pyogrio")
    return path


def table(folder: Path, rows: dict[str, list[Any]], name: str = "tabla.csv") -> Path:
    """A CSV file with semicolons, or a workbook, by the name's ending."""
    path = folder / name
    data = pd.DataFrame(rows)
    if path.suffix == ".csv":
        data.to_csv(path, sep=";", index=False)
    else:
        data.to_excel(path, index=False)
    return path


def handed_in(
    path: Path, by: User | None = None, title: str = "Capa de prueba", **chosen: Any
) -> DatasetUpload:
    """The file, stored, with what was chosen of it."""
    with stored.create(path.name, "application/octet-stream", by, dt.timedelta(days=1)) as writer:
        writer.write(path.read_bytes())
    agency = Agency.objects.get(acronym=MINAM)
    return DatasetUpload.objects.create(
        agency=agency, title=title, file=writer.file, created_by=by, chosen=chosen
    )


def taken(path: Path, **chosen: Any) -> Dataset:
    """The dataset that comes of the file; fails where something has still to be chosen."""
    upload = handed_in(path, **chosen)
    importing.take(Unwatched(), upload=str(upload.pk))
    upload.refresh_from_db()
    assert upload.dataset is not None, upload.question
    return upload.dataset


def asked(path: Path, **chosen: Any) -> dict[str, Any]:
    """What has to be chosen of the file."""
    upload = handed_in(path, **chosen)
    importing.take(Unwatched(), upload=str(upload.pk))
    upload.refresh_from_db()
    assert upload.dataset is None
    return dict(upload.question)


def rows_of(made: Dataset) -> list[Any]:
    """The fields' values of its rows, in the file's order."""
    made.refresh_from_db()
    layer = layer_of(made)
    return list(
        layer.rows(AnonymousUser()).order_by("pk").values_list(*(f.path for f in layer.fields))
    )


def shapes_of(made: Dataset) -> list[Any]:
    """Its geometries as shapely's, in the file's order; None where a row has none."""
    made.refresh_from_db()
    shapes = layer_of(made).rows(AnonymousUser()).order_by("pk").values_list("geom", flat=True)
    return [shape and shapely.from_wkb(bytes(shape.wkb)) for shape in shapes]
