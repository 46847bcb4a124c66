"""OEFA's emergencies: what costs a row its place, and that nobody is named."""

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
from layers.themes.environmental_emergencies.reader import read_emergencies

UNITS = {"16": "Loreto", "1603": "Loreto", "160305": "Tigre"}
GOOD = {
    "CODIGO": "EA20-0006",
    "DESCRIPCION": "Derrame que vio JUAN PEREZ",
    "ADM_INVOLUCRADOS": "PETROLEOS DEL NORTE S.A.",
    "NRO_DOC_ADM": "20100128218",
    "UF_INVOLUCRADOS": "REFINERIA DEL NORTE S.A.",
    "SECTOR": "Energía",
    "SUBSECTOR": "Hidrocarburos",
    "DEPARTAMENTO": "LORETO",
    "PROVINCIA": "LORETO",
    "DISTRITO": "TIGRE",
    "FECHA_EMERGENCIA": "17/01/2020",
    "LATITUD": "-4.46",
    "LONGITUD": "-74.08",
}


def context() -> Context:
    return Context(
        Directory(UNITS),
        dt.date(2026, 1, 1),
        provenance=Provenance("OEFA", "", dt.date(2025, 1, 1)),
    )


def read(*rows: dict[str, str]) -> Reading:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(GOOD))
    writer.writeheader()
    writer.writerows(GOOD | row for row in rows)
    return read_emergencies(out.getvalue().encode(), context())


def row(**cells: str) -> Any:
    return read(cells).frames["environmental_emergencies"].iloc[0]


def test_an_emergency_is_read_without_its_description() -> None:
    reading = read({})
    found = reading.frames["environmental_emergencies"]
    first = found.iloc[0]
    assert (first["code"], first["occurred_on"]) == ("EA20-0006", dt.date(2020, 1, 17))
    assert (first["sector"], first["subsector"]) == ("Energía", "Hidrocarburos")
    assert (first["geom"], first["declared_ubigeo"]) == ("SRID=4326;POINT(-74.08 -4.46)", "160305")
    assert first["commitments"] == [2]
    assert "JUAN" not in found.to_csv()
    assert "20100128218" not in found.to_csv()


@pytest.mark.parametrize(
    "cells",
    [
        {"CODIGO": ""},
        {"CODIGO": "EJEMPLO-0001"},
        {"FECHA_EMERGENCIA": ""},
        {"FECHA_EMERGENCIA": "31/02/2020"},
        {"FECHA_EMERGENCIA": "01/01/2030"},
    ],
)
def test_what_costs_a_row_its_place(cells: dict[str, str]) -> None:
    reading = read(cells)
    assert [error.row for error in reading.errors] == [2]
    assert not len(reading.frames["environmental_emergencies"])


def test_a_code_is_of_one_emergency() -> None:
    assert [error.row for error in read({}, {"SECTOR": "Otro"}).errors] == [3]


@pytest.mark.parametrize(
    ("cells", "unit"),
    [
        ({"DISTRITO": "NADA"}, "1603"),
        ({"PROVINCIA": "", "DISTRITO": ""}, "16"),
        ({"DEPARTAMENTO": "", "PROVINCIA": "", "DISTRITO": ""}, None),
        ({"DEPARTAMENTO": "ATLÁNTIDA"}, None),
    ],
)
def test_the_finest_unit_that_exists_is_taken(cells: dict[str, str], unit: str | None) -> None:
    assert row(**cells)["declared_ubigeo"] == unit


def test_an_emergency_without_a_place_is_on_no_map() -> None:
    nowhere = dict.fromkeys(("DEPARTAMENTO", "PROVINCIA", "DISTRITO", "LATITUD", "LONGITUD"), "")
    reading = read(nowhere)
    assert not reading.errors
    assert reading.remarks == ("1 emergencias no dicen su lugar: no están en el mapa.",)


@pytest.mark.parametrize("cells", [{"LATITUD": "4.46"}, {"LATITUD": "0", "LONGITUD": "0"}])
def test_a_position_that_cannot_be_is_left_out(cells: dict[str, str]) -> None:
    reading = read(cells)
    assert len(reading.notices) == 1
    assert reading.frames["environmental_emergencies"].iloc[0]["geom"] is None


@pytest.mark.parametrize(
    ("name", "shown"), [("PEREZ GARCIA, JUAN CARLOS", "persona natural"), ("XYZZY QWERTY", None)]
)
def test_no_person_is_named(name: str, shown: str | None) -> None:
    reading = read({"ADM_INVOLUCRADOS": name})
    assert reading.frames["environmental_emergencies"].iloc[0]["holder"] == shown
    assert not any(word in str(reading.notices) for word in ("JUAN", "XYZZY"))


def test_the_layer_as_a_service_gives_it_has_its_days_in_milliseconds() -> None:
    properties = {name: text for name, text in GOOD.items() if name not in ("LATITUD", "LONGITUD")}
    feature = {
        "type": "Feature",
        "properties": properties | {"FECHA_EMERGENCIA": 1579219200000},
        "geometry": {"type": "Point", "coordinates": [-74.08, -4.46]},
    }
    data = json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
    (found,) = read_emergencies(data, context()).frames["environmental_emergencies"].itertuples()
    assert found.occurred_on == dt.date(2020, 1, 17)
    assert found.geom == "SRID=4326;POINT(-74.0800000 -4.4600000)"


def test_a_file_of_another_kind_is_refused() -> None:
    with pytest.raises(SourceError, match="Faltan columnas"):
        read_emergencies(b"a;b\n1;2\n", context())
