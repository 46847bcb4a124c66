"""The register of titles, with the traps that such a file holds. No report repeats a cell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from io import BytesIO

import pandas as pd
import pytest

from layers.reading.context import Context
from layers.reading.directory import Directory
from layers.reading.results import Provenance, Reading, SourceError
from layers.themes.higher_institutes.source import TITLES
from territory.titles.identifiers import digest, identifier
from territory.titles.keys import current_key
from tests.titles import DOCUMENT, GIVEN, ROW, SURNAME, register

UNITS = {"13": "La Libertad", "1301": "Trujillo", "130101": "Trujillo", "08": "Cusco"}
TODAY = dt.date(2026, 1, 31)
GIVEN_BY = Provenance("MINEDU", "https://example.org/r", dt.date(2018, 12, 31))


def read(*rows: Mapping[str, str], data: bytes = b"", samples: bool = False) -> Reading:
    context = Context(Directory(UNITS), TODAY, samples, GIVEN_BY)
    return TITLES.read(data or register(rows), context)


def reasons(reading: Reading) -> list[tuple[int, str]]:
    return [(error.row, error.column) for error in reading.errors]


def counted(reading: Reading) -> list[tuple[object, ...]]:
    frame = reading.frames["degree_counts"]
    names = ("declared_ubigeo", "institute_code", "programme", "category", "value")
    return [tuple(row) for row in frame[list(names)].itertuples(index=False)]


def test_a_title_becomes_one_of_a_count_and_two_hashes() -> None:
    reading = read({})
    assert reading.errors == ()
    assert counted(reading) == [("130101", "0344556", "ENFERMERÍA TÉCNICA", "title", 1)]
    expected = [
        "\\x"
        + digest(current_key(), identifier("0344556", "Enfermería Técnica", 2017, number)).hex()
        for number in ("123", "r0000045")
    ]
    assert list(reading.frames["title_marks"]["digest"]) == expected
    (file,) = reading.frames["title_files"].to_dict("records")
    assert (file["source"], file["cutoff_date"]) == ("MINEDU", dt.date(2018, 12, 31))
    assert (file["first_year"], file["last_year"]) == (2017, 2017)
    assert file["key_id"] == current_key().id


def test_the_year_is_that_of_registration_not_of_the_paper() -> None:
    frame = read({"FECHA_EXPEDICION": "03/11/2015", "FECHA_REGISTRO": "02/01/2018"})
    assert list(frame.frames["degree_counts"]["period_start"]) == [dt.date(2018, 1, 1)]


@pytest.mark.parametrize("written", ["2017", "2017.0", "2017-02-20", "20/02/2017", "20-feb-17"])
def test_a_year_or_a_day_of_registration(written: str) -> None:
    frame = read({"FECHA_REGISTRO": written}).frames["degree_counts"]
    assert list(frame["period_start"]) == [dt.date(2017, 1, 1)]


@pytest.mark.parametrize(
    ("column", "value", "reported"),
    [
        ("COD_MOD", DOCUMENT, "codigo_modular"),
        ("COD_MOD", "", "codigo_modular"),
        ("NOMBRE_INSTITUCION", "UNIVERSIDAD DE PRUEBA", "institucion"),
        ("CARRERA", "", "programa"),
        ("CARRERA", f"{SURNAME} MAMANI JUAN", "programa"),
        ("CARRERA", f"DNI {DOCUMENT}", "programa"),
        ("CARRERA", DOCUMENT, "programa"),
        ("CARRERA", "X" * 201, "programa"),
        ("GRADO_TITULO", GIVEN, "tipo"),
        ("GRADO_TITULO", "", "tipo"),
        ("FECHA_REGISTRO", "", "anio_registro"),
        ("FECHA_REGISTRO", "2031", "anio_registro"),
        ("FECHA_REGISTRO", SURNAME, "anio_registro"),
        ("DISTRITO", SURNAME, "departamento"),
        ("DISTRITO", "", "departamento"),
        ("REGION", "", "departamento"),
    ],
)
def test_what_cant_be_taken_costs_the_row_its_place_and_isnt_repeated(
    column: str, value: str, reported: str
) -> None:
    reading = read({column: value}, {"NRO_TITULO": "9", "CODIGO_REGISTRO": ""})
    assert reasons(reading) == [(2, reported)]
    said = " ".join(map(str, reading.errors)) + " ".join(reading.remarks)
    for secret in (DOCUMENT, SURNAME, GIVEN):
        assert secret not in said


def test_a_row_out_of_order_is_refused_without_its_cells() -> None:
    whole = register([{}, {"NRO_TITULO": "9", "CODIGO_REGISTRO": ""}]).decode("utf-8-sig")
    header, first, second = whole.splitlines()
    shifted = f"{header}\n{first};{SURNAME}\n{SURNAME};{first}\n{second}\n"
    reading = read(data=shifted.encode())
    assert reasons(reading) == [(2, ""), (3, "")]
    assert {(error.value, error.code) for error in reading.errors} == {("", "")}
    assert len(reading.frames["title_marks"]) == 1


def test_a_title_without_any_number_is_refused() -> None:
    reading = read({}, {"NRO_TITULO": "000", "CODIGO_REGISTRO": ""})
    assert reasons(reading) == [(3, "numero_titulo")]


def test_a_file_without_numbers_is_no_register() -> None:
    with pytest.raises(SourceError, match="número"):
        read({"NRO_TITULO": "", "CODIGO_REGISTRO": ""})


def test_a_title_is_counted_once_and_a_degree_may_share_its_number() -> None:
    degree = {"GRADO_TITULO": "Grado de Bachiller Técnico", "CODIGO_REGISTRO": ""}
    reading = read({}, {"NRO_TITULO": "123"}, degree, degree)
    assert reasons(reading) == [(3, "numero_titulo"), (5, "numero_titulo")]
    assert [error.reason for error in reading.errors] == [
        "Repite el título de la fila 2.",
        "Repite el título de la fila 4.",
    ]
    assert [row[3:] for row in counted(reading)] == [("title", 1), ("degree", 1)]
    assert len(reading.frames["title_marks"]) == 2


def test_one_programme_by_several_spellings_is_one_count() -> None:
    again = {"CARRERA": "Carrera profesional de Enfermeria  Tecnica"}
    rows = [
        {"NRO_TITULO": str(n), "CODIGO_REGISTRO": "", **(again if n % 2 else {})} for n in (1, 2, 3)
    ]
    assert [row[2:] for row in counted(read(*rows))] == [
        (again["CARRERA"].replace("  ", " "), "title", 3)
    ]


def test_a_file_by_department_alone_is_counted_by_department() -> None:
    frame = pd.DataFrame([ROW]).drop(columns=["PROVINCIA", "DISTRITO"])
    reading = read(data=frame.to_csv(index=False).encode())
    assert [row[0] for row in counted(reading)] == ["13"]


def test_the_columns_by_their_other_headings_and_in_a_workbook() -> None:
    names = {
        "COD_MOD": "Código Modular",
        "CARRERA": "Programa",
        "FECHA_REGISTRO": "AÑO DE REGISTRO",
    }
    book = BytesIO()
    row = ROW | {"FECHA_REGISTRO": "2017"}
    pd.DataFrame([row]).rename(columns=names).to_excel(book, index=False, engine="openpyxl")
    assert counted(read(data=book.getvalue())) == counted(read({}))


def test_no_frame_has_a_column_or_a_value_of_a_person() -> None:
    frames = read({}).frames
    text = " ".join(frame.to_csv() for frame in frames.values())
    for secret in (DOCUMENT, SURNAME, GIVEN, "000123", "0000045"):
        assert secret not in text


def test_the_institutions_name_may_be_a_persons_and_isnt_kept() -> None:
    reading = read({"NOMBRE_INSTITUCION": "JOSÉ PARDO"})
    assert reading.errors == ()
    assert "PARDO" not in reading.frames["degree_counts"].to_csv()


def test_a_sample_is_no_fact() -> None:
    assert reasons(read({"CARRERA": "PROGRAMA DE EJEMPLO A"})) == [(2, "programa")]
    assert reasons(read({}, samples=True)) == [(2, "programa")]


def test_a_row_of_persons_without_a_header_isnt_repeated() -> None:
    """None of its cells is taken for a heading that the file has twice."""
    content = f"{SURNAME};{SURNAME};{DOCUMENT};ENFERMERÍA\n".encode() * 3
    with pytest.raises(SourceError, match="cabecera") as caught:
        read(data=content)
    assert not any(secret in str(caught.value) for secret in (SURNAME, DOCUMENT))
