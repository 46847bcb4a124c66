"""OEFA's values: the traps of its files, and the file itself where it is at hand."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path
from typing import Any

import pandas as pd
import pyproj
import pytest

from layers.reading.results import ChoiceMissing, Reading, SourceError
from layers.themes.environmental_monitoring_points.values_reader import read_values
from tests.layers.themes.environmental_monitoring_points.files import (
    SUPERVISION,
    WATER,
    context,
    written,
)

FOLDER = Path(__file__).parents[5] / "shared/data/official/environment"


def read(*rows: dict[str, str], good: dict[str, str] = WATER, datum: str = "") -> Reading:
    return read_values(written(good, rows), context(datum=datum))


def values(*rows: dict[str, str], **asked: Any) -> pd.DataFrame:
    return read(*rows, **asked).frames["environmental_measurements"]


def reasons(reading: Reading) -> list[tuple[int, str]]:
    return [(error.row, error.column) for error in reading.errors]


def test_a_value_is_read_with_its_day_hour_place_and_unit() -> None:
    row = values({}).iloc[0]
    assert (row["sampled_on"], row["sampled_time"]) == (dt.date(2019, 1, 14), "17:54")
    assert (row["state"], row["value"], row["limit_value"]) == ("value", 0.00123, None)
    assert (row["unit"], row["original_value"], row["original_unit"]) == ("mg/L", "0,00123", "mg/L")
    assert (row["matrix"], row["place_kind"]) == ("surface_water", "Agua superficial de río")
    assert (row["parameter"], row["parameter_key"]) == ("Arsénico", "arsenico")
    assert (row["place_key"], row["declared_ubigeo"]) == ("f01861-ag01", None)
    assert row["commitments"] == [2]


def test_points_are_told_once_each() -> None:
    reading = read({}, {"Parámetro": "Plomo"}, {"Nombre del punto": "F01861-AG02"})
    points = reading.frames["environmental_monitoring_points"]
    assert list(points["code"]) == ["F01861-AG01", "F01861-AG02"]
    assert points.iloc[0]["description"] == "Punto ubicado en el río Tigre."
    assert points.iloc[0]["altitude_m"] == 76
    assert reading.number_of_rows == 3


@pytest.mark.parametrize(
    ("text", "state", "value", "limit"),
    [
        ("<0.100", "below", None, 0.1),
        ("< 0,05", "below", None, 0.05),
        (">1600", "above", None, 1600.0),
        ("ND", "below", None, None),
        ("sin valor", "not_reported", None, None),
        ("", "not_reported", None, None),
        ("0", "value", 0.0, None),
        ("-1,5", "value", -1.5, None),
    ],
)
def test_what_a_laboratory_cannot_tell_is_no_number(
    text: str, state: str, value: float | None, limit: float | None
) -> None:
    (row,) = values({"Valor": text}, {"Parámetro": "pH", "Valor": "7,1"}).iloc[:1].itertuples()
    assert (row.state, row.value, row.limit_value) == (state, value, limit)


def test_limits_have_a_point_and_values_a_comma_in_one_column() -> None:
    found = values(
        {"Valor": "<0.100"},
        {"Valor": "0,233", "Parámetro": "Plomo"},
        # By itself either could be: the values' own column says that it is a comma.
        {"Valor": "1,234", "Parámetro": "Zinc"},
    )
    assert list(found["limit_value"])[:1] == [0.1]
    assert list(found["value"])[1:] == [0.233, 1.234]


@pytest.mark.parametrize("text", ["1,234", "<1.234"])
def test_a_number_that_may_be_two_is_not_guessed(text: str) -> None:
    assert reasons(read({"Valor": text})) == [(2, "valor")]


@pytest.mark.parametrize("text", ["abc", "<", "<abc", "1e99", "=1+1", "0,1,2", "١٢"])
def test_what_is_no_number_is_refused(text: str) -> None:
    reading = read({"Valor": text}, {"Parámetro": "pH", "Valor": "7,1"})
    assert reasons(reading) == [(2, "valor")]


@pytest.mark.parametrize(
    ("unit", "value", "given", "shared"),
    [
        ("µg/L", "10", 0.01, "mg/L"),
        ("ug/L", "10", 0.01, "mg/L"),
        ("μg/L", "10", 0.01, "mg/L"),
        ("mg/L", "10", 10.0, "mg/L"),
        ("mg/kg MS", "10", 10.0, "mg/kg"),
        ("µg/kg", "10", 0.01, "mg/kg"),
        ("mS/cm", "10", 10000.0, "µS/cm"),
        ("NTU", "10", 10.0, "NTU"),
    ],
)
def test_units_are_made_the_same_and_what_was_written_stays(
    unit: str, value: str, given: float, shared: str
) -> None:
    row = values({"Unidad de medida": unit, "Valor": value}).iloc[0]
    assert (row["value"], row["unit"]) == (given, shared)
    assert (row["original_value"], row["original_unit"]) == (value, unit)


def test_each_form_of_dates_is_learned_by_itself() -> None:
    rows = [
        {"Fecha": "1/14/19"},
        {"Fecha": "17/3/2019", "Parámetro": "Plomo"},
        {"Fecha": "6/10/2019", "Parámetro": "Zinc"},
        {"Fecha": "6/10/19", "Parámetro": "Cobre"},
    ]
    assert list(values(*rows)["sampled_on"]) == [
        dt.date(2019, 1, 14),
        dt.date(2019, 3, 17),
        dt.date(2019, 10, 6),
        dt.date(2019, 6, 10),
    ]


def test_a_date_beside_those_of_another_country_is_not_guessed() -> None:
    reading = read({"Fecha": "1/14/19"}, {"Fecha": "6/10/2019", "Parámetro": "Zinc"})
    assert reasons(reading) == [(3, "fecha_pto")]


@pytest.mark.parametrize(
    ("text", "time"),
    [("12:00:00 AM", "00:00"), ("12:21:00 PM", "12:21"), ("14:05", "14:05"), ("", None)],
)
def test_hours_are_of_twelve_or_of_twenty_four(text: str, time: str | None) -> None:
    assert values({"Hora": text}).iloc[0]["sampled_time"] == time


@pytest.mark.parametrize("text", ["13:00 PM", "25:00", "mediodía"])
def test_an_hour_that_is_none_is_left_out(text: str) -> None:
    reading = read({"Hora": text})
    assert [(one.row, one.column) for one in reading.notices] == [(2, "hora")]
    assert reading.frames["environmental_measurements"].iloc[0]["sampled_time"] is None


@pytest.mark.parametrize(
    ("zone", "datum", "epsg"), [("18", "WGS84", 32718), ("17 S", "WGS 84", 32717)]
)
def test_each_row_has_a_zone_of_its_own(zone: str, datum: str, epsg: int) -> None:
    east, north = (601347, 9506175) if epsg == 32718 else (468461, 9507737)
    row = values({"Zona": zone, "Datum": datum, "Este": str(east), "Norte": str(north)}).iloc[0]
    back = pyproj.Transformer.from_crs(epsg, 4326, always_xy=True)
    expected = back.transform(east, north)
    x, y = map(float, row["geom"].removeprefix("SRID=4326;POINT(").removesuffix(")").split())
    assert (x, y) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"Zona": ""}, "txzona"),
        ({"Zona": "20"}, "txzona"),
        ({"Datum": "NAD27"}, "datum"),
        ({"Norte": ""}, "coord_este"),
        ({"Este": "9506175", "Norte": "601347"}, "coord_este"),
        ({"Este": "-74.08", "Norte": "-4.46"}, "coord_este"),
    ],
)
def test_a_position_that_cannot_be_is_left_out(cells: dict[str, str], column: str) -> None:
    reading = read(cells)
    assert not reading.errors
    assert [(one.row, one.column) for one in reading.notices] == [(2, column)]
    assert reading.frames["environmental_measurements"].iloc[0]["geom"] is None


def test_a_point_in_two_places_is_refused() -> None:
    reading = read({}, {"Parámetro": "Plomo", "Norte": "9516175"})
    assert reasons(reading) == [(3, "punto_muestreo")]


def test_a_second_value_of_one_parameter_and_hour_is_refused() -> None:
    assert reasons(read({}, {"Valor": "0,5"})) == [(3, "parametro")]
    # Of another way of analysing it is another value; hydrocarbons differ by a letter.
    assert not read({}, {"Tipo de análisis": "Metales disueltos"}).errors
    names = ("Benzo (a) Pireno", "Benzo (b) Fluoranteno", "Benzo (k) Fluoranteno")
    assert not read(*({"Parámetro": name} for name in names)).errors


def test_the_file_of_supervision_has_a_sign_and_a_column_a_method() -> None:
    reading = read({}, {"SIGNO": "", "PARAMETRO": "Plomo"}, good=SUPERVISION, datum="WGS84")
    first, second = reading.frames["environmental_measurements"].itertuples()
    assert (first.state, first.limit_value, first.unit) == ("below", 0.00003, "mg/L")
    assert (second.state, second.value) == ("value", 0.00003)
    assert first.analysis == "Metales Totales"
    assert first.declared_ubigeo == "160305"
    assert first.place_key == "0012-5-2018-401-e-01"


def test_a_datum_that_nobody_says_is_asked_for() -> None:
    with pytest.raises(ChoiceMissing, match="datum"):
        read({}, good=SUPERVISION)


@pytest.mark.parametrize("unit", ["LORETO, LORETO, NADA", "LORETO, NADA, NADA", "loreto"])
def test_the_finest_unit_that_exists_is_taken(unit: str) -> None:
    found = values({"TXUBIGEO": unit}, good=SUPERVISION, datum="WGS84")
    assert found.iloc[0]["declared_ubigeo"] == ("1603" if unit.count("LORETO") == 2 else "16")


def test_an_unknown_unit_is_left_out() -> None:
    reading = read({"TXUBIGEO": "ATLÁNTIDA, X, Y"}, good=SUPERVISION, datum="WGS84")
    assert [one.column for one in reading.notices] == ["txubigeo"]
    assert not reading.errors


@pytest.mark.parametrize(
    "cells",
    [
        {"Nombre del punto": ""},
        {"Parámetro": ""},
        {"Unidad de medida": ""},
        {"Fecha": "31/02/2019"},
        {"Fecha": "1/1/2030"},
        {
            "Componente ambiental": "",
            "Procedencia de la Muestra": "",
            "Procedencia Especifica de la Muestra": "",
        },
        {"Nombre del punto": "PUNTO DE EJEMPLO 1"},
    ],
)
def test_what_costs_a_row_its_place(cells: dict[str, str]) -> None:
    reading = read(cells)
    assert [error.row for error in reading.errors] == [2]
    assert not len(reading.frames["environmental_measurements"])


def test_a_file_without_values_is_refused() -> None:
    good = {name: text for name, text in WATER.items() if name != "Valor"}
    with pytest.raises(SourceError, match="VALOR"):
        read({}, good=good)


def official(name: str) -> Path:
    path = FOLDER / name
    if not path.exists():
        pytest.skip(f"{name} is no part of the project")
    return path


def test_the_official_file() -> None:
    path = official("oefa_ipash_agua_700.csv")
    reading = read_values(path, context())
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    found = reading.frames["environmental_measurements"]
    assert (reading.errors, reading.notices) == ((), ())
    assert len(found) == len(rows) == 700
    censored = [row["Valor"].startswith("<") for row in rows]
    assert list(found["state"] == "below") == censored
    limits = [float(row["Valor"][1:]) for row in rows if row["Valor"].startswith("<")]
    assert list(found["limit_value"].dropna()) == limits
    plain = [float(row["Valor"].replace(",", ".")) for row in rows if row["Valor"][0] != "<"]
    assert list(found["value"].dropna()) == plain
    assert set(found["sampled_on"]) == {
        dt.date(2019, 1, 14),
        dt.date(2019, 3, 17),
        dt.date(2019, 10, 6),
    }
    assert len(reading.frames["environmental_monitoring_points"]) == 13


def test_a_national_inventory_is_no_file_of_places() -> None:
    with pytest.raises(SourceError, match="Faltan columnas"):
        read_values(official("minam_ingei_co2.csv"), context())
