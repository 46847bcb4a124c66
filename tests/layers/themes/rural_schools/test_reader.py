"""The register of schools, with every trap that its copies have held."""

from __future__ import annotations

import datetime as dt

import pytest

from layers.reading.results import SourceError
from layers.themes.rural_schools.columns import FILE
from layers.themes.rural_schools.reader import read_schools
from tests.layers.themes.rural_schools.register_files import context, read, schools, services
from tests.territory.shapes import FIXTURES


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


def test_a_name_that_lost_a_letter_keeps_its_row_and_is_not_published() -> None:
    """A damaged name costs no school its place: it is reported, and none is made up."""
    reading = read({"CEN_EDU": "NI\ufffdO"})
    assert reading.errors == ()
    assert schools(reading).loc[2]["name"] == "(nombre ilegible en la fuente)"
    assert [(n.row, n.column) for n in reading.notices] == [(2, "cen_edu")]


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


def test_the_inactive_are_set_aside_and_only_the_rural_are_published_as_rural() -> None:
    reading = read(
        {},
        {"COD_MOD": "1", "ESTADO": "2"},
        {"COD_MOD": "2", "ESTADO": "2", "AREA_CENSO": "1", "CEN_EDU": ""},
        {"COD_MOD": "3", "AREA_CENSO": "1"},
        {"COD_MOD": "4", "AREA_CENSO": "", "DAREACENSO": "Urbana"},
        {"COD_MOD": "5", "AREA_CENSO": "", "DAREACENSO": ""},
    )
    assert list(schools(reading)["modular_code"]) == ["0257048"]
    kept = services(reading)
    assert dict(zip(kept["modular_code"], kept["area"], strict=True)) == {
        "0257048": "rural",
        "0000003": "urban",
        "0000004": "urban",
        "0000005": None,
    }
    # A rural school is one row of the file, though two tables have it.
    assert reading.number_of_rows == 4
    assert reading.errors == ()
    assert reading.remarks == (
        "2 filas no se toman: no están activas (ESTADO distinto de 1).",
        "Filas urbanas: 2. Se guardan y no se publican como rurales.",
        "Filas de las que el archivo no dice el área: 1. Se guardan y no se publican como rurales.",
    )


def test_a_file_without_the_columns_that_would_say_it() -> None:
    reading = read({}, without=("ANEXO", "ESTADO", "AREA_CENSO", "DAREACENSO", "TALUMNO"))
    row = services(reading).loc[2]
    assert (row["annex"], row["area"], row["pupils"]) == ("0", None, None)
    assert schools(reading).empty
    assert [remark.partition(":")[0] for remark in reading.remarks] == [
        "El archivo no trae el anexo",
        "El archivo no dice el estado",
        "Filas de las que el archivo no dice el área",
    ]


def test_a_school_twice() -> None:
    reading = read({}, {"ANEXO": "1"}, {"COD_MOD": "257048"})
    assert list(schools(reading).index) == [2, 3]
    (error,) = reading.errors
    assert (error.row, error.reason) == (4, "Repite la escuela de la fila 2.")


def test_codes_without_names_can_not_be_believed() -> None:
    with pytest.raises(SourceError, match="Faltan columnas: d_dpto, d_prov, d_dist"):
        read({}, without=("D_DPTO", "D_PROV", "D_DIST"))


def test_samples_and_facts_do_not_mix() -> None:
    assert len(read({"CEN_EDU": "ESCUELA DE EJEMPLO 1"}, samples=True).errors) == 0
    (error,) = read({}, samples=True).errors
    assert "Las muestras se llaman" in error.reason
    data = (FIXTURES / "samples" / "rural_schools.csv").read_bytes()
    assert read_schools(data, context()).number_of_rows == 0
