"""What an operator may say of a file: sheet, layer, coordinate system, zone and datum."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pyogrio
import pyproj
import pytest
import shapely

from layers.loading import importing
from layers.loading.checking import Handed
from layers.reading.context import Choice, Context
from layers.reading.directory import Directory
from layers.reading.results import Provenance, Reading, SourceError
from layers.reading.vector import read_vector
from layers.themes.extractive_sites.reader import read_sites
from layers.themes.extractive_sites.source import EXTRACTIVES
from layers.themes.sanitation_projects.source import SANITATION

INGEMMET = Provenance("INGEMMET", "", dt.date(2025, 12, 31))
UNITS = Directory({"08": "Cusco", "0808": "Espinar", "080801": "Espinar"})
FIELDS = ["CODIGOU", "CONCESION", "D_ESTADO", "DEPA"]
ROW = [np.array([text], dtype=object) for text in ("010071623", "UNO", "Titulado", "CUSCO")]
# In Espinar, degrees and metres of zone 19: pyproj says which.
DEGREES = shapely.box(-71.41, -14.81, -71.40, -14.80)
TO_METRES = pyproj.Transformer.from_crs(4326, 32719, always_xy=True)
METRES = shapely.transform(
    DEGREES, lambda corners: np.column_stack(TO_METRES.transform(corners[:, 0], corners[:, 1]))
)


def gpkg(path: Path, shape: object, *, layer: str = "derechos", crs: str | None = None) -> None:
    geometries = shapely.to_wkb(np.array([shape], dtype=object))
    options = {"geometry_type": "Polygon", "crs": crs, "layer": layer, "append": path.exists()}
    pyogrio.raw.write(path, geometries, ROW, FIELDS, **options)


NOTHING = Choice()


def read(path: Path, choice: Choice = NOTHING) -> Reading:
    return read_sites(path, Context(UNITS, dt.date(2026, 1, 1), provenance=INGEMMET, choice=choice))


def centre(reading: Reading) -> tuple[float, float]:
    (ewkb,) = reading.frames["extractive_sites"]["geom"]
    point = shapely.from_wkb(ewkb).centroid
    return round(point.x, 4), round(point.y, 4)


HERE = (-71.405, -14.805)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.gpkg"


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def test_degrees_without_a_system_are_degrees(path: Path) -> None:
    gpkg(path, DEGREES)
    reading = read(path)
    assert reading.errors == ()
    assert centre(reading) == HERE
    assert ["1 contornos están en grados" in remark for remark in reading.remarks] == [True]
    assert read_vector(path).geometries[0].equals(DEGREES)
    shifted = read(path, Choice(datum="PSAD56"))
    assert centre(shifted) != HERE  # some 400 m away, by EPSG:1208
    assert shifted.remarks == ()


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def test_metres_without_a_system_are_what_the_operator_says(path: Path) -> None:
    gpkg(path, METRES)
    assert {e.column for e in read(path).errors} == {"zona", "datum"}
    assert centre(read(path, Choice(zone=19, datum="WGS84"))) == HERE
    assert centre(read(path, Choice(crs="EPSG:32719"))) == HERE
    with pytest.raises(SourceError, match="«EPSG:0» no es un sistema"):
        read(path, Choice(crs="EPSG:0"))


def test_the_operators_system_goes_before_the_files(path: Path) -> None:
    gpkg(path, METRES, crs="EPSG:32718")
    assert centre(read(path, Choice(crs="EPSG:32719"))) == HERE


def test_the_only_layer_with_the_columns_is_read(path: Path) -> None:
    gpkg(path, DEGREES, crs="EPSG:4326")
    point = shapely.to_wkb(np.array([shapely.Point(-71, -14)], dtype=object))
    options = {"geometry_type": "Point", "crs": "EPSG:4326", "layer": "otra", "append": True}
    pyogrio.raw.write(path, point, [ROW[0]], ["X"], **options)
    assert centre(read(path)) == HERE
    gpkg(path, DEGREES, layer="copia", crs="EPSG:4326")
    with pytest.raises(SourceError, match=r"varias capas .derechos, copia.: diga cuál con --layer"):
        read(path)
    assert centre(read(path, Choice(layer="copia"))) == HERE
    with pytest.raises(SourceError, match="No hay una capa «x»; hay: derechos, otra, copia"):
        read(path, Choice(layer="x"))


@pytest.mark.django_db
def test_what_a_source_has_no_use_for_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("CODIGOU,CONCESION,D_ESTADO,DEPA,ESTE,NORTE\n1,a,b,c,1,2\n")
    for source, choice, reason in (
        (SANITATION, Choice(zone=18, layer="x"), "no llevan --layer, --zone"),
        (SANITATION, Choice(sheet="x"), "no tiene hojas: quite --sheet"),
        (EXTRACTIVES, Choice(layer="x"), "no tiene capas: quite --layer"),
    ):
        with pytest.raises(SourceError, match=reason):
            importing.check(source, file, Handed(INGEMMET, choice=choice))
