"""The coverage as GDAL, OWSLib and QGIS get it from the running site."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
import rasterio
from django.conf import settings
from owslib.wcs import WebCoverageService

from tests.clients.test_qgis import has_qgis, qgis

__all__ = ["has_qgis"]
TERRAIN = Path(settings.BASE_DIR) / "fixtures" / "terrain.tif"
# Cells of the file, row and column: the coast, the highlands, the lowlands.
PLACES = ((100, 60), (165, 114), (50, 80))


@pytest.mark.parametrize("version", ["2.0.1", "1.1.2", "1.1.1", "1.1.0", "1.0.0"])
def test_gdal_translates_it(live_url: str, tmp_path: Path, version: str) -> None:
    target = tmp_path / "out.tif"
    source = f"WCS:{live_url}/ows/wcs?version={version}&coverage=terrain"
    done = subprocess.run(
        ["gdal_translate", "-q", source, str(target)],
        env=os.environ | {"HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
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
