"""The ministry's income: which rows are of extraction, whose they are, and what they add up to."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from layers.reading.context import Context
from layers.reading.directory import Directory
from layers.reading.results import Provenance, Reading, SourceError
from layers.themes.resource_transfers.kinds import kind_of
from layers.themes.resource_transfers.reader import read_transfers
from territory.models import TransferKind
from territory.models.resource_transfers import KINDS_OF
from tests.layers.themes.resource_transfers.files import TORATA, UNITS, written

TABLE = "resource_transfers"
CUTOFF = dt.date(2023, 12, 31)


def read(*rows: dict[str, Any], cutoff: dt.date = CUTOFF, without: str = "") -> Reading:
    context = Context(
        Directory(UNITS), dt.date(2026, 1, 1), provenance=Provenance("MEF", "", cutoff)
    )
    header = [name for name in TORATA if name != without]
    return read_transfers(written(rows, header), context)


def sums(reading: Reading) -> list[tuple[str, str, int, str, Decimal | None, str]]:
    return [
        (
            row.declared_ubigeo,
            row.recipient,
            row.period_start.year,
            row.category,
            row.value,
            row.state,
        )
        for row in reading.frames[TABLE].itertuples()
    ]


def test_the_months_of_a_year_are_added() -> None:
    reading = read({}, {"MES_DOC": "8", "MONTO_RECAUDADO": "0.50"}, {"MES_DOC": "9"})
    (one,) = sums(reading)
    assert one == ("180106", "district", 2023, "mining_canon", Decimal("2001.50"), "value")
    row = reading.frames[TABLE].iloc[0]
    assert (row["granularity"], row["period_start"]) == ("year", dt.date(2023, 1, 1))
    assert (row["commitments"], row["is_sample"]) == ([4], False)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("CANON MINERO", "mining_canon"),
        ("SUB CUENTA - CANON MINERO", "mining_canon"),
        ("Canon  Minero", "mining_canon"),
        ("SUB CUENTA - CANON HIDROENERGÉTICO", "hydropower_canon"),
        ("SUB CUENTA - CANON PESQUERO", "fishing_canon"),
        ("CANON GASIFERO", "gas_canon"),
        ("CANON FORESTAL", "forestry_canon"),
        ("CANON Y SOBRECANON PETROLERO", "oil_canon"),
        ("SUB CUENTA- CANON Y SOBRECANON-IMPUESTO  A LA RENTA", "other_canon"),
        ("CANON MINERO Y PESQUERO", "other_canon"),
        ("REGALIAS MINERAS", "mining_royalties"),
        ("FOCAM", "focam"),
        ("RENTAS DE ADUANA", None),
        ("PARTICIPACIONES - DNTP", None),
        ("CANON Y SOBRECANON, REGALIAS, RENTA DE ADUANAS Y PARTICIPACIONES", None),
        ("FFAA Y POLICIA NACIONAL", None),
        ("", None),
    ],
)
def test_the_same_resource_has_many_names(name: str, kind: str | None) -> None:
    assert kind_of(name) == kind


def test_every_kind_is_of_one_nature() -> None:
    listed = [kind for kinds in KINDS_OF.values() for kind in kinds]
    assert sorted(listed) == sorted(TransferKind)


def test_names_of_one_resource_are_added() -> None:
    (one,) = sums(read({}, {"TIPO_RECURSO_NOMBRE": "CANON MINERO"}))
    assert one[4] == Decimal("2001.00")


def test_what_is_not_of_extraction_is_counted_and_named() -> None:
    reading = read({}, {"TIPO_RECURSO_NOMBRE": "RENTAS DE ADUANA"}, {"RUBRO": "07"})
    assert len(sums(reading)) == 1
    assert not reading.errors
    assert "1 filas no son del rubro 18." in reading.remarks
    assert any("RENTAS DE ADUANA (1)" in remark for remark in reading.remarks)


def test_money_of_years_before_is_not_counted_again() -> None:
    reading = read({}, {"GENERICA_NOMBRE": "SALDOS DE BALANCE", "MONTO_RECAUDADO": "9000000"})
    assert [one[4] for one in sums(reading)] == [Decimal("1000.50")]
    assert any("S/ 9 000 000" in remark for remark in reading.remarks)


def test_a_file_that_cannot_tell_balances_says_so() -> None:
    reading = read({}, without="GENERICA_NOMBRE")
    assert any("no dice la genérica" in remark for remark in reading.remarks)


@pytest.mark.parametrize(
    ("cells", "unit", "recipient"),
    [
        (
            {
                "EJECUTORA_NOMBRE": "MUNICIPALIDAD PROVINCIAL DE MARISCAL NIETO - MOQUEGUA",
                "DISTRITO_EJECUTORA": "1",
                "DISTRITO_EJECUTORA_NOMBRE": "MOQUEGUA",
            },
            "1801",
            "province",
        ),
        (
            {
                "NIVEL_GOBIERNO_NOMBRE": "GOBIERNOS REGIONALES",
                "EJECUTORA_NOMBRE": "REGION MOQUEGUA-SEDE CENTRAL",
                "DISTRITO_EJECUTORA": "1",
                "DISTRITO_EJECUTORA_NOMBRE": "MOQUEGUA",
            },
            "18",
            "region",
        ),
        (
            {"NIVEL_GOBIERNO_NOMBRE": "E", "EJECUTORA_NOMBRE": "U.N. DE MOQUEGUA"},
            "18",
            "nation",
        ),
        (
            {
                "NIVEL_GOBIERNO_NOMBRE": "GOBIERNOS REGIONALES",
                "EJECUTORA_NOMBRE": "MUNICIPALIDAD METROPOLITANA DE LIMA",
                "DEPARTAMENTO_EJECUTORA": "15",
                "DEPARTAMENTO_EJECUTORA_NOMBRE": "LIMA",
                "PROVINCIA_EJECUTORA_NOMBRE": "LIMA",
                "DISTRITO_EJECUTORA": "1",
                "DISTRITO_EJECUTORA_NOMBRE": "LIMA",
            },
            "1501",
            "province",
        ),
        (
            {
                "NIVEL_GOBIERNO_NOMBRE": "GOBIERNOS REGIONALES",
                "EJECUTORA_NOMBRE": "REGION AREQUIPA",
                "DEPARTAMENTO_EJECUTORA": "4",
                "DEPARTAMENTO_EJECUTORA_NOMBRE": "AREQUIPA",
            },
            "04",
            "region",
        ),
        (
            {
                "EJECUTORA_NOMBRE": "MUNICIPALIDAD PROVINCIAL DEL CALLAO",
                "DEPARTAMENTO_EJECUTORA": "07",
                "DEPARTAMENTO_EJECUTORA_NOMBRE": "PROVINCIA CONSTITUCIONAL DEL CALLAO",
                "PROVINCIA_EJECUTORA": "01",
                "PROVINCIA_EJECUTORA_NOMBRE": "PROV. CONST. DEL CALLAO",
            },
            "0701",
            "province",
        ),
        ({"DISTRITO_EJECUTORA": "180106", "PROVINCIA_EJECUTORA": "1801"}, "180106", "district"),
    ],
)
def test_each_row_is_of_the_unit_that_its_receiver_governs(
    cells: dict[str, str], unit: str, recipient: str
) -> None:
    reading = read(cells)
    assert not reading.errors, reading.errors
    (one,) = sums(reading)
    assert one[:2] == (unit, recipient)


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"NIVEL_GOBIERNO_NOMBRE": "EMPRESAS"}, "nivel_gobierno_nombre"),
        ({"EJECUTORA_NOMBRE": "MANCOMUNIDAD MUNICIPAL DEL SUR"}, "ejecutora_nombre"),
        ({"EJECUTORA_NOMBRE": "INSTITUTO VIAL"}, "ejecutora_nombre"),
        ({"DEPARTAMENTO_EJECUTORA": ""}, "departamento_ejecutora"),
        ({"DEPARTAMENTO_EJECUTORA": "1e1"}, "departamento_ejecutora"),
        ({"DISTRITO_EJECUTORA": "77"}, "distrito_ejecutora"),
        ({"DISTRITO_EJECUTORA": "040101"}, "distrito_ejecutora"),
        # Another unit's name: the code may be RENIEC's.
        ({"DISTRITO_EJECUTORA_NOMBRE": "MOQUEGUA"}, "distrito_ejecutora_nombre"),
        ({"ANO_DOC": ""}, "ano_doc"),
        ({"ANO_DOC": "23"}, "ano_doc"),
        ({"ANO_DOC": "2031"}, "ano_doc"),
        ({"MES_DOC": "13"}, "mes_doc"),
        ({"MES_DOC": "-1"}, "mes_doc"),
        ({"MES_DOC": "julio"}, "mes_doc"),
        ({"MONTO_RECAUDADO": ""}, "monto_recaudado"),
        ({"MONTO_RECAUDADO": "=1+1"}, "monto_recaudado"),
        ({"MONTO_RECAUDADO": "1e99"}, "monto_recaudado"),
        ({"MONTO_RECAUDADO": "9999999999999"}, "monto_recaudado"),
        ({"MONTO_RECAUDADO": "NaN"}, "monto_recaudado"),
        ({"nota": "DATO DE EJEMPLO"}, "nota"),
    ],
)
def test_what_cannot_be_taken_is_refused_by_its_cell(cells: dict[str, str], column: str) -> None:
    reading = read({}, {"ANO_DOC": "2022"} | cells)
    assert [(error.row, error.column) for error in reading.errors] == [(3, column)]
    assert (("180106", "district", 2023, "mining_canon", Decimal("1000.50"), "value")) in sums(
        reading
    )


def test_a_sum_of_which_a_row_cannot_be_read_is_not_reported() -> None:
    reading = read({}, {"MES_DOC": "8", "MONTO_RECAUDADO": "mil"})
    (one,) = sums(reading)
    assert one[4:] == (None, "not_reported")


def test_what_is_only_known_by_a_refused_row_is_not_reported() -> None:
    reading = read({"MONTO_RECAUDADO": "mil"})
    (one,) = sums(reading)
    assert one == ("180106", "district", 2023, "mining_canon", None, "not_reported")


def test_a_month_may_be_taken_back_and_a_year_may_not() -> None:
    taken_back = {"MES_DOC": "8", "MONTO_RECAUDADO": "-1000.50"}
    assert [one[4] for one in sums(read({}, taken_back))] == [Decimal("0.00")]
    reading = read(taken_back)
    assert [(error.row, error.column) for error in reading.errors] == [(2, "monto_recaudado")]
    assert "negativa" in reading.errors[0].reason
    assert [one[4:] for one in sums(reading)] == [(None, "not_reported")]


def test_the_opening_budget_is_no_income() -> None:
    opening = {"MES_DOC": "0", "MONTO_RECAUDADO": "0"}
    reading = read({}, opening, opening | {"MES_DOC": "", "MONTO_RECAUDADO": ""})
    assert not reading.errors
    assert [one[4] for one in sums(reading)] == [Decimal("1000.50")]
    assert any("2 filas son del presupuesto de apertura" in one for one in reading.remarks)
    wrong = read({}, {"MES_DOC": "0"})
    assert [(error.row, error.column) for error in wrong.errors] == [(3, "mes_doc")]


def test_a_file_without_months_is_of_whole_years() -> None:
    reading = read({}, without="MES_DOC")
    assert not reading.errors
    assert [one[4] for one in sums(reading)] == [Decimal("1000.50")]


def test_a_year_that_had_not_ended_is_not_taken() -> None:
    reading = read({}, {"ANO_DOC": "2022"}, cutoff=dt.date(2023, 9, 30))
    assert [one[2] for one in sums(reading)] == [2022]
    assert any("1 filas son de 2023, que no había terminado" in one for one in reading.remarks)


def test_missing_months_are_told() -> None:
    assert any("no trae los meses 1, 2, 3, 4, 5, 6, 8" in one for one in read({}).remarks)
    whole = [{"MES_DOC": str(month)} for month in range(1, 13)]
    assert not any("meses" in one for one in read(*whole).remarks)


def test_amounts_with_commas_are_read_where_the_column_shows_them() -> None:
    reading = read(
        {"MONTO_RECAUDADO": "1,234,567.80"}, {"MES_DOC": "8", "MONTO_RECAUDADO": "1,000"}
    )
    assert [one[4] for one in sums(reading)] == [Decimal("1235567.80")]


def test_the_spelling_of_a_unit_is_told_once() -> None:
    spelt = {"DISTRITO_EJECUTORA_NOMBRE": "TORATTA"}
    reading = read(*({**spelt, "MES_DOC": str(month)} for month in range(1, 13)))
    assert len(reading.notices) == 1
    assert "180106" in reading.notices[0].reason


def test_a_file_of_another_kind_is_refused() -> None:
    with pytest.raises(SourceError, match="Faltan columnas"):
        read_transfers(b"a,b\n1,2\n", Context(Directory(UNITS), dt.date(2026, 1, 1)))


def test_a_file_without_anything_of_extraction_gives_no_rows() -> None:
    reading = read({"TIPO_RECURSO_NOMBRE": "IMPUESTOS MUNICIPALES"})
    assert not len(reading.frames[TABLE])
    assert not reading.errors
