"""Shapefiles as GDAL reads them: names, widths, nulls, encodings, a file for each kind of shape."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path
from typing import Any

import pandas as pd
import pyogrio
import pytest
from django.contrib.gis.gdal import DataSource
from django.test import Client

from layers.exports import shapefile
from layers.exports.dbase import short_names
from layers.layer import OFFERED_SRIDS
from territory.models import AdminUnit, CommitmentTerritory
from tests.awkward_text import AWKWARD_TEXTS
from tests.commissions import add_commissions
from tests.ows.file_wire import ask, frame, problem, save

pytestmark = pytest.mark.django_db
COMMISSIONS = "environmental_commissions"


def unpacked(folder: Path, client: Client, layer: str, **parameters: Any) -> dict[str, Path]:
    """Suffix → file of a layer with one kind of shape."""
    path = save(folder, client, layer, "shp", **parameters)
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        archive.extractall(folder / "files")
    return {file.name.partition(".")[2]: file for file in (folder / "files").iterdir()}


def test_the_files_and_the_encoding_declared(tmp_path: Path, client: Client) -> None:
    files = unpacked(tmp_path, client, "departments")
    assert {"shp", "shx", "dbf", "prj", "cpg", "txt", "qmd"} <= set(files)
    assert files["cpg"].read_text().strip() == "UTF-8"
    assert files["shp"].stem == "departments_2025-06-30"


@pytest.mark.parametrize("srid", OFFERED_SRIDS)
def test_in_the_crs_asked_for(tmp_path: Path, client: Client, srid: int) -> None:
    crs = f"http://www.opengis.net/def/crs/EPSG/0/{srid}"
    path = save(tmp_path, client, "departments", "shp", crs=crs)
    found = frame(path).set_index("ubigeo")
    assert found.crs.to_epsg() == srid
    cusco = AdminUnit.objects.get(pk="08").geom
    assert cusco is not None
    cusco.transform(srid)
    tolerance = 1e-6 if srid == 4326 else 1
    assert found.geometry["08"].bounds == pytest.approx(cusco.extent, abs=tolerance)


def test_names_are_mapped_and_told(tmp_path: Path, client: Client) -> None:
    files = unpacked(tmp_path, client, "departments")
    fields = list(pyogrio.read_info(files["shp"])["fields"])
    assert all(len(name) <= 10 for name in fields)
    assert len({name.lower() for name in fields}) == len(fields)
    note = files["txt"].read_bytes().decode()
    told = dict(line.partition(",")[0].split(" = ") for line in note.split("\r\n") if " = " in line)
    told.pop("CAMPOS: nombre en el shapefile", None)
    assert list(told) == fields
    assert told["boundary_s"] == "boundary_source"
    assert told["boundary_o"] == "boundary_origin"


def test_short_names() -> None:
    """Ten characters (dBase III+), unlike whatever their case."""
    assert short_names(["boundary_source", "boundary_state", "BOUNDARY_S", "año", "x"]) == [
        "boundary_s",
        "boundary_1",
        "BOUNDARY_2",
        "a_o",
        "x",
    ]
    many = short_names(["abcdefghijk"] * 120)
    assert len(set(many)) == 120
    assert max(map(len, many)) == 10


@pytest.mark.parametrize("label", [key for key in AWKWARD_TEXTS if key not in ("empty", "spaces")])
def test_texts(tmp_path: Path, client: Client, label: str) -> None:
    made = add_commissions({label: AWKWARD_TEXTS[label]})
    table = frame(save(tmp_path, client, COMMISSIONS, "shp")).set_index("id")
    assert table["name"][str(made[label].pk)] == AWKWARD_TEXTS[label]


def test_what_a_table_does_not_keep(tmp_path: Path, client: Client) -> None:
    """Blanks are padding, which GDAL takes away at both ends; nothing in a text is no text."""
    made = add_commissions({key: AWKWARD_TEXTS[key] for key in ("empty", "spaces")})
    files = unpacked(tmp_path, client, COMMISSIONS)
    table = frame(files["shp"]).set_index("id")
    assert pd.isna(table["name"][str(made["empty"].pk)])
    assert table["name"][str(made["spaces"].pk)] == AWKWARD_TEXTS["spaces"].strip()
    assert "Un texto vacío y uno que falta se ven igual" in files["txt"].read_text()


def test_types(tmp_path: Path, client: Client) -> None:
    path = save(tmp_path, client, "rural_schools", "shp")
    table = frame(path)
    info = dict(zip(*(pyogrio.read_info(path)[k] for k in ("fields", "dtypes")), strict=True))
    assert info["cutoff_dat"] == "datetime64[D]"
    assert info["pupils"].startswith("int")
    assert set(table["is_sample"].astype(int)) == {1}
    assert set(table["commitment"]) <= {"4", "5", "6", "7", "8"} | set(table["commitment"])
    areas = frame(save(tmp_path, client, "extractive_sites", "shp"))["area_ha"]
    assert set(areas) >= {1000.0}


def test_long_texts_are_whole_beside(tmp_path: Path, client: Client) -> None:
    """254 bytes is what a field holds; no character is cut in two."""
    territory = CommitmentTerritory.objects.order_by("pk").first()
    assert territory is not None
    text = "=" + "ñ" * 200
    CommitmentTerritory.objects.filter(pk=territory.pk).update(quote=text)
    path = save(tmp_path, client, "commitment_territories", "shp")
    with zipfile.ZipFile(path) as archive:
        whole = archive.read("textos_completos.csv").decode("utf-8-sig")
        assert "se cortaron" in archive.read("LEEME.txt").decode()
        tables = [name for name in archive.namelist() if name.endswith(".dbf")]
    rows = list(csv.DictReader(io.StringIO(whole, newline="")))
    own = [row for row in rows if row["id"] == str(territory.pk) and row["campo"] == "quote"]
    assert own
    assert {row["texto"] for row in own} == {"'" + text}
    found = [
        value
        for name in tables
        for key, value in frame(f"/vsizip/{path}/{name}")[["id", "quote"]].to_numpy()
        if key == str(territory.pk)
    ]
    assert set(found) == {"=" + "ñ" * 126}


def test_bounds_are_refused_in_words(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shapefile, "MAX_BYTES", 2_000)
    found = problem(ask(client, "departments", "shp"))
    assert found["parameter"] == "f"
    assert "2 GB" in found["detail"]


def test_empty_and_without_geometry(tmp_path: Path, client: Client) -> None:
    files = unpacked(tmp_path, client, "departments", filter="ubigeo = 'x'")
    assert len(frame(files["shp"])) == 0
    other = tmp_path / "other"
    other.mkdir()
    files = unpacked(other, client, "departments", skipGeometry="true", properties="name")
    assert "shp" not in files
    assert len(frame(files["dbf"], read_geometry=False)) == 25


def test_another_build_of_gdal_reads_it(tmp_path: Path, client: Client) -> None:
    files = unpacked(tmp_path, client, "districts")
    layer = DataSource(files["shp"])[0]
    assert layer.num_feat == 1891
    assert "Ñ" in "".join(layer.get_fields("name")).upper()
