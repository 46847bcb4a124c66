"""Every type of simple features (OGC 06-103r4), and none, in every file that is taken home."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pandas as pd
import pyogrio
import pytest
from django.test import Client
from shapely import Point as ShapelyPoint
from shapely import from_wkt, union_all
from shapely.geometry.base import BaseGeometry

from tests.ows.every_geometry import LAYERS, TABLE, Kind, every, layers
from tests.ows.file_wire import frame, save, take

__all__ = ["layers"]

FORMATS = ("gpkg", "shp", "csv", "csv-wkt", "kml", "geojson-file")
# A shapefile doesn't tell one part from several; a point of a layer of any kind becomes several.
SPLIT = ("Geometry", "GeometryCollection")


@every
@pytest.mark.parametrize("format_", FORMATS)
def test_files(client: Client, tmp_path: Path, kind: Kind, format_: str) -> None:
    """GDAL reads what was stored, and the row without a shape, as far as the format has it."""
    layer = LAYERS[kind.name]
    path = save(tmp_path, client, layer.name, format_)
    name = "Name" if format_ == "kml" else "name"  # what GDAL calls a placemark's own
    found = [
        (row[name], row.get("geometry"))
        for one, _type in pyogrio.list_layers(path)
        for _n, row in frame(path, layer=one).iterrows()
    ]
    assert {name for name, _shape in found} == {"Elemento 1", "Elemento 2", "Elemento 3"}
    if format_ == "csv" and kind.name == "Point":
        return  # by coordinates, which test_spreadsheets reads
    found = [(name, shape) for name, shape in found if isinstance(shape, BaseGeometry)]
    for number in (1, 2):
        shapes = [shape for name, shape in found if name == f"Elemento {number}"]
        stored = from_wkt(kind.wkt[number - 1])
        assert union_all(shapes).equals_exact(union_all([stored]), 1e-7, normalize=True)
        if format_ != "shp" or kind.name not in SPLIT:
            assert len(shapes) == 1
        if format_ in ("gpkg", "csv-wkt", "geojson-file"):
            assert shapes[0].geom_type == stored.geom_type
    assert "Elemento 3" not in {name for name, _shape in found}


@every
def test_spreadsheets(client: Client, kind: Kind) -> None:
    """A place on each shape, none where there is none; points have their own."""
    layer = LAYERS[kind.name]
    names = ("longitude", "latitude")
    if kind.name != "Point":
        names = ("inner_longitude", "inner_latitude")
    for format_ in ("xlsx", "csv-excel"):
        content = BytesIO(take(client, layer.name, format_))
        table = (
            pd.read_excel(content, engine="calamine") if format_ == "xlsx" else pd.read_csv(content)
        )
        places = table.sort_values("name")[list(names)].to_numpy()
        for wkt, (x, y) in zip(kind.wkt, places, strict=False):
            assert from_wkt(wkt).distance(ShapelyPoint(x, y)) < 1e-6
        assert pd.isna(places[2]).all()


@pytest.mark.parametrize("format_", ["gpkg", "shp", "csv", "kml", "geojson-file", "xlsx"])
def test_files_of_a_table(client: Client, tmp_path: Path, format_: str) -> None:
    path = save(tmp_path, client, TABLE.name, format_)
    is_sheet = format_ == "xlsx"
    table = pd.read_excel(path, engine="calamine") if is_sheet else frame(path, read_geometry=False)
    assert set(table["Name" if format_ == "kml" else "name"]) == {
        "Elemento 1",
        "Elemento 2",
        "Elemento 3",
    }
    assert not {"longitude", "WKT"} & set(table)
