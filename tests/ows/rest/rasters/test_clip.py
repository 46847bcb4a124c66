"""A clip of a raster, held against gdalwarp's own cut."""

from __future__ import annotations

import json
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from django.conf import settings as site
from django.test import Client

from layers.models import CoverageKind, CoverageState
from layers.rasters.registering import Reading, Said, import_raster, set_state
from territory.models import AdminUnit

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/rasters/terrain/clip/"
TERRAIN = Path(site.BASE_DIR) / "fixtures" / "terrain.tif"


def read(response: Any) -> tuple[Any, Any]:
    data = b"".join(response.streaming_content)
    assert response.status_code == 200
    assert response["Content-Type"] == "image/tiff"
    assert int(response["Content-Length"]) == len(data)
    with rasterio.MemoryFile(BytesIO(data)) as memory, memory.open() as file:
        return file.read(masked=True), file.profile | {"tags": file.tags()}


def by_gdal(source: Path, unit: str, tmp_path: Path) -> tuple[Any, Any]:
    """What gdalwarp leaves within the unit: every cell that it touches."""
    cut = tmp_path / "unit.geojson"
    geometry = json.loads(AdminUnit.objects.get(pk=unit).geom.geojson)  # type: ignore[union-attr]
    cut.write_text(json.dumps({"type": "Feature", "properties": {}, "geometry": geometry}))
    target = tmp_path / "cut.tif"
    subprocess.run(
        [
            *("gdalwarp", "-q", "-cutline", str(cut), "-wo", "CUTLINE_ALL_TOUCHED=TRUE"),
            *(str(source), str(target)),
        ],
        check=True,
        capture_output=True,
    )
    with rasterio.open(target) as file:
        cells = file.read(masked=True)
        rows, columns = np.nonzero(~cells.mask[0])
        window = (slice(rows.min(), rows.max() + 1), slice(columns.min(), columns.max() + 1))
        corner = file.transform * (columns.min(), rows.min())
        return cells[(slice(None), *window)], corner


@pytest.mark.parametrize("unit", ["08", "0801", "080101"])
def test_a_unit_has_the_cells_that_it_touches(client: Client, unit: str, tmp_path: Path) -> None:
    found, profile = read(client.get(ADDRESS, {"unit": unit}))
    expected, corner = by_gdal(TERRAIN, unit, tmp_path)
    place = profile["transform"]
    # Of the unit's rectangle rows and columns may be left without any cell by its shape.
    assert found.shape == expected.shape
    assert (place.c, place.f) == pytest.approx(corner)
    assert (found.mask == expected.mask).all()
    assert (found.filled(-1) == expected.filled(-1)).all()
    assert "Mapzen" in profile["tags"]["TIFFTAG_IMAGEDESCRIPTION"]


def test_a_box_has_the_file_s_own_cells(client: Client) -> None:
    response = client.get(ADDRESS, {"bbox": "-72.3,-13.9,-71.1,-12.6"})
    assert response["Content-Disposition"] == 'attachment; filename="terrain-recorte.tif"'
    found, profile = read(response)
    with rasterio.open(TERRAIN) as file:
        west, north = profile["transform"].c, profile["transform"].f
        box = (west, north - found.shape[1] / 12, west + found.shape[2] / 12, north)
        assert box[0] <= -72.3 < box[0] + 1 / 12
        assert box[3] - 1 / 12 < -12.6 <= box[3]
        own = file.read(masked=True, window=file.window(*box))
    assert (found == own).all()
    assert box[1] <= -13.9 < box[1] + 1 / 12
    assert box[2] - 1 / 12 < -71.1 <= box[2]


def test_of_a_raster_in_metres_without_a_value_for_none(
    client: Client, tmp_path: Path, settings: Any
) -> None:
    """Two bands of whole numbers in UTM: what lies outside is masked."""
    settings.RASTER_STORAGE = str(tmp_path / "kept")
    path = tmp_path / "utm.tif"
    rng = np.random.default_rng(7)
    cells = rng.integers(0, 255, (2, 220, 260), dtype="uint8")
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        width=260,
        height=220,
        count=2,
        dtype="uint8",
        crs="EPSG:32719",
        transform=rasterio.transform.from_origin(170_000, 8_530_000, 200, 200),
    ) as file:
        file.write(cells)
    said = Said("Prueba", CoverageKind.QUANTITY, "Prueba", None, unit="u")
    coverage = import_raster(path, said, Reading())
    set_state(coverage, CoverageState.PUBLISHED)
    found, profile = read(client.get(f"/api/v1/rasters/{coverage.name}/clip/", {"unit": "080101"}))
    assert profile["crs"].to_epsg() == 32719
    assert profile["count"] == 2
    inside = ~found.mask[0]
    assert inside.any()
    assert not inside.all()
    place = profile["transform"]
    left, top = round((place.c - 170_000) / 200), round((8_530_000 - place.f) / 200)
    own = cells[:, top : top + found.shape[1], left : left + found.shape[2]]
    assert (found.data[:, inside] == own[:, inside]).all()
    unit = AdminUnit.objects.get(pk="080101").geom.transform(32719, clone=True)  # type: ignore[union-attr]
    assert inside.sum() * 200 * 200 == pytest.approx(unit.area, rel=0.1)


@pytest.mark.parametrize(
    ("asked", "parameter", "status"),
    [
        ({}, "unit", 400),
        ({"unit": "08", "bbox": "-72,-14,-71,-13"}, "bbox", 400),
        ({"bbox": "-72,-14,-71"}, "bbox", 400),
        ({"bbox": "-71,-14,-72,-13"}, "bbox", 400),
        ({"bbox": "-71,x,-70,-13"}, "bbox", 400),
        ({"bbox": "-71,-95,-70,-13"}, "bbox", 400),
        ({"bbox": "10,40,11,41"}, "bbox", 400),
        ({"unit": "999999"}, None, 404),
        ({"unit": "08010101"}, None, 404),
        ({"unidad": "08"}, "unidad", 400),
    ],
)
def test_what_is_wrong_is_named(
    client: Client, asked: dict[str, str], parameter: str | None, status: int
) -> None:
    response = client.get(ADDRESS, asked)
    assert response.status_code == status, response.content
    assert response.json().get("parameter") == parameter
    assert response.json()["detail"]


def test_more_than_is_given_at_once_is_refused(client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr("layers.rasters.clips.MAX_CELLS", 100)
    response = client.get(ADDRESS, {"unit": "08"})
    assert response.status_code == 400
    assert response.json()["parameter"] == "unit"
