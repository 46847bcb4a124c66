"""The mining cadastre: its files, its states, and where its polygons are."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from layers.themes.extractive_sites.columns import FILE
from tests.layers.themes.extractive_sites.cadastre_files import (
    SQUARE,
    geojson,
    read,
    sites,
    vertices,
)


def test_a_good_row() -> None:
    reading = read(geojson({}))
    assert (reading.errors, reading.notices) == ((), ())
    row = sites(reading).loc[2].to_dict()
    assert list(row) == list(FILE.fields)
    assert row.pop("geom")
    assert row == {
        "feed": "ingemmet",
        "code": "010231924",
        "name": "SAN JOSÉ Nº 2",
        "holder": "COMPAÑÍA MINERA S.A.",
        "area_ha": Decimal("99.9876"),
        "state_code": "T",
        "state": "D.M. Titulado D.L. 708",
        "status": "titled",
        "substance": "M",
        "legend": "TITULADO",
        "map_sheet": "30-T",
        "utm_zone": 19,
        "datum": "WGS84",
        "position_accuracy_m": None,
        "filed_on": dt.date(2010, 3, 15),
        "declared_ubigeo": "080805",
        "named_units": ["080805"],
        "commitments": [4],
        "source": "INGEMMET",
        "source_url": "https://geocatmin.ingemmet.gob.pe",
        "cutoff_date": dt.date(2025, 12, 31),
        "is_sample": False,
    }


@pytest.mark.parametrize("column", ["DEPA", "PROVI", "DISTRI"])
def test_an_error_of_the_spreadsheet_costs_a_right_its_units_alone(column: str) -> None:
    reading = read(geojson({column: "#N/A"}))
    (row,) = sites(reading).to_dict("records")
    assert (row["declared_ubigeo"], row["named_units"]) == (None, [])
    assert not reading.errors
    (notice,) = reading.notices
    assert (notice.row, notice.column, notice.value) == (2, column.lower(), "#N/A")
    assert "La hoja de cálculo da un error" in notice.reason


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ({"DATUM": ""}, "datum", "dicen el datum"),
        ({"DATUM": "WGS72"}, "datum", "dicen el datum"),
        ({"ZONA": ""}, "zona", "Falta la zona"),
        ({"ZONA": "20"}, "zona", "Falta la zona"),
        ({"ZONA": "18"}, "zona", "lejos del departamento que declara; sería la zona 19, no la 18"),
        ({"ZONA": "17"}, "zona", "fuera del Perú; sería la zona 19, no la 17"),
        ({"DEPA": "LA LIBERTAD", "PROVI": "", "DISTRI": ""}, "zona", "lejos del departamento"),
        ({"square": [(y, x) for x, y in SQUARE]}, "codigou", "intercambiados"),
        ({"square": [(x + 9e5, y) for x, y in SQUARE]}, "codigou", "El este no es"),
        ({"square": [(x, y - 5e6) for x, y in SQUARE]}, "codigou", "El norte no es"),
        ({"square": SQUARE[:2]}, "codigou", "menos de 3 vértices"),
        ({"square": [SQUARE[0]] * 4}, "codigou", "menos de 3 vértices"),
        ({"square": [("x", 1), *SQUARE]}, "este", "no es un número"),
        ({"square": [("", 1), *SQUARE]}, "este", "Falta el este"),
        ({"CODIGOU": ""}, "codigou", "vacío"),
        ({"CODIGOU": "01 02"}, "codigou", "letras, dígitos y guiones"),
        ({"CONCESION": ""}, "concesion", "vacío"),
        ({"CONCESION": "concesion de ejemplo 1"}, "concesion", "fila de ejemplo"),
    ],
)
def test_what_costs_a_row(row: dict[str, Any], column: str, reason: str) -> None:
    reading = read(vertices({"CODIGOU": "1"}, row))
    assert list(sites(reading)["code"]) == ["1"]
    found = [e for e in reading.errors if e.column == column and reason in e.reason]
    assert found, reading.errors
    assert found[0].row in range(6, 11)


@pytest.mark.parametrize(
    ("row", "column", "field", "value", "reason"),
    [
        ({"ESTADO": "Z"}, "estado", "status", "titled", "se tomó lo que dice D_ESTADO"),
        ({"ESTADO": "F"}, "estado", "status", "extinct", "D_ESTADO dice otra cosa"),
        ({"ESTADO": "Z", "D_ESTADO": "?"}, "d_estado", "status", None, "Ni el código «Z»"),
        ({"ESTADO": "", "D_ESTADO": "?"}, "d_estado", "status", None, "no es uno de los"),
        ({"SUSTANCIA": "X"}, "sustancia", "substance", None, "M (metálica)"),
        ({"HECTAGIS": "-1"}, "hectagis", "area_ha", Decimal("100.0000"), "hectáreas"),
        ({"HECTAGIS": "1e12"}, "hectagis", "area_ha", Decimal("100.0000"), "hectáreas"),
        ({"HECTAGIS": "", "HASDATUM": "?"}, "hasdatum", "area_ha", None, "No es un número"),
        ({"FEC_DENU": "31/02/2010"}, "fec_denu", "filed_on", None, "no existe"),
        ({"DISTRI": "OTRO"}, "distri", "declared_ubigeo", "0808", "se declara 0808, Espinar"),
        ({"PROVI": "", "DISTRI": "OTRO"}, "distri", "declared_ubigeo", "08", "se declara 08"),
        ({"DEPA": "OTRO"}, "distri", "declared_ubigeo", None, "no tiene un departamento"),
    ],
)
def test_what_is_left_out_of_a_row(
    row: dict[str, Any], column: str, field: str, value: object, reason: str
) -> None:
    reading = read(geojson(row))
    assert reading.errors == ()
    (notice,) = reading.notices
    assert (notice.row, notice.column) == (2, column)
    assert reason in notice.reason
    assert sites(reading).loc[2][field] == value


@pytest.mark.parametrize(
    ("code", "words", "status"),
    [
        *((code, "", "titled") for code in "TNEQ"),
        *((code, "", "pending") for code in "PD"),
        *((code, "", "extinct") for code in "FLXY"),
        *((code, "", "other") for code in "ABRH"),
        ("", "D.M. Titulado D.L. 109", "titled"),
        ("", "Acumulación D.M. Titulada", "titled"),
        ("", "D.M. en Trámite D.L. 708", "pending"),
        ("", "D.M. EXTINGUIDO", "extinct"),
        ("", "Depósito de Relaves", "other"),
    ],
)
def test_states(code: str, words: str, status: str) -> None:
    reading = read(geojson({"ESTADO": code, "D_ESTADO": words}))
    assert reading.notices == ()
    assert sites(reading).loc[2]["status"] == status


@pytest.mark.parametrize(
    ("row", "area"),
    [({"HECTAGIS": ""}, "100"), ({"HECTAGIS": "1,000.50"}, "1000.5"), ({"HECTAGIS": 12.5}, "12.5")],
)
def test_areas(row: dict[str, Any], area: str) -> None:
    assert sites(read(geojson(row))).loc[2]["area_ha"] == Decimal(area)


def test_a_right_twice() -> None:
    (error,) = read(geojson({}, {})).errors
    assert (error.row, error.reason) == (3, "Repite el derecho minero de la fila 2.")


def test_codes_that_lost_their_zero_get_it_back_where_the_others_have_it() -> None:
    """The cadastre's codes of digits alone have nine, and a spreadsheet drops the first."""
    rows = [{"CODIGOU": code} for code in ("010071623", "30092825", "530012319", "P01-00312")]
    reading = read(geojson(*rows))
    codes = list(sites(reading)["code"])
    assert codes == ["010071623", "030092825", "530012319", "P01-00312"]
    assert [n.value for n in reading.notices if n.is_mended] == ["30092825"]


def test_where_none_shows_a_zero_none_is_put() -> None:
    reading = read(geojson({"CODIGOU": "30092825"}, {"CODIGOU": "530012319"}))
    assert list(sites(reading)["code"]) == ["30092825", "530012319"]


def test_what_is_reported_names_the_rights_own_code() -> None:
    (error,) = read(geojson({"CODIGOU": "010071623", "CONCESION": ""})).errors
    assert error.code == "CODIGOU 010071623"
    assert str(error).endswith("(«», CODIGOU 010071623)")
