"""SIASAR's files: what they are read by, their traps, and who provides the service left out."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest

from layers.reading.context import Context
from layers.reading.directory import Directory
from layers.reading.results import Provenance, Reading, SourceError
from layers.themes.rural_water_systems.reader import TABLE, read_catchments, read_treatments
from tests.old_workbooks import xls

UNITS = {
    "01": "Amazonas",
    "0101": "Chachapoyas",
    "010102": "Asunción",
    "010105": "Chiliquín",
    "08": "Cusco",
    "0809": "La Convención",
    "080910": "Pichari",
}
FROM = Provenance("SIASAR", "", dt.date(2016, 2, 4))
SYSTEM = {
    "fecha_encuesta": "2015-07-10",
    "nombre": "Sistema de VISTA HERMOSA",
    "ID": "135492",
    "pais": "Perú",
    "divisiones": "AMAZONAS,CHACHAPOYAS,ASUNCION",
    "latitud": "-5.96261",
    "longitud": "-77.7505",
    "altitud": "2510",
    "año": "2009",
    "comunidades": "VISTA HERMOSA",
    "PSE": "UNA PERSONA",
    "pob_servida": "186.33333333333334",
    "viv_servidas": "25",
    "tipo_gravedad": "SI",
    "tipo_bombeo": "NO",
    "tipo_pozo_manual": "NO",
    "tipo_agua_lluvia": "NO",
    "agua_epoca_seca": "NO",
    "agua_epoca_lluvia": "SI",
}
CATCHMENT = SYSTEM | {"fuente_ID": "406519", "fuente_tipo": "Río", "capt_estado": "C - MALO"}
TREATMENT = SYSTEM | {
    "trat_ID": "412518",
    "trat_tipo": "Desinfección con cloro",
    "trat_funciona": "NO",
    "trat_estado": "",
}


def context(samples: bool = False) -> Context:
    return Context(Directory(UNITS), dt.date(2026, 1, 1), samples, FROM)


def written(good: dict[str, str], *rows: dict[str, str]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(good))
    writer.writeheader()
    writer.writerows(good | row for row in rows)
    return out.getvalue().encode()


def catchments(*rows: dict[str, str]) -> Reading:
    return read_catchments(written(CATCHMENT, *rows), context())


def treatments(*rows: dict[str, str]) -> Reading:
    return read_treatments(written(TREATMENT, *rows), context())


def test_a_catchment_is_read_without_who_provides_the_service() -> None:
    found = catchments({})
    frame = found.frames[TABLE]
    row = frame.iloc[0]
    assert (row["system_code"], row["code"], row["feed"]) == ("135492", "406519", "catchments")
    assert (row["declared_ubigeo"], row["condition"], row["source_kind"]) == ("010102", "C", "Río")
    assert row["geom"] == "SRID=4326;POINT(-77.7505 -5.96261)"
    assert str(row["people_served"]) == "186.33"
    assert (row["by_gravity"], row["by_pumping"]) == (True, False)
    assert row["surveyed_on"] == dt.date(2015, 7, 10)
    assert row["commitments"] == [15]
    assert "UNA PERSONA" not in frame.to_csv()
    assert found.feed == "catchments"


def test_a_treatment_says_whether_it_works_and_nothing_of_a_class() -> None:
    row = treatments({}).frames[TABLE].iloc[0]
    assert (row["feed"], row["treatment_works"], row["condition"]) == ("treatments", False, None)


def test_an_old_workbook_with_serial_dates_is_read() -> None:
    names = list(CATCHMENT)
    cells: list[str | float | None] = list(CATCHMENT.values())
    cells[0] = 42195.0  # 2015-07-10
    cells[2] = 135492.0
    row = read_catchments(xls([names, cells], 1252), context()).frames[TABLE].iloc[0]
    assert (row["surveyed_on"], row["source_kind"]) == (dt.date(2015, 7, 10), "Río")


def test_what_nobody_told_stays_empty_and_zero_is_told() -> None:
    found = catchments(
        {"pob_servida": "", "viv_servidas": "", "tipo_gravedad": ""},
        {"fuente_ID": "2", "pob_servida": "0", "viv_servidas": "0"},
    ).frames[TABLE]
    silent, zero = found.iloc[0], found.iloc[1]
    assert (silent["people_served"], silent["homes_served"], silent["by_gravity"]) == (None,) * 3
    assert (zero["people_served"], zero["homes_served"]) == (0, 0)


def test_a_clock_at_zero_is_no_date() -> None:
    found = catchments({"fecha_encuesta": "1969-12-31"})
    assert found.frames[TABLE].iloc[0]["surveyed_on"] is None
    assert [notice.column for notice in found.notices] == ["fecha_encuesta"]


@pytest.mark.parametrize(
    "divisions",
    [
        "AMAZONAS,CHACHAPOYAS",
        "AMAZONAS,CHACHAPOYAS,ASUNCION,OTRO",
        "AMAZONAS,,ASUNCION",
        "AMAZONAS,CHACHAPOYAS,NINGUNO",
        "CUSCO,CHACHAPOYAS,ASUNCION",
        "",
        "," * 5_000,
    ],
)
def test_divisions_that_are_no_district_of_ineis_cost_the_row_its_place(divisions: str) -> None:
    found = catchments({"divisiones": divisions})
    assert found.frames[TABLE].empty
    assert [(error.row, error.column) for error in found.errors] == [(2, "divisiones")]


@pytest.mark.parametrize("code", ["", "0", "-1", "12a", "1" * 13, "1.5", "NaN"])
def test_a_code_has_to_be_one(code: str) -> None:
    assert [error.column for error in catchments({"fuente_ID": code}).errors] == ["fuente_id"]
    assert [error.column for error in catchments({"ID": code}).errors] == ["id"]


def test_a_part_told_twice_is_refused_and_a_system_with_two_parts_is_not() -> None:
    found = catchments({}, {}, {"fuente_ID": "406520"})
    assert [(error.row, error.column) for error in found.errors] == [(3, "fuente_id")]
    assert list(found.frames[TABLE]["code"]) == ["406519", "406520"]


@pytest.mark.parametrize("text", ["E - OTRO", "A - MALO", "BUENO", "AB"])
def test_a_class_that_is_none_is_left_out(text: str) -> None:
    found = catchments({"capt_estado": text})
    assert found.frames[TABLE].iloc[0]["condition"] is None
    assert [notice.column for notice in found.notices] == ["capt_estado"]


def test_the_files_are_not_taken_for_one_another() -> None:
    with pytest.raises(SourceError, match="Faltan columnas"):
        read_treatments(written(CATCHMENT, {}), context())
    with pytest.raises(SourceError, match="Faltan columnas"):
        read_catchments(written(TREATMENT, {}), context())
