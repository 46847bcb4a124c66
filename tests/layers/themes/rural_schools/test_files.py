"""The forms in which the register comes: encodings, DBF, ZIP, the ministry's own exports."""

from __future__ import annotations

import csv
import io
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from layers.reading import zipped
from layers.reading.context import Context
from layers.reading.directory import Directory
from layers.reading.results import SourceError
from layers.themes.rural_schools.reader import read_schools
from tests.layers.reading.dbf_file import Field, dbf
from tests.layers.themes.rural_schools.register_files import (
    ESCALE,
    GOOD,
    TODAY,
    context,
    read,
    schools,
    services,
    table,
)
from tests.territory.shapes import FIXTURES

OFFICIAL = Path(__file__).parents[5] / "shared" / "data" / "official" / "education"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "cp850", "utf-16"])
def test_encodings(encoding: str) -> None:
    data = table({}).decode().encode(encoding)
    assert schools(read_schools(data, context())).loc[2]["name"] == "501234 NIÑO JESÚS"


def as_dbf(*rows: dict[str, str]) -> bytes:
    dates = {"FECHA_ACT": "20250305"}
    fields: list[Field] = [(name, "D" if name in dates else "C", 60) for name in GOOD]
    return dbf(fields, [GOOD | row | dates for row in rows], driver=0x01)


def zip_of(**members: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("_dot_", "."), data)
    return content.getvalue()


def test_the_register_as_the_ministry_zips_it() -> None:
    plain = schools(read({}, {"COD_MOD": "1"}))
    other = dbf([("COD_INST", "C", 9)], [{"COD_INST": str(n)} for n in range(9_000)])
    register = as_dbf({}, {"COD_MOD": "1"})
    data = zip_of(
        Instituciones_apoyo_dot_dbf=other, Padron_web_dot_DBF=register, leame_dot_xlsx=b""
    )
    for found in (register, data):
        assert schools(read_schools(found, context())).equals(plain)


def test_a_zip_without_a_register() -> None:
    with pytest.raises(SourceError, match="columnas cod_mod"):
        read_schools(zip_of(foto_dot_jpg=b"x"), context())
    with pytest.raises(SourceError, match="zip está dañado"):
        read_schools(zip_of(Padron_dot_dbf=as_dbf({}))[:-30], context())


def test_a_zip_that_would_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipped, "MAX_MEMBER_BYTES", 1_000_000)
    with pytest.raises(SourceError, match="ocupa más de 1 MB"):
        read_schools(zip_of(Padron_dot_csv=bytes(1_000_001)), context())
    many = {f"m{n}_dot_dbf": b"x" for n in range(zipped.MAX_MEMBERS + 1)}
    with pytest.raises(SourceError, match="más de"):
        read_schools(zip_of(**many), context())


def everywhere() -> Context:
    with (FIXTURES / "units.csv").open(encoding="utf-8") as file:
        units = [(row["ubigeo"], row["name"]) for row in csv.DictReader(file)]
    return Context(Directory.of(units), TODAY, False, ESCALE)


@pytest.mark.skipif(not OFFICIAL.exists(), reason="the official files are not at hand")
@pytest.mark.parametrize(
    ("name", "count", "without_unit"),
    [
        ("listado_iiee_ESCALE_muestra_15_filas.csv", 15, 0),
        # INEI's directory of 2025 writes their San Francisco de Ravacayco "de Rivacayco".
        ("escale_primarias_huancavelica_ayacucho_de_notebook.csv", 308, 0),
    ],
)
def test_the_ministrys_own_exports(name: str, count: int, without_unit: int) -> None:
    """Against a reading by the csv module alone."""
    data = (OFFICIAL / name).read_bytes()
    rows: list[dict[str, Any]] = list(csv.DictReader(io.StringIO(data.decode("utf-8"))))
    reading = read_schools(data, everywhere())
    frame = services(reading)
    assert (len(rows), len(frame), reading.errors) == (count, count, ())
    assert reading.left_out == without_unit == frame["declared_ubigeo"].isna().sum()
    for row, (_, school) in zip(rows, frame.iterrows(), strict=True):
        assert int(school["modular_code"]) == int(row["Código Modular"])
        assert school["name"] == " ".join(row["Nombre de SS.EE."].split())
        lon, lat = school["geom"].removeprefix("SRID=4326;POINT(")[:-1].split()
        assert Decimal(lon) == Decimal(row["Longitud"])
        assert Decimal(lat) == Decimal(row["Latitud"])
        if row.get("Ubigeo"):
            assert school["declared_ubigeo"] == row["Ubigeo"].zfill(6)
    assert set(frame["area"]) == {None}
    assert schools(reading).empty, "neither export says that one is rural"
