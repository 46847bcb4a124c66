"""Map tiles of a raster: the picture of its place, held against GDAL's warp and its own colours."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from PIL import Image
from rasterio.enums import Resampling
from rasterio.vrt import WarpedVRT

from layers.models import Coverage, CoverageState
from layers.rasters.registering import set_state

pytestmark = pytest.mark.django_db
ROOT = "/ogc/collections/terrain/map/tiles"
TILESET = f"{ROOT}/WebMercatorQuad"
# Cusco's tile at zoom 9 as slippy maps number it, and the square of Web Mercator that it is.
ZOOM, ROW, COLUMN = 9, 275, 153
CUSCO = f"{TILESET}/{ZOOM}/{ROW}/{COLUMN}"
TERRAIN = Path(settings.BASE_DIR) / "fixtures" / "terrain.tif"
HALF_WORLD_M = 20037508.342789244


def pixels(response: Any) -> Any:
    assert response.status_code == 200, response.content[:400]
    assert response["Content-Type"] == "image/png"
    image = Image.open(BytesIO(response.content))
    assert (image.size, image.mode) == ((256, 256), "RGBA")
    return np.asarray(image)


def as_gdal_warps_it() -> Any:
    """The cells on the tile's pixels, the nearest of each."""
    side = 2 * HALF_WORLD_M / 2**ZOOM
    west, north = COLUMN * side - HALF_WORLD_M, HALF_WORLD_M - ROW * side
    place = rasterio.transform.from_origin(west, north, side / 256, side / 256)
    with (
        rasterio.open(TERRAIN) as file,
        WarpedVRT(
            file,
            crs="EPSG:3857",
            transform=place,
            width=256,
            height=256,
            resampling=Resampling.nearest,
        ) as warped,
    ):
        return warped.read(1, masked=True)


def test_a_tile_shows_the_cells_of_its_place(client: Client) -> None:
    found = pixels(client.get(CUSCO))
    heights = as_gdal_warps_it()
    assert (found[..., 3] == 255).all()
    assert not heights.mask.any()
    heights = heights.data
    # The row of colours: what lies high is lighter in blue, beside the shade.
    low, high = np.percentile(heights, [20, 80])
    blue = found[..., 2].astype(float)
    assert blue[heights >= high].mean() > blue[heights <= low].mean() + 20


def test_a_tile_is_the_map_of_wms_there(client: Client) -> None:
    side = 2 * HALF_WORLD_M / 2**ZOOM
    west, north = COLUMN * side - HALF_WORLD_M, HALF_WORLD_M - ROW * side
    asked = {
        "SERVICE": "WMS",
        "VERSION": "1.3.0",
        "REQUEST": "GetMap",
        "LAYERS": "terrain",
        "STYLES": "",
        "CRS": "EPSG:3857",
        "BBOX": f"{west},{north - side},{west + side},{north}",
        "WIDTH": "256",
        "HEIGHT": "256",
        "FORMAT": "image/png",
        "TRANSPARENT": "TRUE",
    }
    map_ = np.asarray(Image.open(BytesIO(client.get("/ows/wms", asked).content)).convert("RGBA"))
    difference = np.abs(pixels(client.get(CUSCO)).astype(int) - map_.astype(int))
    assert difference.max() <= 2


@pytest.mark.parametrize(
    ("place", "seen"), [("9/275/137", False), ("9/0/0", False), ("0/0/0", True), ("5/16/9", True)]
)
def test_where_no_value_is_a_tile_is_see_through(client: Client, place: str, seen: bool) -> None:
    opacity = pixels(client.get(f"{TILESET}/{place}"))[..., 3]
    assert opacity.any() == seen
    assert (opacity == 0).any()


def test_neighbours_meet_without_a_seam(client: Client) -> None:
    """Across the edge of two tiles colours change as they do within either."""
    west = pixels(client.get(CUSCO)).astype(int)
    east = pixels(client.get(f"{TILESET}/{ZOOM}/{ROW}/{COLUMN + 1}")).astype(int)
    across = np.abs(east[:, 0, :3] - west[:, -1, :3]).max(axis=1)
    within = np.abs(np.diff(west[..., :3], axis=1)).max(axis=(1, 2))
    assert (across <= within + 2).mean() > 0.95


def test_it_is_not_sent_again(client: Client) -> None:
    first = client.get(CUSCO)
    assert "max-age" in first["Cache-Control"]
    again: Any = client.get(CUSCO, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert again.content == b""


def test_its_documents_say_where_tiles_are(client: Client) -> None:
    (listed,) = client.get(ROOT).json()["tilesets"]
    assert listed["dataType"] == "map"
    document = client.get(TILESET, {"f": "json"}).json()
    (template,) = [each["href"] for each in document["links"] if each.get("templated")]
    path = template.removeprefix("http://testserver")
    for name, value in (("tileMatrix", ZOOM), ("tileRow", ROW), ("tileCol", COLUMN)):
        path = path.replace(f"{{{name}}}", str(value))
    assert pixels(client.get(path)).any()
    bounds = document["boundingBox"]
    assert bounds["lowerLeft"] == [-81.5, -18.5]
    assert bounds["upperRight"] == [-68.5, 0.25]
    for address in (ROOT, TILESET):
        page = client.get(address, {"f": "html"})
        assert page.status_code == 200
        assert "/catalogo/terrain/" in page.content.decode()
    paths = client.get("/ogc/api", {"f": "json"}).json()["paths"]
    assert "/collections/{coverageId}/map/tiles/{tileMatrixSetId}" in paths


def test_no_list_of_features_has_it(client: Client) -> None:
    listed = client.get("/ogc/collections", {"f": "json"}).json()["collections"]
    assert "terrain" not in {each["id"] for each in listed}
    assert client.get("/ogc/collections/terrain/items").status_code == 404
    assert client.get("/ogc/collections/districts/map/tiles").status_code == 404


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"{ROOT}/Otra", 404),
        (f"{TILESET}/9/512/0", 400),
        (f"{TILESET}/9/-1/0", 400),
        (f"{TILESET}/23/0/0", 400),
        (f"{TILESET}/x/0/0", 400),
        (f"{CUSCO}?color=red", 400),
        (f"{CUSCO}?f=mvt", 400),
    ],
)
def test_what_is_wrong_is_named(client: Client, path: str, status: int) -> None:
    response = client.get(path)
    assert response.status_code == status
    assert response["Content-Type"].startswith("application/problem+json")
    assert json.loads(response.content)["detail"]


def test_of_what_is_not_public_strangers_find_nothing(client: Client) -> None:
    set_state(Coverage.objects.get(name="terrain"), CoverageState.PRIVATE)
    for path in (ROOT, TILESET, CUSCO):
        assert client.get(path).status_code == 404
    keeper = get_user_model().objects.create_superuser("keeper")
    client.force_login(keeper)
    assert client.get(CUSCO)["Cache-Control"].endswith("no-store")


def test_a_file_that_is_gone_is_said(client: Client, settings: Any, tmp_path: Path) -> None:
    settings.RASTER_STORAGE = str(tmp_path)
    response = client.get(CUSCO)
    assert response.status_code == 404
    assert "no está en este servidor" in response.json()["detail"]
