"""The register of schools, with every trap that its copies have held."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from layers.reading import zipped
from layers.reading.context import Context
from layers.reading.directory import Directory
from layers.reading.results import Provenance, Reading, SourceError
from layers.themes.rural_schools.columns import FILE
from layers.themes.rural_schools.reader import read_schools
from layers.themes.rural_schools.service_models_reader import read_models
from tests.layers.reading.dbf_file import Field, dbf
from tests.territory.shapes import FIXTURES

TODAY = dt.date(2026, 1, 31)
ESCALE = Provenance("MINEDU, ESCALE", "https://escale.minedu.gob.pe", dt.date(2025, 5, 31))
UNITS = {
    "08": "Cusco",
    "0801": "Cusco",
    "080102": "Ccorca",
    "14": "Lambayeque",
    "1401": "Chiclayo",
    "140101": "Chiclayo",
}
OFFICIAL = Path(__file__).parents[5] / "shared" / "data" / "official" / "education"

GOOD = {
    "COD_MOD": "0257048",
    "ANEXO": "0",
    "CODLOCAL": "000019",
    "CEN_EDU": "501234 NIÑO JESÚS",
    "NIV_MOD": "F0",
    "D_NIV_MOD": "Secundaria",
    "D_FORMA": "Escolarizada",
    "D_GESTION": "Pública de gestión directa",
    "D_GES_DEP": "Sector Educación",
    "DIRECTOR": "UNA PERSONA",
    "CEN_POB": "CCORCA",
    "AREA_CENSO": "2",
    "DAREACENSO": "Rural",
    "CODGEO": "080102",
    "D_DPTO": "CUSCO",
    "D_PROV": "CUSCO",
    "D_DIST": "CCORCA",
    "CODOOII": "080001",
    "D_DREUGEL": "UGEL CUSCO",
    "NLAT_IE": "-13.584722",
    "NLONG_IE": "-72.059167",
    "ESTADO": "1",
    "TALUMNO": "60",
    "TDOCENTE": "8",
    "TSECCION": "5",
    "FECHA_ACT": "2025-03-05",
}


def context(*, samples: bool = False) -> Context:
    return Context(Directory(UNITS), TODAY, samples, ESCALE)


def table(*rows: dict[str, str], without: tuple[str, ...] = ()) -> bytes:
    names = [name for name in GOOD if name not in without]
    out = io.StringIO()
    writer = csv.DictWriter(out, names, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(GOOD | row for row in rows)
    return out.getvalue().encode()


def read(*rows: dict[str, str], without: tuple[str, ...] = (), samples: bool = False) -> Reading:
    return read_schools(table(*rows, without=without), context(samples=samples))


def schools(reading: Reading) -> pd.DataFrame:
    return reading.frames["rural_schools"]


def test_a_good_row() -> None:
    reading = read({})
    assert (reading.errors, reading.notices, reading.remarks) == ((), (), ())
    assert list(schools(reading).columns) == list(FILE.fields)
    assert schools(reading).loc[2].to_dict() == {
        "modular_code": "0257048",
        "annex": "0",
        "local_code": "000019",
        "name": "501234 NIÑO JESÚS",
        "level": "Secundaria",
        "form": "Escolarizada",
        "management": "Pública de gestión directa - Sector Educación",
        "ugel_code": "080001",
        "ugel": "UGEL CUSCO",
        "populated_place": "CCORCA",
        "area": "rural",
        "pupils": 60,
        "teachers": 8,
        "sections": 5,
        "updated_on": dt.date(2025, 3, 5),
        "geom": "SRID=4326;POINT(-72.059167 -13.584722)",
        "declared_ubigeo": "080102",
        "commitments": [8],
        "source": "MINEDU, ESCALE",
        "source_url": "https://escale.minedu.gob.pe",
        "cutoff_date": dt.date(2025, 5, 31),
        "is_sample": False,
    }


def test_no_person_of_the_file_is_published() -> None:
    assert "UNA PERSONA" not in schools(read({})).to_json()


@pytest.mark.parametrize(
    ("changes", "field", "value"),
    [
        # What a spreadsheet makes of codes.
        ({"COD_MOD": "257048"}, "modular_code", "0257048"),
        ({"COD_MOD": "257048.0"}, "modular_code", "0257048"),
        ({"CODLOCAL": "19.0"}, "local_code", "000019"),
        ({"CODLOCAL": "000000"}, "local_code", None),
        ({"CODLOCAL": ""}, "local_code", None),
        ({"CODGEO": "80102.0"}, "declared_ubigeo", "080102"),
        ({"CODOOII": "80001"}, "ugel_code", "080001"),
        ({"ANEXO": "1.0"}, "annex", "1"),
        ({"ANEXO": ""}, "annex", "0"),
        ({"CEN_EDU": "  501234\nNIÑO\u00a0JESÚS "}, "name", "501234 NIÑO JESÚS"),
        ({"CEN_EDU": "NA"}, "name", "NA"),
        ({"AREA_CENSO": "2.0", "DAREACENSO": ""}, "area", "rural"),
        ({"AREA_CENSO": "", "DAREACENSO": "RURAL"}, "area", "rural"),
        ({"TALUMNO": ""}, "pupils", None),
        ({"TALUMNO": "0"}, "pupils", 0),
        ({"TALUMNO": "60.0"}, "pupils", 60),
        ({"FECHA_ACT": "05/03/2025"}, "updated_on", dt.date(2025, 3, 5)),
        ({"FECHA_ACT": "01/01/1900"}, "updated_on", None),
        ({"NLAT_IE": "", "NLONG_IE": ""}, "geom", None),
        ({"D_GES_DEP": ""}, "management", "Pública de gestión directa"),
        ({"CEN_EDU": "'; DROP TABLE x; --"}, "name", "'; DROP TABLE x; --"),
    ],
)
def test_what_is_taken(changes: dict[str, str], field: str, value: object) -> None:
    reading = read(changes)
    assert reading.errors == ()
    assert reading.left_out == 0
    assert schools(reading).loc[2][field] == value


@pytest.mark.parametrize(
    ("changes", "column", "reason"),
    [
        ({"COD_MOD": ""}, "cod_mod", "7 dígitos"),
        ({"COD_MOD": "12345678"}, "cod_mod", "7 dígitos"),
        ({"COD_MOD": "0000000"}, "cod_mod", "7 dígitos"),
        ({"COD_MOD": "2.57E+05"}, "cod_mod", "7 dígitos"),
        ({"ANEXO": "x"}, "anexo", "un dígito"),
        ({"ANEXO": "12"}, "anexo", "un dígito"),
        ({"CEN_EDU": " "}, "cen_edu", "vacío"),
        ({"CEN_EDU": "x" * 201}, "cen_edu", "máximo es 200"),
        ({"CEN_EDU": "Escuela de ejemplo 3"}, "cen_edu", "fila de ejemplo"),
        # RENIEC's code of Ccorca would be another district's for INEI.
        ({"CODGEO": "140101"}, "d_dist", "para el INEI es 080102"),
    ],
)
def test_what_costs_a_row(changes: dict[str, str], column: str, reason: str) -> None:
    reading = read({}, changes | {"TDOCENTE": "1"})
    assert list(schools(reading).index) == [2]
    (error,) = (e for e in reading.errors if "Repite" not in e.reason)
    assert (error.row, error.column) == (3, column)
    assert reason in error.reason


@pytest.mark.parametrize(
    ("changes", "column", "field", "reason"),
    [
        ({"NLAT_IE": "-13.0", "NLONG_IE": "-72.0"}, "nlat_ie", "geom", "grados enteros"),
        ({"NLAT_IE": "0", "NLONG_IE": "0"}, "nlat_ie", "geom", "0, 0"),
        ({"NLAT_IE": "-72.059", "NLONG_IE": "-13.584"}, "nlat_ie", "geom", "intercambiadas"),
        ({"NLAT_IE": "13.584"}, "nlat_ie", "geom", "signo"),
        ({"NLAT_IE": "8497000", "NLONG_IE": "818000"}, "nlat_ie", "geom", "UTM"),
        ({"NLAT_IE": "x"}, "nlat_ie", "geom", "grados decimales"),
        ({"NLAT_IE": ""}, "nlong_ie", "geom", "Falta la otra"),
        ({"CODLOCAL": "abc"}, "codlocal", "local_code", "6 dígitos"),
        ({"TALUMNO": "-3"}, "talumno", "pupils", "cantidad"),
        ({"TALUMNO": "9999999"}, "talumno", "pupils", "Es más de lo posible"),
        ({"FECHA_ACT": "31/02/2025"}, "fecha_act", "updated_on", "no existe"),
        ({"FECHA_ACT": "2030-01-01"}, "fecha_act", "updated_on", "futuro"),
        ({"D_DIST": "OTRO", "CODGEO": ""}, "d_dist", "declared_ubigeo", "no tiene un distrito"),
    ],
)
def test_what_is_left_out_of_a_row(
    changes: dict[str, str], column: str, field: str, reason: str
) -> None:
    reading = read(changes)
    assert reading.errors == ()
    (notice,) = reading.notices
    assert (notice.row, notice.column) == (2, column)
    assert reason in notice.reason
    assert not schools(reading).loc[2][field]


def test_the_inactive_and_the_urban_are_set_aside_and_counted() -> None:
    reading = read(
        {},
        {"COD_MOD": "1", "ESTADO": "2"},
        {"COD_MOD": "2", "ESTADO": "2", "AREA_CENSO": "1", "CEN_EDU": ""},
        {"COD_MOD": "3", "AREA_CENSO": "1"},
        {"COD_MOD": "4", "AREA_CENSO": "", "DAREACENSO": "Urbana"},
        {"COD_MOD": "5", "AREA_CENSO": "", "DAREACENSO": ""},
    )
    assert list(schools(reading)["modular_code"]) == ["0257048"]
    assert reading.errors == ()
    assert reading.remarks == (
        "2 filas no se toman: no están activas (ESTADO distinto de 1).",
        "3 filas no se toman: no son rurales (AREA_CENSO distinto de 2).",
    )


def test_a_file_without_the_columns_that_would_say_it() -> None:
    reading = read({}, without=("ANEXO", "ESTADO", "AREA_CENSO", "DAREACENSO", "TALUMNO"))
    row = schools(reading).loc[2]
    assert (row["annex"], row["area"], row["pupils"]) == ("0", None, None)
    assert [remark.partition(":")[0] for remark in reading.remarks] == [
        "El archivo no trae el anexo",
        "El archivo no dice el estado",
        "El archivo no dice el área",
    ]


def test_a_school_twice() -> None:
    reading = read({}, {"ANEXO": "1"}, {"COD_MOD": "257048"})
    assert list(schools(reading).index) == [2, 3]
    (error,) = reading.errors
    assert (error.row, error.reason) == (4, "Repite la escuela de la fila 2.")


def test_codes_without_names_can_not_be_believed() -> None:
    with pytest.raises(SourceError, match="Faltan columnas: d_dpto, d_prov, d_dist"):
        read({}, without=("D_DPTO", "D_PROV", "D_DIST"))


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


def test_samples_and_facts_do_not_mix() -> None:
    assert len(read({"CEN_EDU": "ESCUELA DE EJEMPLO 1"}, samples=True).errors) == 0
    (error,) = read({}, samples=True).errors
    assert "Las muestras se llaman" in error.reason
    data = (FIXTURES / "samples" / "rural_schools.csv").read_bytes()
    assert read_schools(data, context()).number_of_rows == 0


MODELS = "COD_MOD,ANEXO,CEN_EDU,MODELO\n"


@pytest.mark.parametrize(
    ("listed", "model"),
    [
        ("CRFA", "CRFA"),
        (" sre ", "SRE"),
        ("Secundaria Tutorial", "ST"),
        ("CENTRO RURAL DE FORMACION EN ALTERNANCIA", "CRFA"),
    ],
)
def test_the_list_of_models(listed: str, model: str) -> None:
    reading = read_models(f"{MODELS}257048,0,NIÑO JESÚS,{listed}\n".encode(), context())
    assert reading.errors == ()
    row = reading.frames["education_models"].loc[2]
    assert (row["modular_code"], row["service_model"]) == ("0257048", model)


@pytest.mark.parametrize(
    ("line", "column", "reason"),
    [
        ("257048,0,NIÑO JESÚS,", "modelo", "CRFA, SRE o ST"),
        ("257048,0,NIÑO JESÚS,JEC", "modelo", "CRFA, SRE o ST"),
        ("x,0,NIÑO JESÚS,ST", "cod_mod", "7 dígitos"),
        ("257048,0,,ST", "cen_edu", "vacío"),
        ("9000001,0,ESCUELA DE EJEMPLO 1,ST", "cen_edu", "fila de ejemplo"),
        ("111,0,OTRO NOMBRE,CRFA", "cod_mod", "Repite la escuela de la fila 2"),
    ],
)
def test_what_the_list_of_models_refuses(line: str, column: str, reason: str) -> None:
    reading = read_models(f"{MODELS}111,0,UNA,CRFA\n{line}\n".encode(), context())
    assert reading.number_of_rows == 1
    (error,) = reading.errors
    assert (error.row, error.column) == (3, column)
    assert reason in error.reason


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
    frame = schools(reading)
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
    assert set(frame["area"]) == {None}, "neither export says it, so neither counts as rural"
