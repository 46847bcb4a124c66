"""MININTER's long form of victims of trafficking, with every trap that it holds."""

from __future__ import annotations

import datetime as dt

import pytest

from layers.reading.context import Context
from layers.reading.directory import Directory
from layers.reading.results import Provenance, Reading, SourceError
from layers.themes.trafficking_counts.columns import FILE
from layers.themes.trafficking_counts.reader import read_trafficking
from tests.territory.shapes import SHARED_DATA

UNITS = Directory.of(
    {"01": "Amazonas", "07": "Callao", "14": "Lambayeque", "15": "Lima", "1501": "Lima"}.items()
)
TODAY = dt.date(2026, 1, 31)
PROVENANCE = Provenance("MININTER, RETA", "https://www.gob.pe/mininter", dt.date(2025, 9, 30))
HEADER = "AÑO;MES;CCDD;lugar;PROVINCIA;DISTRITO;COMISARÍA;categoría;Denuncias por comisión;Valor"
ALL = "EM_EF_TOTAL"
REAL = SHARED_DATA / "official" / "security" / "mininter_trata_lambayeque_2019_2020.csv"


def a_row(
    text: str, value: object, *, month: object = 1, station: str = "A", **more: object
) -> str:
    code, name = more.get("code", "14"), more.get("name", "LAMBAYEQUE")
    year = more.get("year", 2019)
    return f"{year};{month};{code};{name};P;D;{station};GRUPO;{text};{value}"


def read(*rows: str, header: str = HEADER, samples: bool = False) -> Reading:
    context = Context(UNITS, TODAY, samples, PROVENANCE)
    return read_trafficking("\n".join((header, *rows)).encode(), context)


def told(reading: Reading) -> dict[tuple[str, int, str], object]:
    frame = reading.frames["trafficking_counts"]
    cells = zip(
        frame["declared_ubigeo"],
        frame["period_start"],
        frame["category"],
        frame["value"],
        frame["state"],
        strict=True,
    )
    return {
        (unit, start.year, code): value if state == "value" else state
        for unit, start, code, value, state in cells
    }


def test_each_victim_is_counted_once() -> None:
    """Months and stations add up; the groups that repeat the same victims don't."""
    reading = read(
        a_row(ALL, 7),
        a_row("F1_EXPLOTACION SEXUAL", 7),
        a_row("C_INTERNET", 7),
        a_row(ALL, 2, station="B"),
        a_row(ALL, 4, month=3),
    )
    assert reading.errors == ()
    assert told(reading) == {
        ("14", 2019, "victims"): 13,
        ("14", 2019, "purpose_sexual"): 7,
        ("14", 2019, "capture_internet"): 7,
    }


def test_a_row_that_is_there_twice_counts_once() -> None:
    reading = read(a_row(ALL, 7), a_row(ALL, 7))
    assert told(reading) == {("14", 2019, "victims"): 7}
    assert any("repiten" in remark for remark in reading.remarks)


def test_the_same_row_with_another_value_is_refused() -> None:
    reading = read(a_row(ALL, 7), a_row(ALL, 8))
    assert [(error.row, error.column) for error in reading.errors] == [
        (3, "denuncias_por_comision")
    ]
    assert told(reading) == {("14", 2019, "victims"): "not_reported"}


@pytest.mark.parametrize("unknown", ["", "-", "NE_0001"])
def test_what_is_unknown_is_no_zero(unknown: str) -> None:
    reading = read(a_row(ALL, 7), a_row(ALL, unknown, station="B"), a_row("T_NACIONAL", 0))
    assert told(reading) == {
        ("14", 2019, "victims"): "not_reported",
        ("14", 2019, "scope_national"): 0,
    }


def test_a_month_without_any_row_is_not_reported() -> None:
    reading = read(*(a_row(ALL, 1, month=month) for month in (1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)))
    assert set(reading.frames["trafficking_counts"]["missing_months"]) == {"2"}
    whole = read(*(a_row(ALL, 1, month=month) for month in range(1, 13)))
    assert set(whole.frames["trafficking_counts"]["missing_months"]) == {None}


def test_sex_and_age_and_what_is_finer_than_a_region_are_never_taken() -> None:
    reading = read(
        a_row(ALL, 2),
        a_row("EF_DE 12 A 17 AÑOS", 2),
        a_row("EF_SUB TOTAL", 2),
        a_row("EM_SUB TOTAL", 0),
        a_row("P3_PRIMARIA", 2),
    )
    frame = reading.frames["trafficking_counts"]
    assert set(frame["category"]) == {"victims"}
    assert set(frame.columns) == set(FILE.fields)
    assert not {"provincia", "distrito", "comisaria"} & set(frame.columns)
    assert set(frame["declared_ubigeo"].str.len()) == {2}


def test_a_total_that_is_not_its_parts_is_refused_with_them() -> None:
    reading = read(
        a_row(ALL, 5),
        a_row("F1_TOTAL", 5),
        a_row("F1_EXPLOTACION SEXUAL", 2),
        a_row("F1_EXPLOTACION LABORAL", 2),
        a_row("F1_EXPLOTACION SEXUAL", 6, station="B"),
        a_row("F1_TOTAL", 6, station="B"),
    )
    assert [error.row for error in reading.errors] == [3, 4, 5]
    assert all("5" not in error.reason for error in reading.errors)
    assert told(reading) == {
        ("14", 2019, "victims"): 5,
        ("14", 2019, "purpose_sexual"): "not_reported",
    }


def test_both_sexes_make_all_victims() -> None:
    good = (a_row(ALL, 3), a_row("EF_SUB TOTAL", 2), a_row("EM_SUB TOTAL", 1))
    assert read(*good).errors == ()
    wrong = read(a_row(ALL, 4), a_row("EF_SUB TOTAL", 2), a_row("EM_SUB TOTAL", 1))
    assert {error.row for error in wrong.errors} == {2, 3, 4}


@pytest.mark.parametrize(
    "header",
    [
        HEADER,
        "ANIO;MES;CCDD;DEPARTAMENTO;PROVINCIA;DISTRITO;COMISARIA;categoria;"
        "Denuncias por comision;Valor",
        HEADER.upper(),
    ],
)
def test_headers_vary(header: str) -> None:
    assert told(read(a_row(ALL, 9), header=header)) == {("14", 2019, "victims"): 9}


@pytest.mark.parametrize(
    ("code", "name", "unit"),
    [
        ("1", "AMAZONAS", "01"),
        ("", "Amazonas", "01"),
        ("7", "PROV. CONSTITUCIONAL DEL CALLAO", "07"),
        ("15", "LIMA METROPOLITANA", "15"),
        ("15", "REGIÓN LIMA", "15"),
    ],
)
def test_regions_are_known_by_name(code: str, name: str, unit: str) -> None:
    assert told(read(a_row(ALL, 9, code=code, name=name))) == {(unit, 2019, "victims"): 9}


def test_both_halves_of_lima_make_lima() -> None:
    halves = (("A", "LIMA METROPOLITANA", 9), ("B", "REGIÓN LIMA", 4))
    rows = [a_row(ALL, n, code="15", name=name, station=s) for s, name, n in halves]
    assert told(read(*rows)) == {("15", 2019, "victims"): 13}


@pytest.mark.parametrize(
    ("bad", "column"),
    [
        (a_row(ALL, 9, code="13"), "ccdd"),
        (a_row(ALL, 9, name="ATLÁNTIDA"), "lugar"),
        (a_row(ALL, 9, month=13), "mes"),
        (a_row(ALL, 9, month="enero"), "mes"),
        (a_row(ALL, 9, year=2031), "ano"),
        (a_row(ALL, -1), "valor"),
        (a_row(ALL, "2,5"), "valor"),
        (a_row("", 9), "denuncias_por_comision"),
        (a_row(ALL, "<script>"), "valor"),
    ],
)
def test_what_can_not_be_taken_is_refused_by_its_cell(bad: str, column: str) -> None:
    reading = read(a_row(ALL, 9, station="B"), bad)
    assert [(error.row, error.column) for error in reading.errors] == [(3, column)]


def test_registers_and_offences_stay_apart() -> None:
    header = f"{HEADER};registro;delito"
    reading = read(
        a_row(ALL, 9) + ";RETA;trata",
        a_row(ALL, 11) + ";SISTRA;",
        a_row(ALL, 6) + ";;Tráfico ilícito de migrantes",
        header=header,
    )
    frame = reading.frames["trafficking_counts"]
    found = dict(
        zip(zip(frame["register"], frame["offence"], strict=True), frame["value"], strict=True)
    )
    assert found == {
        ("reta", "trafficking"): 9,
        ("sistra", "trafficking"): 11,
        ("reta", "smuggling"): 6,
    }
    wrong = read(a_row(ALL, 9) + ";OTRO;", header=header)
    assert [error.column for error in wrong.errors] == ["registro"]


def test_a_file_without_its_columns_can_not_be_read() -> None:
    with pytest.raises(SourceError):
        read("1;2", header="uno;dos")


@pytest.mark.skipif(not REAL.exists(), reason="the official file isn't part of the checkout")
def test_the_real_file() -> None:
    """Each of its rows is there twice; 56 and 25 victims, by hand of its F1_TOTAL rows."""
    reading = read_trafficking(REAL, Context(UNITS, TODAY, False, PROVENANCE))
    assert reading.errors == ()
    found = told(reading)
    assert (found["14", 2019, "victims"], found["14", 2020, "victims"]) == (56, 25)
    purposes = [n for (_u, year, code), n in found.items() if year == 2019 and code[:4] == "purp"]
    assert sum(map(int, map(str, purposes))) == 56
    missing = reading.frames["trafficking_counts"].groupby("period_start")["missing_months"]
    assert [set(months) for _start, months in missing] == [
        {"2, 3, 10"},
        {"2, 4, 5, 7, 8, 11, 12"},
    ]
