"""The prosecutors' file: added over articles, never placed, what isn't known not taken for zero."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from layers.reading.context import Context
from layers.reading.directory import Directory
from layers.reading.results import Provenance, Reading, SourceError
from layers.themes.crime_counts.prosecutors import read_prosecutors
from layers.themes.crime_counts.prosecutors_columns import parse_district
from territory.models.prosecutors import EXTORTION, PROPERTY, PROPERTY_REST
from tests.prosecutors import OFFENCES, content, row

REAL = (
    Path(__file__).parents[4]
    / "../shared/data/official/security"
    / "mpfn_delitos_lambayeque_2019_2021.csv"
)
TABLE = "prosecutors_counts"


def read_bytes(data: bytes | Path) -> Reading:
    cutoff = dt.date(2025, 1, 31)
    context = Context(Directory({}), dt.date(2026, 1, 1), False, Provenance("MPFN", "", cutoff))
    return read_prosecutors(data, context)


def read(*rows: dict[str, str]) -> Reading:
    return read_bytes(content(row(**one) for one in rows))


def cells(reading: Reading) -> dict[tuple[str, int, str], int | None]:
    frame = reading.frames[TABLE]
    years = [day.year for day in frame["period_start"]]
    keys = zip(frame["district"], years, frame["category"], strict=True)
    values = [None if pd.isna(value) else int(value) for value in frame["value"]]
    return dict(zip(keys, values, strict=True))


def test_the_seat_of_the_office_is_nowhere() -> None:
    frame = read({}).frames[TABLE]
    assert not [name for name in frame.columns if "ubigeo" in name or "unit" in name]
    assert "140101" not in frame.to_csv()
    assert "CHICLAYO" not in frame.to_csv().upper()
    assert set(frame["district"]) == {"lambayeque"}


def test_extortion_is_the_sum_of_its_articles_and_a_part_of_property() -> None:
    extortion = {"subgenerico": "EXTORSIÓN"}
    reading = read(
        {**extortion, "articulo": "200", "cantidad": "210"},
        {**extortion, "articulo": "200", "cantidad": "2"},
        {**extortion, "articulo": "201", "cantidad": "15"},
        {**extortion, "articulo": "S/Art", "cantidad": "31"},
        {"articulo": "S/Art", "cantidad": "1000"},
    )
    found = cells(reading)
    assert not reading.errors
    assert found["lambayeque", 2023, EXTORTION] == 258
    assert found["lambayeque", 2023, PROPERTY_REST] == 1000
    assert found["lambayeque", 2023, PROPERTY] == 1258


def test_extortion_elsewhere_than_against_property_is_refused() -> None:
    reading = read({}, {"generico": "CONTRA LA LIBERTAD", "subgenerico": "EXTORSION"})
    assert [(error.row, error.column) for error in reading.errors] == [(3, "subgenerico")]
    assert set(cells(reading).values()) == {None}


def test_a_blank_is_not_zero_and_makes_its_sums_unknown() -> None:
    reading = read(
        {"subgenerico": "EXTORSION", "cantidad": ""},
        {"cantidad": "0"},
        {"generico": "CONTRA EL HONOR", "cantidad": "7"},
    )
    found = cells(reading)
    assert [error.column for error in reading.errors] == ["cantidad"]
    assert found["lambayeque", 2023, EXTORTION] is None
    assert found["lambayeque", 2023, PROPERTY] is None
    assert found["lambayeque", 2023, PROPERTY_REST] == 0
    assert found["lambayeque", 2023, "CONTRA EL HONOR"] == 7


def test_years_and_districts_without_rows_are_not_reported_and_offences_are_zero() -> None:
    other = {
        "distrito_fiscal": "LIMA NORTE",
        "generico": "CONTRA EL HONOR",
        "anio_denuncia": "2021",
    }
    found = cells(read({}, other))
    assert {key[:2] for key in found} == {("lambayeque", 2023), ("lima_norte", 2021)}
    assert found["lambayeque", 2023, "CONTRA EL HONOR"] == 0


def test_of_an_unfinished_year_nothing_is_taken() -> None:
    reading = read({}, {"anio_denuncia": "2024", "periodo_denuncia": "ENERO - JUNIO"})
    assert {key[1] for key in cells(reading)} == {2023}
    assert any("un año entero" in remark for remark in reading.remarks)


def test_rows_of_one_article_are_added_but_no_file_that_holds_itself_twice() -> None:
    big, one = {"cantidad": "161000"}, {"cantidad": "1"}
    reading = read(big, one, one)
    assert cells(reading)["lambayeque", 2023, PROPERTY] == 161_002
    assert any("iguales a otra" in remark for remark in reading.remarks)
    with pytest.raises(SourceError, match="dos veces"):
        read(big, one, big, one)


def test_other_cases_are_not_added_to_complaints() -> None:
    found = cells(read({}, {"tipo_caso": "INVESTIGACION", "cantidad": "50"}))
    assert found["lambayeque", 2023, PROPERTY] == 100


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("DISTRITO FISCAL DE LIMA NORTE", "lima_norte"),
        ("Lima Nor-Oeste", "lima_noroeste"),
        ("SANTA", "del_santa"),
        ("DISTRITO FISCAL DEL SANTA", "del_santa"),
        ("CAÑETE", "canete"),
        ("LIMA", "lima"),
        ("Distrito Fiscal de Lima", "lima"),
        ("DISTRITO FISCAL DE LA LIBERTAD", "la_libertad"),
        ("DISTRITO FISCAL AREQUIPA", "arequipa"),
    ],
)
def test_names_of_districts_as_they_are_written(name: str, code: str) -> None:
    assert parse_district(name) == code


@pytest.mark.parametrize(
    ("cells_of", "column"),
    [
        ({"distrito_fiscal": "PEREZ ROJAS JUAN"}, "distrito_fiscal"),
        ({"generico": "PEREZ ROJAS JUAN"}, "generico"),
        ({"generico": "CONTRA <b>"}, "generico"),
        ({"generico": ""}, "generico"),
        ({"anio_denuncia": "23"}, "anio_denuncia"),
        ({"cantidad": "-4"}, "cantidad"),
        ({"cantidad": "1.5"}, "cantidad"),
        ({"fecha_corte": "2024-31-12"}, "fecha_corte"),
        ({"fecha_descarga": "10/01/2099"}, "fecha_descarga"),
    ],
)
def test_what_cannot_be_read_is_refused_and_its_sums_are_unknown(
    cells_of: dict[str, str], column: str
) -> None:
    reading = read({}, cells_of)
    assert [(error.row, error.column) for error in reading.errors] == [(3, column)]
    assert None in cells(reading).values()


def test_a_refused_row_makes_unknown_what_it_may_have_been_of() -> None:
    honour, lima = {"generico": "CONTRA EL HONOR"}, {"distrito_fiscal": "LIMA NORTE"}
    found = cells(read({}, honour, lima, {"generico": ""}))
    assert {found["lambayeque", 2023, one] for one in (EXTORTION, PROPERTY)} == {None}
    assert found["lambayeque", 2023, "CONTRA EL HONOR"] is None
    assert found["lima_norte", 2023, PROPERTY] == 100
    nowhere = cells(read({}, honour, lima, {"distrito_fiscal": "?"}))
    assert nowhere["lima_norte", 2023, PROPERTY] is None
    assert nowhere["lambayeque", 2023, PROPERTY] is None
    assert nowhere["lambayeque", 2023, "CONTRA EL HONOR"] == 100


def test_the_dates_are_the_files_own() -> None:
    frame = read({}, OFFENCES[2]).frames[TABLE]
    assert set(frame["cutoff_date"]) == {dt.date(2024, 12, 2)}
    assert set(frame["extracted_on"]) == {dt.date(2024, 1, 10)}


@pytest.mark.skipif(not REAL.exists(), reason="the real file isn't here (../shared/data)")
def test_the_real_file() -> None:
    reading = read_bytes(REAL)
    found = cells(reading)
    assert not reading.errors
    assert [found["lambayeque", year, EXTORTION] for year in (2019, 2020, 2021)] == [267, 140, 260]
    assert [found["lambayeque", year, PROPERTY] for year in (2019, 2020, 2021)] == [
        27_837,
        17_352,
        26_392,
    ]
    assert found["lambayeque", 2019, "CONTRA LOS PODERES DEL ESTADO Y ORDEN CONSTITUCIONAL"] == 0
    assert len({key[2] for key in found}) == 26
