"""OEFA's supervised units: its three columns are enough, and nobody is named."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from typing import Any

import pytest

from layers.reading.context import Context
from layers.reading.directory import Directory
from layers.reading.results import Provenance, Reading, SourceError
from layers.themes.supervised_units.reader import read_supervised_units

UNITS = {"13": "La Libertad", "1306": "Otuzco", "130606": "Huaranchal"}
# What is known of the list as it is published.
PUBLISHED = {
    "ADMINISTRADO": "MINERA DEL NORTE S.A.",
    "UNIDAD_FISCALIZABLE": "UNIDAD MINERA QUIRUVILCA",
    "COD_UF": "UF0001",
}
FULL = PUBLISHED | {
    "RUC": "20100128218",
    "DIRECCION": "JR. LIMA 123",
    "SECTOR": "Minería",
    "DES_SUB_SECTOR": "Gran y mediana minería",
    "DEPARTAMENTO": "LA LIBERTAD",
    "PROVINCIA": "OTUZCO",
    "DISTRITO": "HUARANCHAL",
    "LATITUD": "-7.69",
    "LONGITUD": "-78.44",
}


def context(*, samples: bool = False) -> Context:
    return Context(
        Directory(UNITS),
        dt.date(2026, 1, 1),
        samples,
        provenance=Provenance("OEFA", "", dt.date(2025, 1, 1)),
    )


def read(*rows: dict[str, str], whole: dict[str, str] = FULL) -> Reading:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(whole))
    writer.writeheader()
    writer.writerows(whole | row for row in rows)
    return read_supervised_units(out.getvalue().encode(), context())


def row(**cells: str) -> Any:
    return read(cells).frames["supervised_units"].iloc[0]


def test_the_published_columns_are_enough() -> None:
    reading = read({}, whole=PUBLISHED)
    (found,) = reading.frames["supervised_units"].itertuples()
    assert (found.code, found.name) == ("UF0001", "UNIDAD MINERA QUIRUVILCA")
    assert (found.geom, found.declared_ubigeo, found.sector) == (None, None, None)
    assert reading.remarks == ("1 unidades no dicen su lugar: no están en el mapa.",)
    assert not reading.errors


def test_a_place_is_taken_where_a_file_has_one() -> None:
    found = row()
    assert (found["geom"], found["declared_ubigeo"]) == ("SRID=4326;POINT(-78.44 -7.69)", "130606")
    assert (found["sector"], found["subsector"]) == ("Minería", "Gran y mediana minería")
    assert found["commitments"] == [2]
    table = read({}).frames["supervised_units"].to_csv()
    assert "20100128218" not in table
    assert "JR. LIMA" not in table


@pytest.mark.parametrize("code", ["", "EJEMPLO-0001", "X" * 41])
def test_a_code_that_cannot_be_costs_the_row(code: str) -> None:
    reading = read({"COD_UF": code})
    assert [error.row for error in reading.errors] == [2]
    assert not len(reading.frames["supervised_units"])


def test_a_code_is_of_one_unit() -> None:
    assert [error.row for error in read({}, {"SECTOR": "Otro"}).errors] == [3]


@pytest.mark.parametrize(
    ("cells", "unit"),
    [
        ({"DISTRITO": "NADA"}, "1306"),
        ({"PROVINCIA": "", "DISTRITO": ""}, "13"),
        ({"DEPARTAMENTO": "ATLÁNTIDA"}, None),
    ],
)
def test_the_finest_unit_that_exists_is_taken(cells: dict[str, str], unit: str | None) -> None:
    assert row(**cells)["declared_ubigeo"] == unit


@pytest.mark.parametrize("cells", [{"LATITUD": "7.69"}, {"LATITUD": "0", "LONGITUD": "0"}])
def test_a_position_that_cannot_be_is_left_out(cells: dict[str, str]) -> None:
    reading = read(cells)
    assert len(reading.notices) == 1
    assert reading.frames["supervised_units"].iloc[0]["geom"] is None


@pytest.mark.parametrize("column", ["ADMINISTRADO", "UNIDAD_FISCALIZABLE"])
@pytest.mark.parametrize(
    ("name", "shown"), [("PEREZ GARCIA, JUAN CARLOS", "persona natural"), ("XYZZY QWERTY", None)]
)
def test_no_person_is_named_not_even_by_a_place(column: str, name: str, shown: str | None) -> None:
    reading = read({column: name})
    field = {"ADMINISTRADO": "holder", "UNIDAD_FISCALIZABLE": "name"}[column]
    assert reading.frames["supervised_units"].iloc[0][field] == shown
    assert not any(word in str(reading.notices) for word in ("JUAN", "XYZZY"))


def test_the_layer_as_a_service_gives_it() -> None:
    properties = {name: text for name, text in FULL.items() if name not in ("LATITUD", "LONGITUD")}
    feature = {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Point", "coordinates": [-78.44, -7.69]},
    }
    data = json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
    (found,) = read_supervised_units(data, context()).frames["supervised_units"].itertuples()
    assert found.geom == "SRID=4326;POINT(-78.4400000 -7.6900000)"


def test_a_file_of_another_kind_is_refused() -> None:
    with pytest.raises(SourceError, match="Faltan columnas"):
        read_supervised_units(b"a;b\n1;2\n", context())
