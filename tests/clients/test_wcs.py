"""The coverage as GDAL, OWSLib and QGIS get it from the running site."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine
from django.conf import settings
from django.db import connection
from owslib.wcs import WebCoverageService
from pytest_django.plugin import DjangoDbBlocker

from layers.models import Coverage, CoverageKind, CoverageState
from layers.rasters.registering import Reading, Said, import_raster, set_state
from tests.clients.raster_looks import until_then
from tests.clients.test_qgis import has_qgis, qgis
from tests.layers.reading.rasters.test_converting import write

__all__ = ["has_qgis"]
TERRAIN = Path(settings.BASE_DIR) / "fixtures" / "terrain.tif"
# Cells of the file, row and column: the coast, the highlands, the lowlands.
PLACES = ((100, 60), (165, 114), (50, 80))


VERSIONS = pytest.mark.parametrize("version", ["2.0.1", "1.1.2", "1.1.1", "1.1.0", "1.0.0"])
# Of a raster in metres: its place, and its numbers, each of which says where it is.
PLACE = Affine(250, 0, 400_000, 0, -250, 8_700_000)
CELLS = np.arange(180 * 210, dtype="int32").reshape(180, 210)
CELLS[40:60, 30:70] = -9


@pytest.fixture(scope="module")
def projected(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Coverage]:
    """A raster of UTM 18 south with a hole; committed, for the server."""
    path = write(
        tmp_path_factory.mktemp("utm") / "a.tif",
        CELLS,
        crs="EPSG:32718",
        transform=PLACE,
        nodata=-9,
    )
    said = Said("En metros", CoverageKind.QUANTITY, "Prueba", dt.date(2020, 1, 1), unit="mm")
    with django_db_blocker.unblock():
        coverage = import_raster(path, said, Reading())
        set_state(coverage, CoverageState.PUBLISHED)
        connection.close()
    yield coverage
    with django_db_blocker.unblock():
        with until_then(coverage):
            pass
        connection.close()


def translated(live_url: str, folder: Path, version: str, name: str, *how: str) -> Path:
    """What GDAL's own driver of WCS makes of a coverage."""
    target = folder / "out.tif"
    source = f"WCS:{live_url}/ows/wcs?version={version}&coverage={name}"
    done = subprocess.run(
        ["gdal_translate", "-q", *how, source, str(target)],
        env=os.environ | {"HOME": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return target


@VERSIONS
def test_gdal_cuts_a_part_of_one_in_metres(
    live_url: str, tmp_path: Path, version: str, projected: Coverage
) -> None:
    part = ["400000", "8692500", "417500", "8680000"]  # 70 columns, rows 30 to 80
    target = translated(live_url, tmp_path, version, projected.name, "-projwin", *part)
    with rasterio.open(target) as got:
        assert got.crs.to_epsg() == 32718
        assert tuple(got.bounds) == pytest.approx((400_000, 8_680_000, 417_500, 8_692_500))
        assert (got.read(1) == CELLS[30:80, :70]).all()


def test_owslib_reads_one_in_metres(live_url: str, projected: Coverage) -> None:
    service = WebCoverageService(f"{live_url}/ows/wcs", version="2.0.1")
    assert projected.name in service.contents
    data = service.getCoverage(
        identifier=projected.name,
        format="image/tiff",
        subsets=[("E", 405_000, 417_500), ("N", 8_680_000, 8_692_500)],
    ).read()
    with rasterio.MemoryFile(data) as memory, memory.open() as got:
        assert got.nodata == -9
        assert (got.read(1) == CELLS[30:80, 20:70]).all()


@VERSIONS
def test_gdal_translates_it(live_url: str, tmp_path: Path, version: str) -> None:
    target = translated(live_url, tmp_path, version, "terrain")
    with rasterio.open(target) as got, rasterio.open(TERRAIN) as own:
        assert got.shape == own.shape
        assert got.transform.almost_equals(own.transform)
        assert (got.read(1) == own.read(1)).all()


def test_owslib_reads_it(live_url: str) -> None:
    service = WebCoverageService(f"{live_url}/ows/wcs", version="2.0.1")
    coverage = service["terrain"]
    assert coverage.boundingboxes[0]["bbox"] == (-18.5, -81.5, 0.25, -68.5)
    data = service.getCoverage(
        identifier="terrain",
        format="image/tiff",
        subsets=[("Lat", -14, -12), ("Long", -73, -71)],
    ).read()
    with rasterio.MemoryFile(data) as memory, memory.open() as got:
        assert tuple(got.bounds) == pytest.approx((-73, -14, -71, -12))
        assert got.shape == (24, 24)


# OWSLib asks an lxml element for its truth.
@pytest.mark.filterwarnings("ignore:Truth-testing of elements:FutureWarning")
@pytest.mark.parametrize("version", ["1.1.1", "1.1.0"])
def test_owslib_lists_it_in_the_older_versions(live_url: str, version: str) -> None:
    service = WebCoverageService(f"{live_url}/ows/wcs", version=version)
    coverage = service.contents["terrain"]
    assert coverage.title == "Altitud (relieve grueso)"
    assert coverage.boundingBoxWGS84 == (-81.5, -18.5, -68.5, 0.25)
    assert "EPSG:4326" in [crs.getcode() for crs in coverage.supportedCRS]
    (form,) = coverage.supportedFormats
    parts = service.getCoverage(identifier="terrain", format=form, bbox=(-73, -14, -71, -12)).read()
    # What it gives is the multipart answer, of which the file is the last part.
    data = parts[parts.index(b"II*\0") :]
    with rasterio.MemoryFile(data) as memory, memory.open() as got, rasterio.open(TERRAIN) as own:
        window = own.window(-73, -14, -71, -12)
        assert (got.read(1) == own.read(1, window=window)).all()


@pytest.mark.usefixtures("has_qgis")
def test_qgis_reads_its_cells(live_url: str, tmp_path: Path) -> None:
    report = qgis(tmp_path, "read_wcs.py", live_url, "terrain", "-71.97", "-13.53")
    with rasterio.open(TERRAIN) as file:
        cells = file.read(1)
    for version in ("1.0.0", "1.1.1"):
        found = report[version]
        assert found["valid"], found
        assert found["extent"] == pytest.approx([-81.5, -18.5, -68.5, 0.25])
        assert found["size"] == [156, 225]
        assert found["cells"] == [float(cells[place]) for place in PLACES]
        assert found["value"] == float(cells[165, 114])
        assert found["nothing"]
