"""The ground on a unit's page, against cells weighted one by one by their surface."""

from __future__ import annotations

import datetime as dt
import math
import re
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
import rasterio.features
import shapely
from django.conf import settings as site
from django.core.cache import cache
from django.test import Client

from layers.models import Coverage, CoverageKind, CoverageState
from layers.rasters.registering import Reading, Said, import_raster, set_state
from territory.models import AdminUnit, BoundarySource

pytestmark = pytest.mark.django_db
TERRAIN = Path(site.BASE_DIR) / "fixtures" / "terrain.tif"


def ground(client: Client, ubigeo: str) -> str:
    """The section's words."""
    page = client.get(f"/t/{ubigeo}/").content.decode()
    section = page[page.index('aria-labelledby="terreno"') :]
    section = section[: section.index("</section>")]
    words = re.sub(r"<[^>]+>", " ", section).replace("\xa0", "").replace("\u202f", "")
    return " ".join(words.split())


def by_hand(ubigeo: str) -> tuple[int, int, int]:
    """The mean, the least and the most, of the cells that the unit's shape touches."""
    unit = AdminUnit.objects.get(pk=ubigeo)
    assert unit.geom is not None
    area = shapely.from_wkb(bytes(unit.geom.wkb))
    shapely.prepare(area)
    total = weight = 0.0
    seen = []
    with rasterio.open(TERRAIN) as file:
        values = file.read(1, masked=True)
        west, south, east, north = area.bounds
        window = file.window(west, south, east, north)
        for row in range(int(window.row_off), math.ceil(window.row_off + window.height)):
            for column in range(int(window.col_off), math.ceil(window.col_off + window.width)):
                left, top = file.transform * (column, row)
                right, bottom = file.transform * (column + 1, row + 1)
                cell = shapely.box(left, bottom, right, top)
                if values.mask[row, column] or not area.intersects(cell):
                    continue
                share = area.intersection(cell).area / cell.area
                # The surface of a cell of degrees on a sphere.
                surface = math.sin(math.radians(top)) - math.sin(math.radians(bottom))
                total += float(values[row, column]) * share * surface
                weight += share * surface
                if share > 0:
                    seen.append(int(values[row, column]))
    return round(total / weight), min(seen), max(seen)


@pytest.mark.parametrize("ubigeo", ["08", "0801", "080101", "15"])
def test_its_altitude_is_that_of_its_cells(client: Client, ubigeo: str) -> None:
    mean, least, most = by_hand(ubigeo)
    words = ground(client, ubigeo)
    assert f"Altitud media {mean} m" in words
    assert f"Entre {least} y {most} m" in words
    assert "Pendiente media no se puede saber" in words
    assert "Mapzen" in words
    assert "corte: no se sabe" in words
    assert "227 m" in words
    approximate = AdminUnit.objects.get(pk=ubigeo).boundary_source == BoundarySource.APPROXIMATE
    assert ("límite aproximado" in words) == approximate


def test_its_cells_are_downloaded_from_there(client: Client) -> None:
    page = client.get("/t/0801/").content.decode()
    (address,) = re.findall(r'href="(/api/v1/rasters/[^"]+)"', page)
    assert address == "/api/v1/rasters/terrain/clip/?unit=0801"
    data = b"".join(client.get(address).streaming_content)  # type: ignore[attr-defined]
    with rasterio.MemoryFile(data) as memory, memory.open() as file:
        assert file.read(1, masked=True).count() > 10


def test_of_fine_cells_the_slope_is_told_as_gdaldem_has_it(
    client: Client, tmp_path: Path, settings: Any
) -> None:
    settings.RASTER_STORAGE = str(tmp_path / "kept")
    path = tmp_path / "fine.tif"
    unit = AdminUnit.objects.get(pk="080101")
    assert unit.geom is not None
    there = unit.geom.transform(32719, clone=True)
    west, south, east, north = there.extent
    width, height = math.ceil((east - west) / 90) + 10, math.ceil((north - south) / 90) + 10
    y, x = np.mgrid[0:height, 0:width]
    cells = (3_400 + 250 * np.sin(x / 13) * np.cos(y / 9)).astype("float32")
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        width=width,
        height=height,
        count=1,
        dtype="float32",
        crs="EPSG:32719",
        transform=rasterio.transform.from_origin(west - 400, north + 400, 90, 90),
        nodata=-9999,
    ) as file:
        file.write(cells, 1)
    said = Said("EJEMPLO fino", CoverageKind.TERRAIN, "Prueba", dt.date(2020, 1, 1), unit="m")
    set_state(import_raster(path, said, Reading()), CoverageState.PUBLISHED)
    slope = tmp_path / "slope.tif"
    subprocess.run(["gdaldem", "slope", "-q", str(path), str(slope)], check=True)
    with rasterio.open(slope) as file:
        degrees = file.read(1, masked=True)
        inside = rasterio.features.geometry_mask(
            [shapely.geometry.mapping(shapely.from_wkb(bytes(there.wkb)))],
            degrees.shape,
            file.transform,
            invert=True,
        )
    expected = float(degrees[inside].mean())
    words = ground(client, "080101")
    (told,) = re.findall(r"Pendiente media ([\d,]+) °", words)
    assert float(told.replace(",", ".")) == pytest.approx(expected, abs=0.3)
    assert "Fuente: Prueba; corte: 1 de enero de 2020." in words


def test_without_a_terrain_nobody_knows(client: Client) -> None:
    set_state(Coverage.objects.get(name="terrain"), CoverageState.PRIVATE)
    assert "No se puede saber" in ground(client, "08")


def test_nor_of_a_unit_without_a_boundary(client: Client) -> None:
    AdminUnit.objects.filter(pk="080101").update(geom=None)
    assert "No se puede saber" in ground(client, "080101")


def test_it_is_measured_once(client: Client, monkeypatch: Any) -> None:
    cache.clear()
    first = ground(client, "0801")

    def fail(*_args: Any) -> None:
        raise AssertionError("measured again")

    monkeypatch.setattr("frontend.ground.ground_of", fail)
    assert ground(client, "0801") == first
    set_state(Coverage.objects.get(name="terrain"), CoverageState.PUBLISHED)
    with pytest.raises(AssertionError, match="measured again"):
        ground(client, "0801")
