"""The traps of SUSALUD's register of facilities."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from layers.reading.results import SourceError
from layers.themes.health_facilities.columns import parse_category
from layers.themes.health_facilities.reader import read_facilities
from tests.layers.themes.health_facilities.register_files import context, frame, read, table


def test_a_row_of_the_register_is_read_whole() -> None:
    row = frame({}).iloc[0]
    # NORTE holds the longitude, ESTE the latitude.
    assert row["geom"] == "SRID=4326;POINT(-70.19933924 -14.9041434)"
    assert row["code"] == "00002941"
    assert row["declared_ubigeo"] == "210201"
    assert row["category"] == "II-1"
    assert row["started_on"] == dt.date(1977, 1, 7)
    assert row["altitude_m"] == Decimal("3911.312")
    assert row["beds"] == 45
    assert row["commitments"] == [12]
    assert row["source"] == "SUSALUD, RENIPRESS"
    # «NO PERTENECE A NINGUNA MICRORED» and blanks are nothing.
    assert row["micronetwork"] is None
    assert row["executing_unit"] is None


def test_neither_director_nor_telephone_is_read() -> None:
    reading = read({})
    texts = reading.frames["health_facilities"].to_csv()
    assert "UNA PERSONA" not in texts
    assert "000-000000" not in texts


CATEGORIES = (
    ("II1", "II-1"),
    ("II - 1", "II-1"),
    ("ii-1", "II-1"),
    ("2-1", "II-1"),
    ("III-E", "III-E"),
    ("IIIE", "III-E"),
    ("I-4", "I-4"),
    ("Sin Categoría", "none"),
    ("SIN CATEGORIA", "none"),
    ("", None),
    (" - ", None),
    ("0", None),
)


@pytest.mark.parametrize(("written", "category"), CATEGORIES)
def test_a_category_is_the_norms_however_it_is_written(written: str, category: str | None) -> None:
    assert parse_category(written) == category


# Of the norm are I-1 to I-4, II-1, II-2, II-E, III-1, III-2 and III-E.
@pytest.mark.parametrize("written", ["I-E", "II-3", "II-4", "III-3", "IV-1", "II", "1", "A"])
def test_what_is_no_category_of_the_norm_is_left_out_and_told(written: str) -> None:
    reading = read({"Categoria": written})
    assert reading.frames["health_facilities"].iloc[0]["category"] is None
    notice = next(n for n in reading.notices if n.column == "categoria")
    assert (notice.row, notice.value) == (2, written)
    assert not reading.errors


STARTS = (
    ("01/01/1900", None),
    # Hospitals are older than the year from which the register's blanks come.
    ("28/02/1875", dt.date(1875, 2, 28)),
    ("", None),
)


@pytest.mark.parametrize(("written", "day"), STARTS)
def test_the_first_day_of_1900_is_none(written: str, day: dt.date | None) -> None:
    reading = read({"Inicio de Actividad": written})
    assert reading.frames["health_facilities"].iloc[0]["started_on"] == day
    assert not [n for n in reading.notices if not n.is_mended]


def test_a_start_in_the_future_is_left_out() -> None:
    reading = read({"Inicio de Actividad": "01/01/2040"})
    assert reading.frames["health_facilities"].iloc[0]["started_on"] is None
    assert "futuro" in next(n for n in reading.notices if not n.is_mended).reason


POSITIONS = (
    ({"NORTE": "0", "ESTE": "0"}, "no se conoce"),
    ({"NORTE": "70.199", "ESTE": "14.904"}, "signo"),
    ({"NORTE": "-3.70", "ESTE": "40.41"}, "fuera del Perú"),
    ({"NORTE": "370000", "ESTE": "8350000"}, "UTM"),
    ({"NORTE": "", "ESTE": "-14.9"}, "Falta la otra coordenada"),
)


@pytest.mark.parametrize(("cells", "why"), POSITIONS)
def test_a_position_that_cant_be_true_is_left_out(cells: dict[str, str], why: str) -> None:
    reading = read({"Código Único": "1"}, cells)
    assert reading.frames["health_facilities"].iloc[1]["geom"] is None
    assert why in next(n for n in reading.notices if n.row == 3).reason


def test_one_row_the_other_way_round_is_not_turned() -> None:
    turned = {"Código Único": "3", "NORTE": "-14.9041434", "ESTE": "-70.19933924"}
    reading = read({"Código Único": "1"}, {"Código Único": "2"}, turned)
    assert reading.frames["health_facilities"].iloc[2]["geom"] is None
    assert "intercambiadas" in next(n for n in reading.notices if n.row == 4).reason


def test_a_file_whose_columns_hold_what_they_say_is_read_so_and_told() -> None:
    named = {"NORTE": "-14.9041434", "ESTE": "-70.19933924"}
    reading = read(named | {"Código Único": "1"}, named)
    assert reading.frames["health_facilities"].iloc[0]["geom"] == (
        "SRID=4326;POINT(-70.19933924 -14.9041434)"
    )
    assert any("NORTE trae la latitud" in remark for remark in reading.remarks)


def test_what_is_not_active_is_not_taken_and_counted() -> None:
    reading = read({}, {"Código Único": "7", "Estado": "DESACTIVADO"})
    assert list(reading.frames["health_facilities"]["code"]) == ["00002941"]
    assert any(remark.startswith("1 filas no se toman") for remark in reading.remarks)


REFUSED = (
    ({"Código Único": ""}, "codigo_unico"),
    ({"Código Único": "123456789"}, "codigo_unico"),
    ({"Código Único": "12A"}, "codigo_unico"),
    ({"Código Único": "2941.0"}, "codigo_unico"),  # the same facility again
    ({"Código Único": "8", "Nombre del establecimiento": " "}, "nombre_del_establecimiento"),
    ({"Código Único": "8", "UBIGEO": "200101"}, "distrito"),
    # A sample among facts.
    ({"Código Único": "99000001"}, "codigo_unico"),
)


@pytest.mark.parametrize(("cells", "column"), REFUSED)
def test_a_row_without_code_name_or_place_is_refused(cells: dict[str, str], column: str) -> None:
    reading = read({}, cells)
    assert [(error.row, error.column) for error in reading.errors] == [(3, column)]
    assert len(reading.frames["health_facilities"]) == 1


@pytest.mark.parametrize("beds", ["-1", "muchas", "99999", "3.5"])
def test_beds_that_are_no_count_are_left_out(beds: str) -> None:
    reading = read({"CAMAS": beds})
    assert reading.frames["health_facilities"].iloc[0]["beds"] is None
    assert any(notice.column == "camas" for notice in reading.notices)


def test_no_beds_told_are_not_zero_beds() -> None:
    assert frame({"CAMAS": ""}).iloc[0]["beds"] is None
    assert frame({"CAMAS": "0"}).iloc[0]["beds"] == 0


def test_a_file_without_the_code_is_refused_with_its_name() -> None:
    with pytest.raises(SourceError, match="codigo_unico"):
        read_facilities(table({}, without=("Código Único",)), context())
