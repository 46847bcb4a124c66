"""ATU's list of stops: no key, repeated rows, districts by name."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from layers.reading.context import Context
from layers.reading.directory import Directory
from layers.reading.results import Provenance
from layers.themes.transit.atu_reader import read_atu_stops
from territory.names import bare_name
from tests.territory.shapes import FIXTURES

REAL = Path(__file__).parents[5] / "shared/data/official/transport/atu_paraderos_2021-05-24.csv"
HEADER = "partipcod,parnom,disnom,cornom,nivel,latitud,longitud,tipodet,nivel_lbl,ts"
STOP = "3,Óvalo,Brena,NA,1,-12.056,-77.05,Alimentador,Alto,2021-05-24T03:12:51Z"


def units() -> dict[str, str]:
    with (FIXTURES / "units.csv").open(encoding="utf-8", newline="") as file:
        return {row["ubigeo"]: row["name"] for row in csv.DictReader(file)}


CONTEXT = Context(
    Directory(units()),
    dt.date(2026, 11, 25),
    False,
    Provenance("ATU", "", dt.date(2021, 5, 24)),
)


def file(*rows: str) -> bytes:
    return "\n".join((HEADER, *rows, "")).encode()


def test_a_stop() -> None:
    reading = read_atu_stops(file(STOP), CONTEXT)
    assert (reading.errors, reading.notices, reading.feed) == ((), (), "atu")
    (row,) = reading.frames["transit_stops"].to_dict("records")
    assert len(row.pop("stop_id")) == 16
    assert row == {
        "code": None,
        "name": "Óvalo",
        "kind": "stop",
        "service": "Alimentador",
        "corridor": None,
        "station": None,
        "wheelchair": None,
        "routes": None,
        "number_of_routes": None,
        "geom": "SRID=4326;POINT(-77.05 -12.056)",
        "feed": "atu",
        "declared_ubigeo": "150105",
        "commitments": [9],
        "source": "ATU",
        "source_url": None,
        "cutoff_date": dt.date(2021, 5, 24),
        "is_sample": False,
    }


@pytest.mark.parametrize(
    ("before", "after", "column", "reason"),
    [
        ("Brena", "Trujillo", "disnom", "No es un distrito"),
        ("Brena", "NA", "disnom", "No es un distrito"),
        ("Óvalo", "", "parnom", "obligatorio"),
        ("-12.056,-77.05", "-77.05,-12.056", "latitud", "intercambiadas"),
        ("-12.056,-77.05", "0,0", "latitud", "0, 0"),
        ("-12.056,-77.05", ",", "latitud", "Falta la posición"),
        ("-12.056,-77.05", "NA,NA", "latitud", "no es un número"),
        ("Óvalo", "PARADERO DE EJEMPLO 1", "parnom", "fila de ejemplo"),
    ],
)
def test_a_row_is_refused(before: str, after: str, column: str, reason: str) -> None:
    reading = read_atu_stops(file(STOP.replace(before, after)), CONTEXT)
    (error,) = reading.errors
    assert (error.row, error.column) == (2, column)
    assert reason in error.reason
    assert reading.number_of_rows == 0


def test_a_letter_that_a_wrong_encoding_took_apart_is_put_back() -> None:
    """As three names of the real file are written: UTF-8 read as Windows' and made small."""
    reading = read_atu_stops(file(STOP.replace("Óvalo", "Marcar\u00e3\x81")), CONTEXT)
    assert reading.errors == ()
    (name,) = reading.frames["transit_stops"]["name"]
    assert "Marcará" in name
    assert [(n.row, n.column, n.is_mended) for n in reading.notices] == [(2, "parnom", True)]


def test_a_sample_has_to_say_so() -> None:
    samples = replace(CONTEXT, samples=True)
    assert (
        read_atu_stops(file(STOP.replace("Óvalo", "Paradero de ejemplo 1")), samples).errors == ()
    )
    assert len(read_atu_stops(file(STOP), samples).errors) == 1


def test_a_repeated_stop_counts_once_and_the_key_is_the_stops_own() -> None:
    # The other level of risk is no other stop; another name or kind of service is.
    again = STOP.replace("NA,1,", "NA,4,").replace("Alto", "Extremo")
    other = STOP.replace("Alimentador", "Troncal")
    reading = read_atu_stops(file(STOP, again, other), CONTEXT)
    assert reading.errors == ()
    assert [(n.row, n.column) for n in reading.notices] == [(3, "parnom")]
    assert list(reading.frames["transit_stops"].index) == [2, 4]
    turned = read_atu_stops(file(other, STOP), CONTEXT).frames["transit_stops"]
    assert set(turned["stop_id"]) == set(reading.frames["transit_stops"]["stop_id"])


@pytest.mark.skipif(not REAL.exists(), reason="ATU's real stops are not at hand")
def test_the_real_stops() -> None:
    with REAL.open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    kept = {(row["parnom"], row["disnom"], row["latitud"], row["longitud"]) for row in rows}
    reading = read_atu_stops(REAL.read_bytes(), CONTEXT)
    assert reading.errors == ()
    assert reading.number_of_rows == len(kept) == 3123
    assert reading.left_out == 3233 - 3123
    frame = reading.frames["transit_stops"]
    assert {"Marcará", "Sangarará"} <= set(frame["name"])  # the file's "Marcar\u00e3\x81"
    # Each district by its own name, in Lima's province or in Callao.
    names = units()
    for number, ubigeo in frame["declared_ubigeo"].items():
        assert ubigeo.startswith(("1501", "0701"))
        assert bare_name(rows[number - 2]["disnom"]) == bare_name(names[ubigeo])
