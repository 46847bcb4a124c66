"""Files of features: what they really are, in any CRS, and the hostile ones refused."""

from __future__ import annotations

import gzip
import sqlite3
import stat
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pandas as pd
import pyogrio
import pyproj
import pytest
import shapely

from layers.boundaries.reader import geometry_fault
from layers.reading import archives, vector
from layers.reading.results import SourceError
from layers.reading.vector import read_vector
from tests.layers.boundaries.boundary_files import frame, geojson, square, zipped_shapefile

CUSCO = [{"UBIGEO": "080101", "NOMBDIST": "CUSCO"}, {"UBIGEO": "080102", "NOMBDIST": "CCORCÁ"}]
SQUARES = [square("080101"), square("080102")]


def test_a_geojson(tmp_path: Path) -> None:
    table = read_vector(geojson(tmp_path / "a.txt", list(zip(CUSCO, SQUARES, strict=True))))
    assert list(table.frame.index) == [1, 2]
    assert list(table.frame["NOMBDIST"]) == ["CUSCO", "CCORCÁ"]
    assert [g.equals(s) for g, s in zip(table.geometries, SQUARES, strict=True)] == [True, True]


@pytest.mark.parametrize("raised", [(True, True), (False, True), (False, False)])
def test_heights_are_left_out_whichever_features_have_them(
    tmp_path: Path, raised: tuple[bool, bool]
) -> None:
    shapes = [shapely.force_3d(s, 9.0) if up else s for s, up in zip(SQUARES, raised, strict=True)]
    frame(CUSCO, shapes).to_file(tmp_path / "a.gpkg", layer="distritos", engine="pyogrio")
    table = read_vector(tmp_path / "a.gpkg")
    assert set(shapely.get_coordinate_dimension(table.geometries)) == {2}
    assert [g.equals(s) for g, s in zip(table.geometries, SQUARES, strict=True)] == [True, True]


@pytest.mark.parametrize("crs", ["EPSG:32718", "EPSG:32719", "EPSG:24879", "EPSG:3857"])
def test_any_crs_becomes_degrees(tmp_path: Path, crs: str) -> None:
    """The oracle is the way back: pyproj puts each corner where the file has it."""
    data = frame(CUSCO, SQUARES).to_crs(crs)
    data.to_file(tmp_path / "a.gpkg", layer="distritos", engine="pyogrio")
    table = read_vector(tmp_path / "a.gpkg")
    assert table.crs.startswith(crs)
    back = pyproj.Transformer.from_crs(4326, crs, always_xy=True)
    for got, written in zip(table.geometries, data.geometry, strict=True):
        x, y = shapely.get_coordinates(got).T
        there = np.column_stack(back.transform(x, y))
        assert there == pytest.approx(shapely.get_coordinates(written), abs=0.01)


def test_a_zipped_shapefile_with_accents_and_no_cpg(tmp_path: Path) -> None:
    """INEI's DBF is UTF-8 and doesn't say so."""
    path = zipped_shapefile(tmp_path, frame(CUSCO, SQUARES, "EPSG:4326"), without=(".cpg",))
    table = read_vector(path)
    assert list(table.frame["NOMBDIST"]) == ["CUSCO", "CCORCÁ"]


def test_and_one_in_windows_own_encoding(tmp_path: Path) -> None:
    frame(CUSCO, SQUARES).to_file(tmp_path / "capa.shp", engine="pyogrio", encoding="cp1252")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for ending in ("shp", "shx", "dbf", "prj"):
            archive.write(tmp_path / f"capa.{ending}", f"capa.{ending}")
    assert list(read_vector(tmp_path / "a.zip").frame["NOMBDIST"]) == ["CUSCO", "CCORCÁ"]


def test_a_missing_prj_has_to_be_made_up_for(tmp_path: Path) -> None:
    data = frame(CUSCO, SQUARES).to_crs("EPSG:32719")
    path = zipped_shapefile(tmp_path, data, without=(".prj",))
    with pytest.raises(SourceError, match=r"no dice su sistema de coordenadas.*--crs"):
        read_vector(path)
    table = read_vector(path, crs="EPSG:32719")
    assert shapely.normalize(table.geometries[0]).equals_exact(shapely.normalize(SQUARES[0]), 1e-7)
    with pytest.raises(SourceError, match="«EPSG:1» no es un sistema"):
        read_vector(path, crs="EPSG:1")


def test_numbers_keep_their_digits(tmp_path: Path) -> None:
    rows = [({"UBIGEO": 80101.0, "X": None, "Y": "NA\0\x07"}, SQUARES[0])]
    table = read_vector(geojson(tmp_path / "a.geojson", rows))
    assert table.frame.loc[1].to_dict() == {"UBIGEO": "80101", "X": "", "Y": "NA\ufffd\x07"}


def test_an_unreadable_geometry_is_none(tmp_path: Path) -> None:
    open_ring = {"type": "Polygon", "coordinates": [[[-72, -13], [-71, -13]]]}
    no_number = {"type": "Polygon", "coordinates": [[[float("nan"), 1], [2, 1], [2, 2], [3, 3]]]}
    rows = [(CUSCO[0], shape) for shape in (open_ring, no_number, None, SQUARES[0])]
    table = read_vector(geojson(tmp_path / "a.geojson", rows))
    faults = [geometry_fault(geometry) for geometry in table.geometries]
    assert faults[0] is not None
    assert faults[1:] == ["No tiene geometría, o es ilegible."] * 2 + [None]


def test_several_layers_have_to_be_distinguished(tmp_path: Path) -> None:
    for layer in ("distritos", "provincias"):
        frame(CUSCO, SQUARES).to_file(tmp_path / "a.gpkg", layer=layer, engine="pyogrio")
    with pytest.raises(SourceError, match=r"varias capas \(distritos, provincias\)"):
        read_vector(tmp_path / "a.gpkg")
    assert len(read_vector(tmp_path / "a.gpkg", layer="provincias").frame) == 2
    with pytest.raises(SourceError, match="No hay una capa «x»"):
        read_vector(tmp_path / "a.gpkg", layer="x")


def write_zip(path: Path, *members: tuple[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return path


def write_link(path: Path) -> None:
    info = zipfile.ZipInfo("a.geojson")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(info, "/etc/passwd")


def write_locked(path: Path) -> None:
    write_zip(path, ("a.geojson", b"{}"))
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)


def write_damaged(path: Path) -> None:
    write_zip(path, ("a.geojson", b'{"a": 1}' * 500))
    data = bytearray(path.read_bytes())
    data[45:60] = b"\xff" * 15
    path.write_bytes(data)


def write_empty_gpkg(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE x (y)")
    database.close()


HOSTILE: list[tuple[Callable[[Path], object], str]] = [
    (lambda p: p.write_bytes(b""), "está vacío"),
    (lambda p: p.write_bytes(b"Rar!\x1a\x07\x01\x00"), "RAR: descomprímalo primero"),
    (lambda p: p.write_bytes(b"7z\xbc\xaf\x27\x1c"), "7-Zip"),
    (lambda p: p.write_bytes(gzip.compress(b"{}")), "gzip"),
    (lambda p: p.write_bytes(b"\x00\x00\x27\x0a" + b"\0" * 96), r"\.shp suelto"),
    (lambda p: p.write_bytes(b"<OGRVRTDataSource/>"), "Es un XML"),
    (lambda p: p.write_bytes(b"%PDF-1.7"), "Es un PDF"),
    (lambda p: p.write_bytes(b"<kml xmlns='http://www.opengis.net/kml/2.2'>"), "Es un KML"),
    (lambda p: p.write_bytes(b"PK\x03\x04 cortado"), "dañado o incompleto"),
    (lambda p: p.write_bytes(b"hola"), "No es un GeoPackage"),
    (lambda p: p.write_bytes(b"{"), "dañado"),
    (lambda p: p.write_bytes(b'{"a": 1}'), "dañado|sin geometrías|ningún elemento"),
    (lambda p: p.write_bytes(b'{"type": "FeatureCollection", "features": []}'), "ningún elemento"),
    (lambda p: p.write_bytes(b"SQLite format 3\0" + b"x" * 200), "dañado"),
    (write_empty_gpkg, "sin geometrías|dañado"),
    (lambda p: write_zip(p, ("leeme.txt", b"x")), "no contiene un shapefile"),
    (lambda p: write_zip(p, ("../../a.geojson", b"{}")), "ruta no permitida"),
    (lambda p: write_zip(p, ("/etc/a.geojson", b"{}")), "ruta no permitida"),
    (lambda p: write_zip(p, ("..\\a.geojson", b"{}")), "ruta no permitida"),
    (lambda p: write_zip(p, ("C:\\a.geojson", b"{}")), "ruta no permitida"),
    (lambda p: write_zip(p, ("a.geojson", b"{}"), ("b.gpkg", b"")), "varios conjuntos"),
    (lambda p: write_zip(p, ("a.shp", b""), ("a.dbf", b"")), r"le falta \.shx"),
    (lambda p: write_zip(p, ("a.shp", b"x"), ("a.dbf", b"x"), ("a.shx", b"x")), "dañado"),
    (lambda p: write_zip(p, ("a.gpkg", b"<OGRVRTDataSource/>")), "Es un XML"),
    (lambda p: write_zip(p, *((f"{n}.txt", b"") for n in range(300))), "300 archivos"),
    (write_link, "un enlace"),
    (write_locked, "contraseña"),
    (write_damaged, "dañado"),
]


@pytest.mark.parametrize(("write", "message"), HOSTILE)
def test_what_is_no_dataset(tmp_path: Path, write: Callable[[Path], object], message: str) -> None:
    write(tmp_path / "distritos.gpkg")
    with pytest.raises(SourceError, match=message):
        read_vector(tmp_path / "distritos.gpkg")
    assert [path.name for path in tmp_path.iterdir()] == ["distritos.gpkg"]


def test_a_zip_bomb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_UNPACKED_BYTES", 50_000_000)
    bomb = write_zip(tmp_path / "a.zip", ("a.geojson", b"{" + b" " * 60_000_000))
    assert bomb.stat().st_size < 100_000
    with pytest.raises(SourceError, match="más de 50 MB al descomprimirse"):
        read_vector(bomb)


def test_a_view_that_never_ends(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    frame(CUSCO, SQUARES).to_file(path, layer="distritos", engine="pyogrio")
    with closing(sqlite3.connect(path)) as database:
        database.executescript(
            "CREATE VIEW sinfin AS WITH RECURSIVE n (fid) AS "
            "(SELECT 1 UNION ALL SELECT fid + 1 FROM n) "
            "SELECT n.fid, distritos.geom FROM n JOIN distritos;"
            "UPDATE gpkg_contents SET table_name = 'sinfin', identifier = 'sinfin';"
            "UPDATE gpkg_geometry_columns SET table_name = 'sinfin';"
        )
    with pytest.raises(SourceError, match="«sinfin» es una vista"):
        read_vector(path)


def test_what_is_too_big(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = geojson(tmp_path / "a.geojson", list(zip(CUSCO, SQUARES, strict=True)))
    monkeypatch.setattr(vector, "MAX_VERTICES", 9)
    with pytest.raises(SourceError, match="más de 9 vértices"):
        read_vector(path)
    monkeypatch.setattr(vector, "MAX_FEATURES", 1)
    with pytest.raises(SourceError, match="2 elementos; el máximo es 1"):
        read_vector(path)
    monkeypatch.setattr(archives, "MAX_FILE_BYTES", 100)
    with pytest.raises(SourceError, match="supera los"):
        read_vector(path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no existe"):
        read_vector(tmp_path / "x")
    with pytest.raises(SourceError, match="no existe"):
        read_vector(tmp_path)


def test_a_table_without_geometries(tmp_path: Path) -> None:
    pyogrio.write_dataframe(pd.DataFrame(CUSCO), tmp_path / "a.gpkg", layer="t")
    with pytest.raises(SourceError, match="sin geometrías"):
        read_vector(tmp_path / "a.gpkg")
