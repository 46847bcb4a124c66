"""Invierte.pe's file, with every trap that it holds."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from decimal import Decimal
from typing import Any

import pytest

from layers.reading.context import Context
from layers.reading.directory import Directory
from layers.reading.results import Provenance, Reading, SourceError
from layers.themes.sanitation_projects.choice import is_sanitation
from layers.themes.sanitation_projects.columns import FILE
from layers.themes.sanitation_projects.reader import read_sanitation_projects
from tests.workbooks import Cell, xlsx

TODAY = dt.date(2026, 1, 31)
UNITS = {
    "01": "Amazonas",
    "0104": "Condorcanqui",
    "010401": "Nieva",
    "08": "Cusco",
    "0801": "Cusco",
    "080101": "Cusco",
    "080105": "San Sebastián",
    "13": "La Libertad",
    "14": "Lambayeque",
    "1301": "Trujillo",
    "130101": "Trujillo",
}
TOLD = Provenance("MEF, Invierte.pe", "https://www.mef.gob.pe/x", dt.date(2024, 12, 31))

GOOD = {
    "CODIGO_UNICO": "2112555",
    "CODIGO_SNIP": "84312",
    "NOMBRE_INVERSION": "MEJORAMIENTO DEL SERVICIO DE AGUA POTABLE",
    "ESTADO": "ACTIVO",
    "SITUACION": "VIABLE",
    "MARCO": "INVIERTE",
    "NIVEL": "GL",
    "FUNCION": "SANEAMIENTO",
    "MONTO_VIABLE": "1000.5",
    "COSTO_ACTUALIZADO": "1200",
    "DEV_ANIO_ACTUAL": "100.25",
    "DEVEN_ACUMUL_ANIO_ANT": "200.50",
    "AVANCE_FISICO": "45.6",
    "AVANCE_EJECUCION": "25",
    "TIENE_F8": "SI",
    "TIENE_F9": "NO",
    "TIENE_F12B": "",
    "FECHA_VIABILIDAD": "15/03/2018",
    "NUM_HABITANTES_BENEF": "300",
    "DEPARTAMENTO": "CUSCO",
    "PROVINCIA": "CUSCO",
    "DISTRITO": "CUSCO",
    "UBIGEO": "80101.0",
    "LATITUD": "-13.51",
    "LONGITUD": "-71.97",
}
Cells = dict[str, str]


def as_csv(*rows: Cells, columns: tuple[str, ...] = tuple(GOOD)) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, columns, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(GOOD | row for row in rows)
    return buffer.getvalue().encode("utf-8-sig")


def read(*rows: Cells, samples: bool = False, columns: tuple[str, ...] = tuple(GOOD)) -> Reading:
    context = Context(Directory(UNITS), TODAY, samples, TOLD)
    return read_sanitation_projects(as_csv(*rows, columns=columns), context)


def records(reading: Reading) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = reading.frames["sanitation_projects"].to_dict("records")
    return found


def test_a_good_row() -> None:
    reading = read({})
    assert (reading.errors, reading.left_out) == ((), 0)
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


SEVERAL = {"PROVINCIA": "-MUL.PROV-", "DISTRITO": "-MUL.DIST-"}
EVERYWHERE = SEVERAL | {"DEPARTAMENTO": "-MUL.DEP-"}


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


def test_other_functions_are_left_aside() -> None:
    reading = read({}, {"FUNCION": "TRANSPORTE"}, {"FUNCION": ""}, {"FUNCION": "SALUD"})
    assert len(records(reading)) == 1
    assert reading.remarks[0] == "3 filas no son de saneamiento."
    assert reading.errors == ()


WITHOUT_FUNCTION = tuple(column for column in GOOD if column != "FUNCION")


@pytest.mark.parametrize(
    ("name", "chosen"),
    [
        ("MEJORAMIENTO DEL SERVICIO DE AGUA POTABLE", True),
        ("Ampliación de la red de ALCANTARILLADO", True),
        ("INSTALACION DE AGUA Y DESAGÜE", True),
        ("SISTEMA DE SANEAMIENTO BASICO", True),
        ("CONSTRUCCION DE LETRINAS EN EL ANEXO", True),
        ("PLANTA DE TRATAMIENTO DE AGUAS RESIDUALES", True),
        ("DISPOSICION SANITARIA DE EXCRETAS", True),
        ("AGUA PARA CONSUMO HUMANO", True),
        ("SANEAMIENTO FISICO LEGAL DE INMUEBLES", False),
        ("SANEAMIENTO DE LIMITES Y ORGANIZACION TERRITORIAL", False),
        ("SANEAMIENTO TECNICO LEGAL DE TERRENO", False),
        ("MEJORAMIENTO DEL DESAGUE PLUVIAL", False),
        ("DRENAJES Y EVACUACION DE DESAGUE DE RIEGO AGRICOLA", False),
        ("SISTEMA DE AGUA PARA RIEGO", False),
        ("SERVICIO DE EDUCACION", False),
    ],
)
def test_without_the_function_the_name_decides_and_the_source_says_so(
    name: str, chosen: bool
) -> None:
    reading = read({"NOMBRE_INVERSION": name}, columns=WITHOUT_FUNCTION)
    assert [record["selected_by"] for record in records(reading)] == ["name"] * chosen
    assert any("FUNCION" in remark for remark in reading.remarks)
    for record in records(reading):
        expected = "MEF, Invierte.pe (saneamiento según el nombre de la inversión)"
        assert record["source"] == expected


def test_a_source_too_long_to_be_kept_whole_is_refused() -> None:
    context = Context(Directory(UNITS), TODAY, False, Provenance("x" * 200, "", TODAY))
    with pytest.raises(SourceError, match="demasiado larga"):
        read_sanitation_projects(as_csv({}), context)


def test_a_project_has_a_row_in_each_district() -> None:
    there = {"DISTRITO": "SAN SEBASTIAN", "UBIGEO": "80105", "LATITUD": "-13.53"}
    reading = read({}, there, EVERYWHERE | {"UBIGEO": "0"})
    assert [record["place"] for record in records(reading)] == ["080101", "080105", ""]
    declared = [record["declared_ubigeo"] for record in records(reading)]
    assert declared == ["080101", "080105", None]
    assert reading.errors == ()


def test_a_repeated_row_counts_once_and_may_bring_the_position() -> None:
    reading = read({"LATITUD": "", "LONGITUD": ""}, {}, {})
    (record,) = records(reading)
    assert record["geom"] == "SRID=4326;POINT(-71.97 -13.51)"
    assert reading.remarks[-1].startswith("2 filas repiten")


def test_a_project_whose_rows_disagree_is_refused_from_the_second_on() -> None:
    there = {"DISTRITO": "SAN SEBASTIAN", "UBIGEO": "80105", "COSTO_ACTUALIZADO": "1201"}
    reading = read({}, there)
    assert [record["place"] for record in records(reading)] == ["080101"]
    (error,) = reading.errors
    assert (error.row, error.column) == (3, "codigo_unico")
    assert "La fila 2 da a este CUI otro valor en costo_actualizado." in error.reason


def test_a_refused_row_decides_nothing_for_the_next() -> None:
    reading = read({"UBIGEO": "80199", "COSTO_ACTUALIZADO": "9"}, {})
    assert [error.row for error in reading.errors] == [2]
    assert len(records(reading)) == 1


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
        read_sanitation_projects(data, Context(Directory(UNITS), TODAY, False, TOLD))
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


def test_a_file_of_no_sanitation_gives_no_row() -> None:
    reading = read({"FUNCION": "TRANSPORTE"})
    assert reading.number_of_rows == 0
    assert list(reading.frames["sanitation_projects"].columns) == list(FILE.fields)


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("REPARACION DE PTAR; EN LA LOCALIDAD GRAU", True),
        ("RENOVACION DE EQUIPO HIDRAULICO EN EL(LA) PTAP N° 02", True),
        ("INSTALACION DE 40 UBS CON ARRASTRE HIDRAULICO", True),
        ("AMPLIACION DE REDES DE AGUA Y CONEXIONES DOMICILIARIAS", True),
        ("AMPLIACION DEL SISTEMA DE AGUA EN EL CASERIO", True),
        ("MEJORAMIENTO DE LA CAPTACION Y LINEA DE CONDUCCION", True),
        ("CONSTRUCCION DE LETRINAS", True),
        ("MEJORAMIENTO DEL ALCANTRILLADO", True),
        ("CONSTRUCCION DE LAGUNA DE OXIDACION", True),
        ("REHABILITACION DEL COLECTOR GRAU", True),
        ("REPARACION DE CANAL DE RIEGO Y CAPTACION", False),
        ("LINEA DE CONDUCCION; EN EL(LA) SISTEMA DE RIEGO DEL CANAL", False),
        ("SERVICIO DE AGUA PARA RIEGO", False),
        ("DRENAJE PLUVIAL EN EL DISTRITO DE AGUAS VERDES", False),
        ("ALCANTARILLADO PLUVIAL DE LA AV. PERU", False),
        ("PISTAS EN EL DISTRITO DE AGUAS VERDES", False),
        ("SANEAMIENTO FISICO LEGAL DE PREDIOS", False),
        ("SERVICIOS HIGIENICOS Y/O VESTIDORES DE LA LOSA DEPORTIVA", False),
        ("SISTEMA DE CAPTACION DE LA IRRIGACION PUERTO EL CURA", False),
        ("TRANSITABILIDAD HASTA EL DREN COLECTOR", False),
        ("REDES DE AGUA CONTRA INCENDIO DEL HOSPITAL", False),
        ("CAPTACION DE RECURSOS TRIBUTARIOS", False),
        ("SUBESTACION Y CONEXIONES DOMICILIARIAS DE ALUMBRADO PUBLICO", False),
    ],
)
def test_the_services_of_the_sector_by_name(name: str, is_one: bool) -> None:
    """D.L. 1280, art. 2: drinking water, sewers, waste water, excreta; rain is D.L. 1356's."""
    assert is_sanitation(name) is is_one


def test_a_work_without_cui_has_a_key_of_its_own() -> None:
    first = read({"CODIGO_UNICO": ""})
    (row,) = records(first)
    assert re.fullmatch("S[0-9A-V]{7}", row["cui"])
    assert any("1 filas no traen CUI" in remark for remark in first.remarks)
    # The same work later, dearer and elsewhere in the file: the same key.
    later = read({"CODIGO_UNICO": "2000001"}, {"CODIGO_UNICO": "-", "COSTO_ACTUALIZADO": "9999"})
    assert [record["cui"] for record in records(later)] == ["2000001", row["cui"]]
    # Another work, another key.
    other = read({"CODIGO_UNICO": "", "NOMBRE_INVERSION": "AGUA POTABLE DE OTRO LUGAR"})
    assert records(other)[0]["cui"] != row["cui"]
