"""Invierte.pe's file, with every trap that it holds."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

import pytest

from layers.reading.context import Context
from layers.reading.directory import Directory
from layers.reading.results import Provenance, SourceError
from layers.themes.sanitation_projects.columns import FILE
from layers.themes.sanitation_projects.reader import read_sanitation_projects
from tests.layers.themes.sanitation_projects.invierte_files import (
    EVERYWHERE,
    INVIERTE,
    SEVERAL,
    TODAY,
    UNITS,
    Cells,
    as_csv,
    read,
    records,
)
from tests.workbooks import Cell, xlsx


def test_a_good_row() -> None:
    reading = read({})
    assert reading.errors == ()
    # The file's 80101.0 is mended, and that is all there is to report.
    assert [(n.column, n.value, n.is_mended) for n in reading.notices] == [
        ("ubigeo", "80101.0", True)
    ]
    assert reading.remarks == ("0 filas no son de saneamiento.",)
    (record,) = records(reading)
    assert tuple(record) == FILE.fields
    expected = {
        "cui": "2112555",
        "snip_code": "84312",
        "place": "080101",
        "declared_ubigeo": "080101",
        "status": "ACTIVO",
        "government_level": "GL",
        "selected_by": "function",
        "viable_amount_pen": Decimal("1000.50"),
        "updated_cost_pen": Decimal("1200.00"),
        "modified_budget_pen": None,
        "accrued_this_year_pen": Decimal("100.25"),
        "accrued_before_pen": Decimal("200.50"),
        "physical_advance_pct": Decimal("45.60"),
        "has_f8": True,
        "has_f9": False,
        "has_f12b": None,
        "registered_on": None,
        "viable_on": dt.date(2018, 3, 15),
        "beneficiaries": 300,
        "geom": "SRID=4326;POINT(-71.97 -13.51)",
        "commitments": [14],
        "source": "MEF, Invierte.pe",
        "source_url": "https://www.mef.gob.pe/x",
        "cutoff_date": dt.date(2024, 12, 31),
        "is_sample": False,
    }
    assert {name: record[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("changes", "field", "value"),
    [
        ({"CODIGO_UNICO": "2112555.0"}, "cui", "2112555"),
        ({"NOMBRE_INVERSION": "AGUA\nPOTABLE \r\n RURAL"}, "name", "AGUA POTABLE RURAL"),
        # UTF-8 taken for Latin-1, as a real row has it.
        ({"NOMBRE_INVERSION": "SANEAMIENTO BÃ\x81SICO"}, "name", "SANEAMIENTO BÁSICO"),
        ({"NOMBRE_INVERSION": "AGUA PARA NIÃ‘OS"}, "name", "AGUA PARA NIÑOS"),
        ({"ESTADO": "Activo "}, "status", "ACTIVO"),
        ({"UBIGEO": "080101"}, "declared_ubigeo", "080101"),
        ({"UBIGEO": "8", **SEVERAL}, "declared_ubigeo", "08"),
        ({"UBIGEO": "80000", **SEVERAL}, "declared_ubigeo", "08"),
        ({"UBIGEO": "801.0", "DISTRITO": "-MUL.DIST-"}, "declared_ubigeo", "0801"),
        ({"UBIGEO": "80100", "DISTRITO": "- TODOS -"}, "declared_ubigeo", "0801"),
        ({"UBIGEO": "0", **EVERYWHERE}, "declared_ubigeo", None),
        ({"UBIGEO": "", **EVERYWHERE}, "place", ""),
        ({"UBIGEO": "80105", "DISTRITO": "San Sebasti?n"}, "declared_ubigeo", "080105"),
        ({"FUNCION": "Saneamiento"}, "selected_by", "function"),
        ({"FUNCION": "SALUD Y SANEAMIENTO"}, "selected_by", "name"),
        ({"LATITUD": "", "LONGITUD": ""}, "geom", None),
        ({"MONTO_VIABLE": "1,234,567.891"}, "viable_amount_pen", Decimal("1234567.89")),
        ({"FECHA_VIABILIDAD": "01/01/1900"}, "viable_on", None),
        ({"AVANCE_FISICO": "0"}, "physical_advance_pct", Decimal("0.00")),
    ],
)
def test_what_is_taken(changes: Cells, field: str, value: object) -> None:
    reading = read(changes)
    assert (reading.errors, reading.left_out) == ((), 0)
    # What is read otherwise than it is written is said of its cell: nothing else is.
    assert all(notice.is_mended for notice in reading.notices)
    (record,) = records(reading)
    assert record[field] == value


@pytest.mark.parametrize(
    ("changes", "column", "reason"),
    [
        ({"AVANCE_FISICO": "120"}, "avance_fisico", "entre 0 y 100"),
        ({"AVANCE_EJECUCION": "-1"}, "avance_ejecucion", "entre 0 y 100"),
        ({"MONTO_VIABLE": "-5"}, "monto_viable", "negativo"),
        ({"COSTO_ACTUALIZADO": "s/d"}, "costo_actualizado", "No es un número"),
        ({"FECHA_VIABILIDAD": "15/03/2030"}, "fecha_viabilidad", "futuro"),
        ({"NUM_HABITANTES_BENEF": "856926132"}, "num_habitantes_benef", "más de lo posible"),
        ({"NIVEL": "XX"}, "nivel", "GN, GR o GL"),
        ({"TIENE_F8": "QUIZÁ"}, "tiene_f8", "sí.*no"),
        ({"LATITUD": "0", "LONGITUD": "0"}, "latitud", "no se conoce"),
        ({"LATITUD": "-71.97", "LONGITUD": "-13.51"}, "latitud", "intercambiadas"),
        ({"LATITUD": "13.51"}, "latitud", "perdió su signo"),
        ({"LATITUD": "8505000"}, "latitud", "UTM"),
        ({"LATITUD": "-13", "LONGITUD": "-71"}, "latitud", "grados enteros"),
        ({"LATITUD": ""}, "longitud", "Falta la otra"),
        ({"UBIGEO": ""}, "distrito", "se tomó el de los nombres"),
        ({"DISTRITO": "QOSQO CERCADO"}, "distrito", "escribe «QOSQO CERCADO» por «Cusco»"),
    ],
)
def test_a_value_that_cannot_be_true_is_left_out_and_reported(
    changes: Cells, column: str, reason: str
) -> None:
    reading = read({"CODIGO_UNICO": "2000001"}, changes)
    assert len(records(reading)) == 2
    assert reading.errors == ()
    (notice,) = (notice for notice in reading.notices if not notice.is_mended)
    assert (notice.row, notice.column) == (3, column)
    assert re.search(reason, notice.reason)


@pytest.mark.parametrize(
    ("changes", "column", "reason"),
    [
        ({"CODIGO_UNICO": "X12"}, "codigo_unico", "No es un código único"),
        ({"CODIGO_UNICO": "2.1E+06"}, "codigo_unico", "No es un código único"),
        ({"NOMBRE_INVERSION": " "}, "nombre_inversion", "vacío"),
        ({"NOMBRE_INVERSION": "AGUA " * 201}, "nombre_inversion", "máximo es 1000"),
        ({"NOMBRE_INVERSION": "PROYECTO DE EJEMPLO 1"}, "nombre_inversion", "fila de ejemplo"),
        ({"CODIGO_UNICO": "9000001"}, "codigo_unico", "código de una fila de ejemplo"),
        ({"UBIGEO": "80199"}, "ubigeo", "no tiene una unidad 080199"),
        ({"UBIGEO": "Cusco"}, "ubigeo", "No es un ubigeo"),
        # RENIEC's 130101 is Chiclayo, INEI's is Trujillo.
        (
            {"UBIGEO": "130101", "DEPARTAMENTO": "LAMBAYEQUE", "PROVINCIA": "CHICLAYO"},
            "ubigeo",
            "130101 del INEI es «La Libertad, Trujillo, Trujillo».*RENIEC",
        ),
        ({"UBIGEO": "80105"}, "ubigeo", r"San Sebastián.*080101\.$"),
        ({"UBIGEO": "80101", **SEVERAL}, "ubigeo", "no son del mismo nivel"),
        ({"DEPARTAMENTO": ""}, "ubigeo", "Falta el departamento"),
        ({"UBIGEO": "", "DISTRITO": "X"}, "ubigeo", "no tiene una unidad con esos nombres"),
    ],
)
def test_what_is_refused_and_where(changes: Cells, column: str, reason: str) -> None:
    reading = read({"CODIGO_UNICO": "2000001"}, changes)
    assert [record["cui"] for record in records(reading)] == ["2000001"]
    (error,) = reading.errors
    assert (error.row, error.column) == (3, column)
    assert re.search(reason, error.reason)


def test_a_source_too_long_to_be_kept_whole_is_refused() -> None:
    context = Context(Directory(UNITS), TODAY, False, Provenance("x" * 200, "", TODAY))
    with pytest.raises(SourceError, match="demasiado larga"):
        read_sanitation_projects(as_csv({}), context)


def test_a_sample_file_holds_samples_only() -> None:
    sample = {"NOMBRE_INVERSION": "PROYECTO DE EJEMPLO 1", "CODIGO_UNICO": "9000001"}
    reading = read(sample, {}, samples=True)
    assert {error.row for error in reading.errors} == {3}
    (record,) = records(reading)
    assert record["is_sample"] is True


def test_the_search_s_spreadsheet_has_other_headers() -> None:
    header: list[Cell] = [
        "Código único de inversión",
        "Nombre de la inversión",
        "Monto viable",
        "Estado de la inversión",
        "Departamento",
        "Provincia",
        "Distrito",
        "Ubigeo",
        "Beneficiarios",
        "Fecha de viabilidad",
    ]
    row: list[Cell] = [
        2112555,
        "AGUA\nPOTABLE",
        2500580.36,
        "CERRADO",
        "AMAZONAS",
        "CONDORCANQUI",
        "NIEVA",
        10401.0,
        2680,
        "30/10/2008",
    ]
    data = xlsx([header, row])
    (record,) = records(
        read_sanitation_projects(data, Context(Directory(UNITS), TODAY, False, INVIERTE))
    )
    expected = {
        "cui": "2112555",
        "place": "010401",
        "status": "CERRADO",
        "beneficiaries": 2680,
        "viable_amount_pen": Decimal("2500580.36"),
        "viable_on": dt.date(2008, 10, 30),
        "name": "AGUA POTABLE",
        "geom": None,
    }
    assert {name: record[name] for name in expected} == expected
