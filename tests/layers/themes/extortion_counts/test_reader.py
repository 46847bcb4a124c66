"""Figures of extortion: several sources, one level each, nothing finer than it may be."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest

from layers.reading.context import Context
from layers.reading.directory import Directory
from layers.reading.results import Reading
from layers.themes.extortion_counts.reader import read_extortion
from territory.models.extortion import DIVISIONS, ExtortionAspect

UNITS = {
    "13": "La Libertad",
    "1301": "Trujillo",
    "130101": "Trujillo",
    "130112": "Alto Trujillo",
    "1302": "Ascope",
    "14": "Lambayeque",
}
GOOD = {
    "ubigeo": "1301",
    "territorio": "TRUJILLO",
    "anio": "2023",
    "que_se_cuenta": "total",
    "cantidad": "840",
    "fuente": "Boletín de la región policial",
    "url_fuente": "https://example.org/boletin",
    "fecha_corte": "2024-01-31",
}


def read(*rows: dict[str, str], samples: bool = False) -> Reading:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(GOOD), delimiter=";")
    writer.writeheader()
    writer.writerows(GOOD | row for row in rows)
    context = Context(Directory(UNITS), dt.date(2026, 1, 1), samples, None)
    return read_extortion(out.getvalue().encode(), context)


def refused(reading: Reading) -> list[tuple[int, str]]:
    return [(error.row, error.column) for error in reading.errors]


def test_a_figure_keeps_its_source_address_and_cutoff() -> None:
    row = read({}).frames["extortion_counts"].iloc[0]
    assert (row["declared_ubigeo"], row["value"], row["state"]) == ("1301", 840, "value")
    assert row["source_url"] == "https://example.org/boletin"
    assert row["cutoff_date"] == dt.date(2024, 1, 31)
    assert row["told_by"] == "boletin-de-la-region-policial-2024-01-31"
    assert (row["told_level"], row["granularity"]) == (4, "year")
    assert row["period_start"] == dt.date(2023, 1, 1)


def test_sources_and_cutoffs_stand_side_by_side() -> None:
    others = ({"fuente": "Observatorio"}, {"fecha_corte": "2024-06-30", "cantidad": "910"})
    reading = read({}, *others)
    assert not reading.errors
    assert reading.frames["extortion_counts"]["told_by"].nunique() == 3


WRONG = (
    ({"ubigeo": "14", "territorio": "LAMBAYEQUE"}, "ubigeo"),
    ({"ubigeo": "1302", "territorio": "ASCOPE"}, "ubigeo"),
    ({"ubigeo": "130101", "territorio": "ALTO TRUJILLO"}, "territorio"),
    ({"ubigeo": "130101", "que_se_cuenta": "quota"}, "que_se_cuenta"),
    ({"que_se_cuenta": "sexo"}, "que_se_cuenta"),
    ({"anio": "2024"}, "anio"),
    ({"anio": "2023-05"}, "anio"),
    ({"cantidad": "reservado"}, "cantidad"),
    ({"cantidad": "-4"}, "cantidad"),
    ({"cantidad": "muchas"}, "cantidad"),
    ({"url_fuente": ""}, "url_fuente"),
    ({"url_fuente": "javascript:alert(1)"}, "url_fuente"),
    ({"fuente": ""}, "fuente"),
    ({"fuente": "MININTER, SIDPOL"}, "fuente"),
    ({"fuente": "FUENTE DE EJEMPLO A"}, "fuente"),
    ({"fecha_corte": "mañana"}, "fecha_corte"),
)


@pytest.mark.parametrize(("given", "column"), WRONG)
def test_what_cannot_stand_costs_its_row(given: dict[str, str], column: str) -> None:
    assert (2, column) in refused(read(given))
    assert read(given).frames["extortion_counts"].empty


def test_a_source_tells_of_units_of_one_level() -> None:
    reading = read({}, {"ubigeo": "130101", "cantidad": "300"})
    assert refused(reading) == [(3, "ubigeo")]
    apart = read({}, {"ubigeo": "130101", "cantidad": "300", "fecha_corte": "2024-02-28"})
    assert not apart.errors


def test_the_same_figure_twice_is_refused() -> None:
    assert refused(read({}, {"cantidad": "841"})) == [(3, "cantidad")]


def test_not_reported_is_no_zero() -> None:
    rows = read({"cantidad": "no reportado"}, {"que_se_cuenta": "quota", "cantidad": "0"})
    frame = rows.frames["extortion_counts"]
    assert list(frame["state"]) == ["not_reported", "value"]
    assert frame["value"].tolist() == [None, 0]


def test_every_aspect_but_the_total_is_of_one_division() -> None:
    divided = [code for division in DIVISIONS for code in division]
    assert sorted(divided) == sorted(set(ExtortionAspect.values) - {"total"})
