"""The traps of the file of daily summaries."""

from __future__ import annotations

import datetime as dt

import pytest

from layers.reading.results import SourceError
from layers.themes.accreditation_activity.reader import TABLE, read_accreditation
from tests.layers.themes.accreditation_activity.summary_files import context, read, table

DOCUMENT = "45678912"


def test_a_row() -> None:
    reading = read({})
    assert not reading.errors
    assert not reading.remarks
    (row,) = reading.frames[TABLE].to_dict("records")
    assert row["day"] == dt.date(2025, 5, 16)
    assert (row["facility_code"], row["insurer_code"]) == ("00002941", "10001")
    assert (row["declared_ubigeo"], row["insurer_kind"]) == ("210201", "public")
    assert [row[n] for n in ("queries", "accepted", "rejected", "unanswered")] == [120, 90, 20, 10]
    assert (row["median_ms"], row["p95_ms"]) == (420, 1800)
    assert (row["state"], row["withheld"], row["feed"]) == ("value", None, "archivo")


def test_lost_zeros_come_back() -> None:
    reading = read({"codigo_ipress": "2941", "codigo_iafas": "42.0"})
    (row,) = reading.frames[TABLE].to_dict("records")
    assert (row["facility_code"], row["insurer_code"]) == ("00002941", "00042")


def test_small_numbers_are_nowhere_in_what_is_read() -> None:
    reading = read({"aceptadas": "107", "rechazadas": "3", "sin_respuesta": "10"})
    (row,) = reading.frames[TABLE].to_dict("records")
    assert row["rejected"] is None
    # With them the small one would follow by subtraction.
    assert (row["queries"], row["accepted"], row["unanswered"]) == (120, None, None)
    assert row["withheld"].split("; ")[:3] == ["accepted", "rejected", "unanswered"]
    assert row["state"] == "suppressed"
    assert "reservados" in reading.remarks[0]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"consultas": "119"}, "consultas"),
        ({"consultas": ""}, "consultas"),
        ({"consultas": "-1"}, "consultas"),
        ({"consultas": "12.5"}, "consultas"),
        ({"consultas": "1000001"}, "consultas"),
        ({"mediana_ms": "1801"}, "consultas"),
        ({"p95_ms": "3600001"}, "p95_ms"),
        ({"codigo_iafas": "123456"}, "codigo_iafas"),
        ({"codigo_iafas": "0"}, "codigo_iafas"),
        ({"codigo_ipress": "x"}, "codigo_ipress"),
        ({"codigo_ipress": "99000001"}, "codigo_ipress"),
        ({"fecha": "2025-02-30"}, "fecha"),
        ({"fecha": "2026-02-01"}, "fecha"),
        ({"ubigeo": "200201"}, "ubigeo"),
        ({"territorio": "Achaya"}, "territorio"),
        ({"establecimiento": ""}, "establecimiento"),
        ({"aceptadas": "0", "rechazadas": "0", "sin_respuesta": "120"}, "consultas"),
    ],
)
def test_what_costs_a_row_its_place(cells: dict[str, str], column: str) -> None:
    reading = read(cells)
    assert reading.number_of_rows == 0
    assert column in {error.column for error in reading.errors}
    assert {error.row for error in reading.errors} == {2}


def test_a_day_twice_and_two_places_of_a_facility() -> None:
    again = read({}, {})
    assert [error.row for error in again.errors] == [3]
    moved = {"fecha": "2025-05-17", "ubigeo": "210202", "territorio": "Achaya"}
    renamed = {"fecha": "2025-05-18", "iafas": "OTRA"}
    assert [error.column for error in read({}, moved, renamed).errors] == ["ubigeo", "iafas"]


@pytest.mark.parametrize(
    "row",
    [
        {"nuDocumento": DOCUMENT},
        {"observaciones": "nada"},
        {"iafas": f"IAFAS {DOCUMENT}"},
        {"iafas": "IAFAS 45.678.912"},
        {"iafas": "IAFAS 4567-8912"},
        {"establecimiento": DOCUMENT},
        {"codigo_iafas": DOCUMENT},
        {"ubigeo": DOCUMENT},
        {"consultas": DOCUMENT},
        {"mediana_ms": DOCUMENT},
        {"tipo_iafas": DOCUMENT},
        {"fecha": DOCUMENT},
        {"codigo_ipress": "001456789123"},
        {"codigo_ipress": f"00002941 {DOCUMENT}"},
    ],
    ids=lambda row: next(iter(row)),
)
def test_a_file_with_a_document_is_refused_whole_and_not_repeated(row: dict[str, str]) -> None:
    with pytest.raises(SourceError) as refused:
        read({}, row)
    said = str(refused.value)
    for secret in (DOCUMENT, "5678", "nuDocumento", "observaciones", "001456789123"):
        assert secret not in said
    assert "columna" in said


@pytest.mark.parametrize("fecha", ["20250516", "16/05/2025", "2025-05-16", "16052025"])
def test_a_day_is_no_document(fecha: str) -> None:
    try:
        reading = read({"fecha": fecha})
    except SourceError:
        assert fecha == "16052025"  # no form of a day: it may be anything
    else:
        assert reading.number_of_rows == 1


def test_what_is_reserved_stays_so_when_it_is_read_again() -> None:
    given = {"aceptadas": "reservado", "rechazadas": "reservado", "sin_respuesta": "0"}
    (row,) = read(given | {"mediana_ms": "reservado"}).frames[TABLE].to_dict("records")
    assert (row["queries"], row["accepted"], row["rejected"]) == (120, None, None)
    assert row["withheld"] == "accepted; rejected; median_ms"


def test_samples_are_no_facts() -> None:
    as_sample = {
        "codigo_ipress": "99000001",
        "establecimiento": "ESTABLECIMIENTO DE EJEMPLO 1",
    }
    assert read(as_sample).number_of_rows == 0
    reading = read_accreditation(table(as_sample), context(samples=True))
    assert reading.number_of_rows == 1
