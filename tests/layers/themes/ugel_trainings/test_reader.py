"""The file of trainings: what is read, refused by row and column, or as a whole for its columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

import pandas as pd
import pytest

from layers.reading.context import Context
from layers.reading.directory import Directory
from layers.reading.results import Cleaned, SourceError
from layers.themes.ugel_trainings.columns import FILE
from layers.themes.ugel_trainings.reader import clean_trainings, read_trainings
from tests.layers.themes.environmental_commissions.rows import TODAY, UNITS, cleaned, reasons
from tests.layers.themes.ugel_trainings.rows import EMPTY, GOOD


def trainings(*changes: Mapping[str, str]) -> Cleaned:
    return cleaned(lambda frame, context: clean_trainings(frame, context)[0], FILE, GOOD, *changes)


def written(header: list[str], *rows: list[str]) -> bytes:
    file = io.StringIO()
    csv.writer(file, delimiter=";").writerows([header, *rows])
    return file.getvalue().encode()


def read(data: bytes) -> pd.DataFrame:
    frames = read_trainings(data, Context(Directory(UNITS), TODAY, samples=False)).frames
    return frames["ugel_trainings"]


def test_a_good_row_is_read() -> None:
    (row,) = trainings({}).frame.to_dict("records")
    assert (row["office_code"], row["participants"], row["ugel_office"]) == ("140001", 30, 12)
    assert (row["organisers"], row["withheld"]) == ("Ministerio de Educación", None)
    assert row["civil_society"] == 0


def test_small_numbers_are_in_nothing_that_leaves_the_reader() -> None:
    parts = {"de_dre": "3", "de_ugel": "12", "de_otros_sectores": "15"}
    small = EMPTY | parts | {"participantes": "30"}
    found = trainings(small)
    (row,) = found.frame.to_dict("records")
    assert row["withheld"] == "regional_office; ugel_office"
    assert row["regional_office"] is row["ugel_office"] is None
    assert (row["participants"], row["other_sectors"]) == (30, 15)
    assert found.errors == found.notices == ()


def test_an_office_of_a_department_is_taken_and_a_lost_zero_comes_back() -> None:
    (row,) = trainings({"codigo_oficina": "80000", "oficina": "DRE Cusco"}).frame.to_dict("records")
    assert row["office_code"] == "080000"


@pytest.mark.parametrize(
    ("change", "column", "reason"),
    [
        ({"codigo_sesion": ""}, "codigo_sesion", "vacío"),
        ({"fecha": "2030-01-01"}, "fecha", "futur"),
        ({"tema": "Capacitación de ejemplo 1"}, "tema", "fila de ejemplo"),
        ({"organiza": "Rosa Huamán"}, "organiza", "nunca personas"),
        ({"ubigeo": "990101"}, "ubigeo", "no tiene una unidad"),
        ({"territorio": "Trujillo"}, "territorio", ""),
        ({"codigo_oficina": "x"}, "codigo_oficina", "6 dígitos"),
        ({"oficina": ""}, "oficina", "vacío"),
        ({"participantes": "treinta"}, "participantes", ""),
        ({"participantes": "-3"}, "participantes", ""),
        ({"participantes": "30.5"}, "participantes", ""),
        ({"participantes": "10001"}, "participantes", ""),
        ({"participantes": "29"}, "participantes", "suman más"),
        ({"participantes": "31"}, "participantes", "no suman"),
        ({"de_ugel": "Juan"}, "de_ugel", ""),
        ({"url_fuente": ""}, "url_fuente", "Falta la dirección"),
        ({"fecha_corte": ""}, "fecha_corte", ""),
    ],
)
def test_what_is_refused(change: dict[str, str], column: str, reason: str) -> None:
    found = trainings(change)
    assert found.frame.empty
    assert any(column == c and reason in why for _row, c, why in reasons(found)), reasons(found)


def test_a_session_is_one_and_an_office_is_there_once() -> None:
    found = trainings(
        {},
        {"codigo_oficina": "140002"},
        {"codigo_oficina": "140001", "codigo_sesion": "s1"},
        {"codigo_oficina": "140003", "fecha": "2018-05-11"},
        {"codigo_oficina": "140004", "tema": "Otro"},
        {"codigo_oficina": "140005", "ubigeo": "130101", "territorio": "Trujillo"},
    )
    assert [(row, column) for row, column, _why in reasons(found)] == [
        (4, "codigo_oficina"),
        (5, "fecha"),
        (6, "tema"),
        (7, "ubigeo"),
    ]


def test_without_participants_the_row_says_that_no_sector_is_published() -> None:
    found = trainings({"participantes": ""})
    assert found.errors == ()
    assert [note.column for note in found.notices] == ["participantes"]
    (row,) = found.frame.to_dict("records")
    assert row["ugel_office"] is row["participants"] is None


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("Apellidos y nombres", "Quispe Mamani, Rosa"),
        ("Apellidos y nombres", ""),
        ("DNI", "45678912"),
        ("Correo electrónico", "rosa@example.pe"),
        ("Celular", "987654321"),
        ("Nombre del participante", "Rosa Quispe Mamani"),
    ],
)
def test_a_column_of_persons_refuses_the_file_and_repeats_nothing_of_it(
    heading: str, cell: str
) -> None:
    header, row = [*GOOD, heading], [*GOOD.values(), cell]
    if heading == "Nombre del participante":
        header[-1] = "Asistente"
    with pytest.raises(SourceError) as refused:
        read(written(header, row, row, row))
    message = str(refused.value)
    assert f"columna {len(header)}" in message
    for told in (heading, cell):
        assert not told or told not in message


def test_other_columns_are_left_aside() -> None:
    frame = read(written([*GOOD, "Horas"], [*GOOD.values(), "8"]))
    assert len(frame) == 1


_NO_TABLES = (b"", b"\x00" * 64, b"a;b\n1;2\n", b"\x89PNG\r\n\x1a\n" + bytes(64))


@pytest.mark.parametrize("data", _NO_TABLES)
def test_what_is_no_such_table_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError):
        read(data)
