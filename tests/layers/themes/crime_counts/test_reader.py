"""The traps of SIDPOL, and what is said where it has no row."""

from __future__ import annotations

import datetime as dt

import pytest

from layers.reading.results import SourceError
from layers.themes.crime_counts.columns import parse_kind
from layers.themes.crime_counts.reader import read_complaints
from tests.layers.themes.crime_counts.complaint_files import (
    BARRANCA,
    CHICLAYO,
    HEADER,
    HUARAZ,
    LIMA,
    PORVENIR,
    TRUJILLO,
    cells,
    context,
    read,
    row,
    whole_year,
    written,
)

NOT_REPORTED = (None, "not_reported")


def test_a_row_is_read_with_its_provenance() -> None:
    reading = read(row())
    found = reading.frames["crime_counts"].iloc[0]
    assert (found["declared_ubigeo"], found["category"], found["value"]) == (
        "130101",
        "robbery",
        12,
    )
    assert (found["period_start"], found["granularity"]) == (dt.date(2019, 1, 1), "month")
    assert (found["source"], found["commitments"]) == ("MININTER, SIDPOL", [16])
    assert not reading.errors


def test_the_lost_zero_is_put_back_and_told() -> None:
    reading = read(row(HUARAZ))
    assert ("020101", "2019-01", "robbery") in cells(reading)
    assert any("ceros" in notice.reason for notice in reading.notices)


def test_both_halves_of_lima_are_its_department() -> None:
    found = cells(read(row(LIMA), row(BARRANCA)))
    assert {unit for unit, _period, _kind in found} == {"150101", "150201"}


@pytest.mark.parametrize(
    "place",
    [
        ("LAMBAYEQUE", "CHICLAYO", "CHICLAYO", "130101"),
        ("LA LIBERTAD", "TRUJILLO", "NINGUNO", ""),
    ],
)
def test_a_place_that_contradicts_itself_costs_the_row(place: tuple[str, ...]) -> None:
    reading = read(row(CHICLAYO), row(place))
    assert [error.row for error in reading.errors] == [3]


KINDS = (
    ("Hurto", "theft"),
    ("ROBO", "robbery"),
    ("Estafa", "fraud"),
    ("Extorsión", "extortion"),
    ("EXTORSION", "extortion"),
    ("Secuestro", "kidnapping"),
    ("Homicidio", "homicide"),
    ("Violencia contra la mujer e integrantes", "violence"),
    ("Violencia contra la mujer e integrantes del grupo familiar", "violence"),
    ("Otros", "other"),
)


@pytest.mark.parametrize(("written_kind", "kind"), KINDS)
def test_each_kind_is_known(written_kind: str, kind: str) -> None:
    assert parse_kind(written_kind) == kind


def test_a_repeated_row_counts_once() -> None:
    reading = read(row(), row())
    assert cells(reading)["130101", "2019-01", "robbery"] == (12, "value")
    assert not reading.errors
    assert any("1 filas repiten" in remark for remark in reading.remarks)


def test_of_two_different_numbers_neither_holds() -> None:
    reading = read(row(value=12), row(value=13), row(kind="Hurto"))
    assert sorted(error.row for error in reading.errors) == [2, 3]
    found = cells(reading)
    assert found["130101", "2019-01", "robbery"] == NOT_REPORTED
    assert found["130101", "2019-01", "theft"] == (12, "value")


WRONG = (
    ({"value": "muchas"}, "cantidad"),
    ({"value": ""}, "cantidad"),
    ({"value": -1}, "cantidad"),
    ({"value": "1.5"}, "cantidad"),
    ({"month": 13}, "mes"),
    ({"month": 0}, "mes"),
    ({"month": ""}, "mes"),
    ({"year": 19}, "anio"),
    ({"year": 2021}, "anio"),
    ({"kind": "Apropiación ilícita"}, "p_modalidades"),
    ({"kind": "<script>alert(1)</script>"}, "p_modalidades"),
)


@pytest.mark.parametrize(("given", "column"), WRONG)
def test_what_cannot_be_read_costs_its_row(given: dict[str, object], column: str) -> None:
    reading = read(row(CHICLAYO), row(**given))  # type: ignore[arg-type]
    assert [(error.row, error.column) for error in reading.errors] == [(3, column)]


def test_the_cell_of_a_refused_row_is_not_zero() -> None:
    found = cells(read(*whole_year(), row(month=3, kind="Hurto", value="muchas")))
    assert found["130101", "2019-03", "theft"] == NOT_REPORTED


def test_without_a_row_in_a_month_that_is_covered_there_was_no_complaint() -> None:
    rows = [*whole_year(), row(PORVENIR, month=1), row(PORVENIR, month=12)]
    found = cells(read(*rows))
    assert found["130102", "2019-06", "other"] == (0, "value")
    assert found["130102", "2019", "extortion"] == (0, "value")
    assert ("130102", "2019", "robbery") not in found
    assert all(state == "value" for _value, state in found.values())


def test_a_month_that_a_department_lacks_is_not_reported_nor_is_its_year() -> None:
    rows = [one for one in whole_year() if one[1] != 2] + whole_year(CHICLAYO)
    reading = read(*rows)
    found = cells(reading)
    assert found["130101", "2019-02", "other"] == NOT_REPORTED
    assert found["130101", "2019", "robbery"] == NOT_REPORTED
    assert ("140101", "2019", "robbery") not in found  # it is the sum of its months
    assert any("1 meses" in remark for remark in reading.remarks)


def test_a_year_that_is_not_over_is_not_reported() -> None:
    rows = [*whole_year(), row(year=2020, month=1)]
    found = cells(read(*rows))
    assert found["130101", "2020", "robbery"] == NOT_REPORTED
    assert found["130101", "2020", "extortion"] == NOT_REPORTED
    assert ("130101", "2020-02", "other") not in found


def test_of_a_district_nothing_is_said_before_its_first_row() -> None:
    rows = [*whole_year(), *whole_year(year=2020), row(PORVENIR, year=2020, month=5)]
    found = cells(read(*rows))
    periods = sorted(period for unit, period, _kind in found if unit == "130102")
    assert not any(period.startswith("2019") for period in periods)
    assert "2020-04" not in periods
    assert found["130102", "2020-06", "other"] == (0, "value")


def test_the_month_of_the_cutoff_is_left_out_unless_it_was_over() -> None:
    rows = [row(month=5), row(month=6)]
    unfinished = read(*rows, cutoff=dt.date(2019, 6, 15))
    assert ("130101", "2019-06", "robbery") not in cells(unfinished)
    assert any("no había terminado" in remark for remark in unfinished.remarks)
    whole = read(*rows, cutoff=dt.date(2019, 6, 30))
    assert ("130101", "2019-06", "robbery") in cells(whole)


def test_a_file_of_refused_rows_gives_nothing() -> None:
    reading = read(row(month=13))
    assert reading.frames["crime_counts"].empty


def test_a_file_without_rows_cannot_be_read() -> None:
    with pytest.raises(SourceError):
        read()


def test_a_file_without_its_columns_cannot_be_read() -> None:
    with pytest.raises(SourceError):
        read_complaints(b"ANIO,MES\n2019,1\n", context())


def test_samples_and_facts_are_told_apart() -> None:
    header = (*HEADER, "nota")
    sample = written([(*row(TRUJILLO), "DATO DE EJEMPLO")], header)
    assert [error.column for error in read_complaints(sample, context()).errors] == ["nota"]
    assert not read_complaints(sample, context(samples=True)).errors
