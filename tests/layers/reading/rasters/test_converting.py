"""Strangers' GeoTIFFs: what is taken becomes a clean COG, what isn't is refused within bounds."""

from __future__ import annotations

import struct
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from affine import Affine
from rasterio.errors import NotGeoreferencedWarning
from rio_cogeo.cogeo import cog_validate

from layers.reading.rasters.converting import CONVERTED, convert
from layers.reading.results import ChoiceMissing, SourceError
from layers.sandbox import Usage, run

PLACE = Affine(0.01, 0, -75, 0, -0.01, -10)


def write(path: Path, cells: Any, **changes: Any) -> Path:
    bands = cells if cells.ndim == 3 else cells[None]
    profile = {
        "driver": "GTiff",
        "count": bands.shape[0],
        "height": bands.shape[1],
        "width": bands.shape[2],
        "dtype": bands.dtype.name,
        "crs": "EPSG:4326",
        "transform": PLACE,
    }
    tags = changes.pop("tags", {})
    wanted = {key: value for key, value in (profile | changes).items() if value is not None}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        file = rasterio.open(path, "w", **wanted)
    with file:
        file.write(bands)
        if tags:
            file.update_tags(**tags)
    return path


def converted(path: Path, **said: Any) -> tuple[dict[str, Any], Path]:
    output = path.parent / "output"
    output.mkdir()
    asked: Any = {"crs": "", "nodata": "", "classes": False} | said
    return convert(path, output, **asked), output / CONVERTED


def refusal(path: Path, **said: Any) -> str:
    with pytest.raises(SourceError) as refused:
        converted(path, **said)
    return refused.value.message


def test_the_cells_stay_and_the_rest_goes(tmp_path: Path) -> None:
    cells = np.arange(1200 * 700, dtype="float32").reshape(1200, 700)
    cells[5, 7] = np.nan
    path = write(tmp_path / "a.tif", cells, tags={"AUTHOR": "somebody"})
    found, cog = converted(path)
    valid, errors, _warnings = cog_validate(cog)
    assert (valid, errors) == (True, [])
    with rasterio.open(cog) as file:
        assert np.array_equal(file.read(1), cells, equal_nan=True)
        assert "AUTHOR" not in file.tags()
        assert file.overviews(1)
    (band,) = found["bands"]
    assert (band["minimum"], band["maximum"]) == (0, 1200 * 700 - 1)
    assert band["mean"] == pytest.approx(float(np.nanmean(cells.astype("float64"))))
    assert found["srid"] == 4326
    assert found["extent"] == pytest.approx([-75, -22, -68, -10])


def test_nodata_as_it_is_said(tmp_path: Path) -> None:
    cells = np.array([[1, 2], [99, 4]], dtype="int16")
    found, cog = converted(write(tmp_path / "a.tif", cells), nodata="99")
    assert found["bands"][0]["maximum"] == 4
    with rasterio.open(cog) as file:
        assert file.nodata == 99


def test_a_mask_stays_a_mask(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True):
        write(path, np.full((20, 20), 7, dtype="uint8"))
        with rasterio.open(path, "r+") as file:
            file.write_mask(np.eye(20, dtype="bool"))
    found, cog = converted(path)
    assert found["bands"][0]["cells"] == 20
    with rasterio.open(cog) as file:
        assert (file.dataset_mask() > 0).sum() == 20


def test_what_has_no_crs_is_asked_for(tmp_path: Path) -> None:
    path = write(tmp_path / "a.tif", np.ones((9, 9), "uint8"), crs=None)
    with pytest.raises(ChoiceMissing) as missing:
        converted(path)
    assert missing.value.choice == "crs"
    (tmp_path / "output").rmdir()
    found, _cog = converted(path, crs="EPSG:4326")
    assert found["srid"] == 4326


@pytest.mark.parametrize(
    ("changes", "said", "words"),
    [
        ({"transform": None}, {}, "dónde está"),
        ({"transform": PLACE @ Affine.rotation(20)}, {}, "girado"),
        ({"transform": Affine(0.01, 0, 10, 0, -0.01, 50)}, {}, "fuera del Perú"),
        ({"dtype": "complex64"}, {}, "tipo"),
        ({"nodata": None}, {"nodata": "x"}, "no es un número"),
        ({"nodata": None}, {"nodata": "700"}, "no cabe"),
        ({"nodata": None}, {"crs": "EPSG:99999999"}, "no es un sistema"),
    ],
)
def test_refused_for_what_it_is(
    tmp_path: Path, changes: dict[str, Any], said: dict[str, str], words: str
) -> None:
    kind = changes.get("dtype", "uint8")
    path = write(tmp_path / "a.tif", np.ones((9, 9), kind), **changes)
    assert words in refusal(path, **said)


@pytest.mark.parametrize(
    "text",
    ["/vsicurl/http://10.0.0.1/a.tif", "<VRTDataset/>", "../../etc/passwd", "/vsizip/x.zip/a"],
)
def test_a_reference_to_elsewhere_is_refused(tmp_path: Path, text: str) -> None:
    path = write(tmp_path / "a.tif", np.ones((9, 9), "uint8"), tags={"SOURCE": text})
    assert "otros archivos" in refusal(path)


def test_many_bands_and_empty_ones_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.tif", np.ones((17, 4, 4), "uint8"))
    assert "17 bandas" in refusal(path)
    (tmp_path / "output").rmdir()
    path = write(tmp_path / "b.tif", np.zeros((4, 4), "uint8"), nodata=0)
    assert "Ninguna celda" in refusal(path)


def tiff(*entries: tuple[int, int, int, int], following: int = 0) -> bytes:
    """A TIFF of one directory, written by hand: tag, type, count, value."""
    block = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return b"II*\0" + struct.pack("<IH", 8, len(entries)) + block + struct.pack("<I", following)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "No es un GeoTIFF"),
        (b"PK\x03\x04 a zip", "No es un GeoTIFF"),
        (b"<VRTDataset rasterXSize='1'/>", "No es un GeoTIFF"),
        (tiff((256, 4, 1, 4_000_000_000), (257, 4, 1, 4_000_000_000)), "celdas"),
        (tiff((256, 4, 1, 200_001), (257, 4, 1, 1)), "celdas"),
        (tiff((256, 4, 1, 9), (257, 4, 1, 9), (277, 3, 1, 65_535)), "bandas"),
        (tiff((256, 4, 1, 0), (257, 4, 1, 9)), "no tiene celdas"),
        (tiff((256, 4, 1, 9)), "dañado"),
        (tiff((256, 4, 1, 9), (257, 4, 1, 9), following=8), "dañado"),
        (tiff((256, 4, 1, 9), (257, 4, 1, 9), following=2**31), "dañado"),
        (tiff((256, 4, 1, 9), (257, 4, 1, 9), (42112, 2, 2**31, 8)), "dañado"),
        (tiff((256, 12, 1, 9), (257, 4, 1, 9)), "dañado"),
        (b"II*\0" + struct.pack("<IH", 8, 60_000), "dañado"),
        (b"II+\0" + struct.pack("<HHQ", 8, 0, 2**63), "dañado"),
        (tiff((256, 4, 1, 9), (257, 4, 1, 9)), "dañado"),
    ],
)
def test_hostile_tiffs_are_refused_before_they_are_opened(
    tmp_path: Path, data: bytes, words: str
) -> None:
    path = tmp_path / "a.tif"
    path.write_bytes(data)
    assert words in refusal(path)


def test_cut_short_it_is_refused(tmp_path: Path) -> None:
    whole = write(
        tmp_path / "a.tif", np.random.default_rng(1).integers(0, 255, (400, 400), "uint8")
    )
    path = tmp_path / "b.tif"
    path.write_bytes(whole.read_bytes()[:90_000])
    assert refusal(path)


def test_in_the_sandbox_within_its_memory(tmp_path: Path) -> None:
    cells = np.random.default_rng(1).integers(0, 9_999, (6_000, 5_000), "int16")
    path = write(tmp_path / "a.tif", cells, tiled=True)
    output = tmp_path / "made"
    output.mkdir()
    used: list[Usage] = []
    found = run("convert_raster", {"file": path}, {}, output, report_usage=used.append)
    assert [child.name for child in output.iterdir()] == [CONVERTED]
    assert found["width"] == 5_000
    assert used[0].peak_bytes < 500_000_000
