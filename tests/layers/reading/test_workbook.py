"""Spreadsheets as rows of text: numbers in full, codes as they show, hostile files refused."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from decimal import Decimal
from functools import partial

import pytest

from layers.reading import workbook
from layers.reading.columns import Columns
from layers.reading.dates import parse_date
from layers.reading.numbers import parse_amount_pen, parse_percent
from layers.reading.results import SourceError
from layers.reading.tabular import read_table
from layers.reading.workbook import read_workbook
from tests.old_workbooks import xls
from tests.workbooks import Cell, Percentage, Raw, SerialDate, xlsx


def test_cells_as_text() -> None:
    row: list[Cell] = [
        "05/04/2024",
        "dos\nlíneas",
        10401.0,
        10401,
        408274169.64,
        1e15,
        None,
        SerialDate(42886),
    ]
    assert list(read_workbook(xlsx([row])).rows) == [
        # 42,886 days after 1899-12-30 is 31 May 2017.
        [
            "05/04/2024",
            "dos\nlíneas",
            "10401",
            "10401",
            "408274169.64",
            "1000000000000000",
            "",
            "2017-05-31",
        ]
    ]


def test_rows_keep_the_numbers_that_they_show() -> None:
    data = xlsx([["ubigeo", "nombre"], [80101, "Cusco"], [None, None], [8, "x"]], first_row=3)
    table = read_table(data, ("ubigeo", "nombre"))
    assert dict(table.frame["ubigeo"]) == {4: "80101", 6: "8"}


def test_an_empty_sheet_before_the_table() -> None:
    data = xlsx([], [["ubigeo"], ["08"]])
    assert read_table(data, ("ubigeo",)).frame["ubigeo"].tolist() == ["08"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (xlsx([]), "vacío"),
        (xlsx([["otra"], [1]]), "Faltan columnas: ubigeo"),
        (xlsx([["ubigeo"]]), "ninguna fila"),
        (xlsx([["ubigeo"], ["08"]])[:-40], "dañado"),
        (b"PK\x03\x04 nada", "dañado"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 nada", "no es una hoja de cálculo"),
    ],
    ids=["nothing", "other-columns", "no-rows", "cut", "not-zip", "not-ole"],
)
def test_what_cannot_be_read(data: bytes, reason: str) -> None:
    with pytest.raises(SourceError, match=reason):
        read_table(data, ("ubigeo",))


def test_a_zip_that_is_no_workbook() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("a.txt", "x")
    with pytest.raises(SourceError, match="no es una hoja de cálculo"):
        read_workbook(content.getvalue())


def test_what_unpacks_to_too_much_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MAX_UNPACKED_BYTES", 2_000)
    with pytest.raises(SourceError, match="ocupa más de"):
        read_workbook(xlsx([["x" * 2_000]]))


def test_errors_and_formulas_without_a_result_are_no_empty_cells() -> None:
    """ECMA-376 Part 1, 18.18.11: t="e" is an error; 18.2.2: fullCalcOnLoad leaves results open."""
    rows: list[list[Cell]] = [
        ["codigo", "monto"],
        ["1", Raw('<c t="e"><f>1/0</f><v>#DIV/0!</v></c>')],
        ["2", Raw('<c t="e"><v>#N/A</v></c>')],
        ["3", Raw("<c><f>A1*2</f></c>")],
        ["4", Raw("<c><f>A1*2</f><v>7.5</v></c>")],
        ["5", Raw("<c><f>A1*2</f><v>0</v></c>")],
        ["6", Raw('<c t="str"><f>""</f><v></v></c>')],
        ["7", None],
    ]
    for uncalculated, zero in ((True, None), (False, Decimal("0.00"))):
        table = Columns(
            read_table(xlsx(rows, uncalculated=uncalculated), ("codigo", "monto")).frame
        )
        values = list(table.read_if_possible("monto", parse_amount_pen))
        assert values == [None, None, None, Decimal("7.50"), zero, None, None]
        reasons = {n.row: n.reason for n in table.notices}
        assert "#DIV/0!" in reasons[2]
        assert "#N/A" in reasons[3]
        assert "fórmula" in reasons[4]
        assert set(reasons) == ({2, 3, 4, 6} if uncalculated else {2, 3, 4})


@pytest.mark.parametrize("text", ["#N/A", "#N/D", "#¡DIV/0!", "#¿NOMBRE?", "#REF!", "######"])
def test_an_error_that_was_saved_as_text_is_one_too(text: str) -> None:
    table = Columns(read_table(f"codigo,nombre\n1,{text}\n".encode(), ("codigo", "nombre")).frame)
    assert list(table.read_if_possible("nombre", str)) == [None]
    assert "error" in table.notices[0].reason


def test_a_number_shown_as_a_percentage_is_one() -> None:
    """ECMA-376 Part 1, 18.8.30: the format's % multiplies what is shown, not what is stored."""
    data = xlsx([["avance"], [Percentage(0.455)], [45.5], ["45,5%"]])
    table = Columns(read_table(data, ("avance",)).frame)
    assert list(table.read("avance", parse_percent)) == [Decimal("45.50")] * 3


def test_a_numeric_cell_is_no_text_that_may_be_two_numbers() -> None:
    table = Columns(read_table(xlsx([["m"], [1.234], ["1.234"], [12.5]]), ("m",)).frame)
    assert list(table.read_if_possible("m", parse_amount_pen)) == [
        Decimal("1.23"),
        Decimal("1.23"),  # its column writes decimals with a point
        Decimal("12.50"),
    ]


def test_days_counted_from_1904() -> None:
    """ECMA-376 Part 1, 18.17.4.1."""
    data = xlsx([["f"], [SerialDate(41816)], [41816]], from_1904=True)
    frame = read_table(data, ("f",)).frame
    assert frame.attrs[workbook.MAC_SERIALS]
    read = partial(parse_date, today=dt.date(2026, 1, 1), mac_serials=True)
    assert list(Columns(frame).read("f", read)) == [dt.date(2018, 6, 27)] * 2


def test_characters_that_xml_cannot_hold() -> None:
    """ECMA-376 Part 1, 22.9.2.19."""
    assert list(read_workbook(xlsx([["a_x000D_b", "x_x005F_x000D_"]])).rows) == [
        ["a\rb", "x_x000D_"]
    ]


def test_the_only_sheet_with_the_columns_is_read() -> None:
    cover: list[list[Cell]] = [["Ministerio"], ["Nota"]]
    assert read_table(xlsx(cover, [["ubigeo"], ["08"]]), ("ubigeo",)).frame["ubigeo"].tolist() == [
        "08"
    ]
    with pytest.raises(SourceError, match=r"Varias hojas .*«Hoja1», «Hoja2».*--sheet"):
        read_table(xlsx([["ubigeo"], ["08"]], [["ubigeo"], ["09"]]), ("ubigeo",))
    with pytest.raises(SourceError, match=r"Faltan columnas: ubigeo\. Hojas del archivo: «Hoja1»"):
        read_table(xlsx(cover, [["x"]]), ("ubigeo",))


def test_a_sheet_is_chosen_by_its_name() -> None:
    data = xlsx([["ubigeo"], ["08"]], [["ubigeo"], ["09"]])
    assert read_table(data, ("ubigeo",), sheet="Hoja2").frame["ubigeo"].tolist() == ["09"]
    with pytest.raises(SourceError, match="No hay una hoja «x»; hay: «Hoja1», «Hoja2»"):
        read_table(data, ("ubigeo",), sheet="x")


@pytest.mark.parametrize("code_page", [None, 1200, 1252, 850])
def test_an_old_workbooks_letters_are_unicode_whatever_page_it_names(
    code_page: int | None,
) -> None:
    # SIASAR's files are BIFF8 and name 1252.
    rows = [["año", "nombre"], ["2015", "Pozo «Ñaña» – 3 €"]]
    assert list(read_workbook(xls(rows, code_page)).rows) == rows
