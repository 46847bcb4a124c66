"""The forms in which the cadastre comes, and files that can't be read."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import numpy as np
import pyogrio
import pytest

from layers.reading.results import SourceError
from tests.layers.themes.extractive_sites.cadastre_files import corners, geojson, read, sites
from tests.territory.shapes import FIXTURES


def test_shapefiles_and_geopackages(tmp_path: Path) -> None:
    expected = corners(read(geojson({}, epsg=24879)))
    (tmp_path / "c.geojson").write_bytes(geojson({}, epsg=24879))
    meta, _, geometry, columns = pyogrio.raw.read(tmp_path / "c.geojson")
    for name in ("c.gpkg", "c.shp"):
        pyogrio.raw.write(
            tmp_path / name,
            geometry,
            columns,
            meta["fields"],
            crs="EPSG:24879",
            geometry_type="Polygon",
            encoding="UTF-8",
        )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for part in ("shp", "shx", "dbf", "prj"):
            archive.write(tmp_path / f"c.{part}", f"CATASTRO_PSAD56_19.{part}")
    for data in ((tmp_path / "c.gpkg").read_bytes(), packed.getvalue()):
        reading = read(data)
        assert reading.errors == ()
        assert np.allclose(corners(reading), expected, rtol=0, atol=1e-9)
        assert sites(reading).loc[2]["position_accuracy_m"] == 16


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (geojson({}, epsg=3857), "se leen WGS 84 y PSAD56"),
        (geojson({}, epsg=24892), "se leen WGS 84 y PSAD56"),
        (geojson({}).replace(b"CODIGOU", b"CODIGO"), "Faltan columnas: codigou"),
        (b'{"type": "FeatureCollection", "features": []}', "."),
        (b"{", "."),
        (b"CODIGOU;CONCESION\n1;2\n", "Faltan columnas"),
        (b"", "vac"),
    ],
)
def test_a_file_that_cannot_be_read(data: bytes, reason: str) -> None:
    with pytest.raises(SourceError, match=reason):
        read(data)


def test_samples_and_facts_do_not_mix() -> None:
    (error,) = read(geojson({}), samples=True).errors
    assert "Las muestras se llaman" in error.reason
    data = (FIXTURES / "samples" / "extractive_sites.csv").read_bytes()
    assert read(data).number_of_rows == 0
