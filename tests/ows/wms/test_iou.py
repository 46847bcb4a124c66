"""The image of the departments against the same polygons burnt in by rasterio (GDAL)."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
import rasterio.features
import shapely
import shapely.geometry
from affine import Affine
from django.test import Client
from pyproj import Transformer

from tests.ows.wms.wire import MAP, ask, pixels

pytestmark = pytest.mark.django_db

# Outlines reach half their width beyond the polygons: at this size less than 1% of the area.
LONG_SIDE_PX = 2400


def polygons(client: Client, srid: int) -> list[shapely.Geometry]:
    """The departments as the WFS serves them in degrees, moved by pyproj to x/y of ``srid``."""
    asked = {"service": "WFS", "version": "2.0.0", "request": "GetFeature"}
    asked |= {"typeNames": "departments", "outputFormat": "application/geo+json"}
    response: Any = client.get("/ows/wfs", asked)
    features = json.loads(response.getvalue())["features"]
    shapes = [shapely.geometry.shape(feature["geometry"]) for feature in features]
    assert len(shapes) == 25
    move = Transformer.from_crs(4326, srid, always_xy=True).transform
    return [shapely.transform(item, lambda xy: np.column_stack(move(*xy.T))) for item in shapes]


@pytest.mark.parametrize(
    ("crs", "srid"), [("EPSG:4326", 4326), ("EPSG:3857", 3857), ("EPSG:32718", 32718)]
)
def test_iou(client: Client, crs: str, srid: int) -> None:
    shapes = polygons(client, srid)
    west, south, east, north = shapely.total_bounds(shapes)
    scale = LONG_SIDE_PX / max(east - west, north - south)
    width, height = round((east - west) * scale), round((north - south) * scale)
    box = (south, west, north, east) if srid == 4326 else (west, south, east, north)
    image = pixels(
        ask(
            client,
            MAP,
            CRS=crs,
            BBOX=",".join(map(str, box)),
            WIDTH=str(width),
            HEIGHT=str(height),
            TRANSPARENT="TRUE",
        )
    )
    burnt = rasterio.features.rasterize(
        shapes,
        out_shape=(height, width),
        transform=Affine((east - west) / width, 0, west, 0, (south - north) / height, north),
    )
    drawn, expected = image[..., 3] > 0, burnt > 0
    iou = (drawn & expected).sum() / (drawn | expected).sum()
    assert iou >= 0.99, iou
