"""The register of EIB schools: what it gives, and what each of its traps costs."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from layers.reading.results import SourceError
from layers.themes.eib_schools.reader import read_eib_schools
from tests.layers.themes.eib_schools.register_files import context, csv_file, read, workbook

LANGUAGE_COLUMN = "lengua_originaria_1"


def one(*rows: dict[str, str], **options: object) -> pd.Series:
    reading = read(*(rows or ({},)), **options)  # type: ignore[arg-type]
    assert reading.errors == ()
    return reading.frames["eib_schools"].iloc[0]


def test_a_row_below_the_header_of_row_2() -> None:
    reading = read({})
    frame = reading.frames["eib_schools"]
    assert list(frame.index) == [3]
    row = frame.loc[3]
    assert (row["modular_code"], row["annex"], row["local_code"]) == ("0257048", "0", "000019")
    assert (row["language_1"], row["language_2"], row["variety_1"]) == ("Awajún", None, None)
    assert row["attention"] == "strengthening"
    assert (row["dre"], row["reported_ugel"]) == ("DRE AMAZONAS", "UGEL CONDORCANQUI")
    assert row["cutoff_date"] == dt.date(2025, 5, 31)
    assert row["commitments"] == [5]


def test_a_workbook_gives_the_same_with_the_zeros_that_it_lost() -> None:
    rows = ({"CÓDIGO MODULAR": "0257048"}, {"CÓDIGO MODULAR": "1000001", "ANEXO": "1"})
    of_book = read_eib_schools(workbook(*rows), context()).frames["eib_schools"]
    of_text = read(*rows).frames["eib_schools"]
    pd.testing.assert_frame_equal(of_book, of_text)
    assert list(of_book["modular_code"]) == ["0257048", "1000001"]


@pytest.mark.parametrize(
    "renamed",
    [
        {"CÓDIGO MODULAR": "COD_MOD", "CÓDIGO DE LOCAL": "CODLOCAL"},
        {"FORMA DE ATENCIÓN": "FORMA DE ATENCIÓN EIB", "NIVEL": "D_NIV_MOD"},
        {"LENGUA ORIGINARIA 1": "Lengua 1", "LENGUA ORIGINARIA 2": "Lengua 2"},
        {"LENGUA ORIGINARIA 1": "LENGUA ORIGINARIA I", "UGEL": "D_UGEL"},
        {"LENGUA ORIGINARIA 1": "lengua_originaria_1", "DRE": "DRE/GRE"},
    ],
)
def test_headers_in_other_spellings(renamed: dict[str, str]) -> None:
    assert one(renamed=renamed)["language_1"] == "Awajún"


def test_without_the_header_of_a_required_column_the_file_is_refused_by_its_name() -> None:
    with pytest.raises(SourceError, match="forma_atencion"):
        read({}, without=("FORMA DE ATENCIÓN",))


@pytest.mark.parametrize(
    ("said", "form"),
    [
        ("Fortalecimiento", "strengthening"),
        ("EIB DE REVITALIZACIÓN CULTURAL Y LINGÜÍSTICA", "revitalization"),
        ("EIB en ámbitos urbanos", "urban"),
        ("Urbano", "urban"),
        ("", None),
    ],
)
def test_the_form_of_attention_in_whatever_words(said: str, form: str | None) -> None:
    assert one({"FORMA DE ATENCIÓN": said})["attention"] == form


def test_up_to_three_languages_each_with_its_variety() -> None:
    row = one(
        {
            "LENGUA ORIGINARIA 1": "Quechua Chanka",
            "LENGUA ORIGINARIA 2": "Huambisa",
            "LENGUA ORIGINARIA 3": "MAIJ?KI",
        }
    )
    assert [row[f"language_{n}"] for n in (1, 2, 3)] == ["Quechua", "Wampis", "Maijɨki"]
    assert [row[f"variety_{n}"] for n in (1, 2, 3)] == ["Quechua Chanka", None, None]


def test_two_varieties_of_one_language_are_both_kept() -> None:
    row = one({"LENGUA ORIGINARIA 1": "QUECHUA CHANKA", "LENGUA ORIGINARIA 2": "QUECHUA COLLAO"})
    assert (row["language_1"], row["language_2"]) == ("Quechua", "Quechua")
    assert (row["variety_1"], row["variety_2"]) == ("Quechua Chanka", "Quechua Collao")


def test_a_language_that_is_said_twice_is_left_out_and_noted() -> None:
    reading = read({"LENGUA ORIGINARIA 2": "AGUARUNA", "LENGUA ORIGINARIA 3": "WAMPIS"})
    row = reading.frames["eib_schools"].loc[3]
    assert [row[f"language_{n}"] for n in (1, 2, 3)] == ["Awajún", "Wampis", None]
    (notice,) = reading.notices
    assert (notice.row, notice.column, notice.value) == (3, "lengua_originaria_2", "AGUARUNA")


@pytest.mark.parametrize("empty", ["", "-", "NINGUNA", "No aplica", "—"])
def test_a_service_without_a_language_stays_and_gaps_are_closed(empty: str) -> None:
    assert one({"LENGUA ORIGINARIA 1": empty})["language_1"] is None
    row = one({"LENGUA ORIGINARIA 1": empty, "LENGUA ORIGINARIA 2": "Bora"})
    assert (row["language_1"], row["language_2"]) == ("Bora", None)


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        ({"CÓDIGO MODULAR": "x"}, "cod_mod", "7 dígitos"),
        ({"CÓDIGO MODULAR": ""}, "cod_mod", "7 dígitos"),
        ({"CÓDIGO MODULAR": "12345678"}, "cod_mod", "7 dígitos"),
        ({"ANEXO": "12"}, "anexo", "dígito"),
        ({"FORMA DE ATENCIÓN": "JEC"}, "forma_atencion", "fortalecimiento"),
        ({"FORMA DE ATENCIÓN": "Fortalecimiento o revitalización"}, "forma_atencion", "solo uno"),
        ({"LENGUA ORIGINARIA 1": "Awajum"}, LANGUAGE_COLUMN, "parecidas: Awajún"),
        ({"LENGUA ORIGINARIA 1": "Cholón"}, LANGUAGE_COLUMN, "extinta"),
        ({"LENGUA ORIGINARIA 1": "Yora"}, LANGUAGE_COLUMN, "Puede ser Nahua"),
        ({"LENGUA ORIGINARIA 1": "Castellano"}, LANGUAGE_COLUMN, "No es una lengua originaria"),
        ({"LENGUA ORIGINARIA 2": "klingon"}, "lengua_originaria_2", "lengua"),
        ({"LENGUA ORIGINARIA 3": "=HYPERLINK(1)"}, "lengua_originaria_3", "lengua"),
        ({"LENGUA ORIGINARIA 3": "B" * 500}, "lengua_originaria_3", "máximo"),
        ({"UGEL": "UGEL DE EJEMPLO 1"}, "ugel", "fila de ejemplo"),
    ],
)
def test_what_costs_a_row_its_place(cells: dict[str, str], column: str, reason: str) -> None:
    other = {"CÓDIGO MODULAR": "0000009"}
    reading = read(other, cells)
    assert list(reading.frames["eib_schools"].index) == [3]
    (error,) = reading.errors
    assert (error.row, error.column) == (4, column)
    assert reason in error.reason


def test_a_service_that_is_listed_twice_counts_once() -> None:
    reading = read({}, {"CÓDIGO MODULAR": "257048"}, {"ANEXO": "1"})
    (error,) = reading.errors
    assert (error.row, error.column) == (4, "cod_mod")
    assert "Repite el servicio de la fila 3" in error.reason
    assert reading.number_of_rows == 2


def test_without_annexes_they_are_the_schools_themselves() -> None:
    reading = read({}, without=("ANEXO",))
    assert reading.frames["eib_schools"].iloc[0]["annex"] == "0"
    assert "no trae el anexo" in reading.remarks[0]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x89PNG\r\n\x1a\n" + bytes(64),
        b"PK\x03\x04" + bytes(100),
        csv_file()[:40],
        "título\n".encode() * 30,
    ],
)
def test_what_is_no_register_is_refused_as_a_whole(data: bytes) -> None:
    with pytest.raises(SourceError):
        read_eib_schools(data, context())
