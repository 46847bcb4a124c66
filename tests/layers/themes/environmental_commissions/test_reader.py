"""The file of environmental commissions, with every trap that such a file has held."""

from __future__ import annotations

import datetime as dt
import re

import pandas as pd
import pytest

from layers.reading.context import Context
from layers.reading.directory import Directory
from layers.reading.results import Cleaned
from layers.themes.environmental_commissions.reader import FILE, clean_commissions

TODAY = dt.date(2026, 1, 31)
UNITS = {
    "08": "Cusco",
    "0801": "Cusco",
    "080101": "Cusco",
    "13": "La Libertad",
    "130101": "Trujillo",
    "140101": "Chiclayo",
    "0902": "Acobamba",
}

GOOD = {
    "tipo": "CAM",
    "ubigeo": "0801",
    "territorio": "Cusco",
    "nombre": "CAM Cusco",
    "norma_creacion": "Ordenanza 1",
    "fecha_creacion": "2015-03-01",
    "asistencia": "",
    "fecha_asistencia": "",
    "fuente": "Oficio 12-2020",
    "url_fuente": "https://www.gob.pe/minam",
    "fecha_corte": "2020-12-31",
}


def clean(*rows: dict[str, str], samples: bool = False) -> Cleaned:
    columns = [*FILE.required, *FILE.optional]
    given = [dict.fromkeys(columns, "") | GOOD | row for row in rows]
    frame = pd.DataFrame(given, range(2, len(rows) + 2), columns, dtype=str)
    return clean_commissions(frame, Context(Directory(UNITS), TODAY, samples))


def test_a_good_row() -> None:
    cleaned = clean({})
    assert cleaned.errors == ()
    assert list(cleaned.frame.columns) == list(FILE.fields)
    assert cleaned.frame.loc[2].to_dict() == {
        "kind": "CAM",
        "declared_ubigeo": "0801",
        "name": "CAM Cusco",
        "created_by": "Ordenanza 1",
        "created_on": dt.date(2015, 3, 1),
        "instrument_number": None,
        "instrument_on": None,
        "instrument_url": None,
        "plan": None,
        "plan_on": None,
        "plan_url": None,
        "member_sectors": None,
        "assisted": None,
        "assisted_on": None,
        "commitments": [3],
        "source": "Oficio 12-2020",
        "source_url": "https://www.gob.pe/minam",
        "cutoff_date": dt.date(2020, 12, 31),
        "is_sample": False,
    }


@pytest.mark.parametrize(
    ("changes", "field", "value"),
    [
        ({"tipo": " car ", "ubigeo": "8"}, "kind", "CAR"),
        ({"tipo": "Comisión Ambiental Municipal"}, "kind", "CAM"),
        ({"tipo": "COMISION AMBIENTAL REGIONAL", "ubigeo": "08"}, "declared_ubigeo", "08"),
        ({"ubigeo": "80101.0"}, "declared_ubigeo", "080101"),
        ({"ubigeo": "902", "territorio": "ACOBAMBA "}, "declared_ubigeo", "0902"),
        ({"territorio": "CUSCO\n"}, "declared_ubigeo", "0801"),
        ({"nombre": "  CAM\nde\u00a0Cusco "}, "name", "CAM de Cusco"),
        ({"fecha_creacion": "01/01/1900"}, "created_on", None),
        ({"fecha_creacion": ""}, "created_on", None),
        ({"fecha_corte": "31/12/2020"}, "cutoff_date", dt.date(2020, 12, 31)),
        ({"norma_creacion": ""}, "created_by", None),
        ({"asistencia": " Sí"}, "assisted", True),
        ({"asistencia": "NO"}, "assisted", False),
        (
            {"asistencia": "si", "fecha_asistencia": "01/06/2018"},
            "assisted_on",
            dt.date(2018, 6, 1),
        ),
        ({"url_fuente": ""}, "source_url", None),
        ({"nombre": "'; DROP TABLE x; --"}, "name", "'; DROP TABLE x; --"),
    ],
)
def test_what_is_taken(changes: dict[str, str], field: str, value: object) -> None:
    cleaned = clean(changes)
    assert cleaned.errors == ()
    assert cleaned.frame.loc[2][field] == value


@pytest.mark.parametrize(
    ("changes", "column", "reason"),
    [
        ({"tipo": "CAX"}, "tipo", "CAR o CAM"),
        ({"tipo": ""}, "tipo", "CAR o CAM"),
        ({"tipo": "CAX", "ubigeo": "08"}, "tipo", "CAR o CAM"),
        ({"ubigeo": "9901"}, "ubigeo", "no tiene una unidad 9901"),
        ({"ubigeo": ""}, "ubigeo", "No es un ubigeo"),
        ({"tipo": "CAR"}, "ubigeo", "Una CAR corresponde a un departamento"),
        ({"tipo": "CAR", "ubigeo": "080101"}, "ubigeo", "Una CAR corresponde a un departamento"),
        ({"ubigeo": "8"}, "ubigeo", "Una CAM corresponde a una provincia o un distrito"),
        ({"territorio": ""}, "territorio", "es «Cusco»"),
        # RENIEC's 130101 is Chiclayo, INEI's is Trujillo.
        ({"ubigeo": "130101", "territorio": "Chiclayo"}, "territorio", "«Trujillo».*RENIEC"),
        ({"nombre": " "}, "nombre", "vacío"),
        ({"nombre": "x" * 201}, "nombre", "máximo es 200"),
        ({"nombre": "COMISIÓN DE EJEMPLO 1"}, "nombre", "fila de ejemplo"),
        ({"nombre": "comision  de ejemplo"}, "nombre", "fila de ejemplo"),
        ({"norma_creacion": "x" * 201}, "norma_creacion", "máximo es 200"),
        ({"fecha_creacion": "31/02/2015"}, "fecha_creacion", "no existe"),
        ({"asistencia": "quizá"}, "asistencia", "sí.*no"),
        ({"fecha_asistencia": "01/06/2018"}, "fecha_asistencia", "no dice que hubo"),
        ({"asistencia": "no", "fecha_asistencia": "01/06/2018"}, "fecha_asistencia", "no dice"),
        ({"fuente": ""}, "fuente", "vacío"),
        ({"url_fuente": "minam"}, "url_fuente", "dirección"),
        ({"fecha_corte": ""}, "fecha_corte", "Falta la fecha"),
        ({"fecha_corte": "01/01/1900"}, "fecha_corte", "Falta la fecha"),
        ({"fecha_corte": "2030-01-01"}, "fecha_corte", "futuro"),
    ],
)
def test_what_is_refused_and_where(changes: dict[str, str], column: str, reason: str) -> None:
    cleaned = clean({"ubigeo": "080101"}, changes)
    assert list(cleaned.frame.index) == [2]
    (error,) = cleaned.errors
    assert (error.row, error.column) == (3, column)
    assert error.value == (GOOD | changes)[column][:200]
    assert re.search(reason, error.reason)


def test_every_bad_cell_of_a_row_is_reported() -> None:
    cleaned = clean({"tipo": "", "fuente": "", "fecha_corte": "x"})
    assert [error.column for error in cleaned.errors] == ["tipo", "fuente", "fecha_corte"]
    assert cleaned.refused_rows == 1
    assert cleaned.frame.empty


def test_a_repeated_commission_names_the_first_row() -> None:
    cleaned = clean({}, {"ubigeo": "080101"}, {"ubigeo": "801", "nombre": "Otra"})
    assert list(cleaned.frame.index) == [2, 3]
    (error,) = cleaned.errors
    assert (error.row, error.reason) == (4, "Repite la CAM de la fila 2.")


def test_a_refused_row_does_not_make_the_next_a_repetition() -> None:
    cleaned = clean({"fuente": ""}, {})
    assert list(cleaned.frame.index) == [3]


def test_a_sample_file_holds_samples_only() -> None:
    cleaned = clean({"nombre": "COMISIÓN DE EJEMPLO 1"}, {"ubigeo": "080101"}, samples=True)
    assert [error.row for error in cleaned.errors] == [3]
    assert bool(cleaned.frame.loc[2]["is_sample"])


def test_an_empty_frame() -> None:
    cleaned = clean()
    assert cleaned.frame.empty
    assert list(cleaned.frame.columns) == list(FILE.fields)
