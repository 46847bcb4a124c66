"""Cells of workbooks read from their text, and rows that a sieve chooses while they are read."""

from __future__ import annotations

import random

import pandas as pd
import pytest

from layers.reading.tabular import read_in_chunks
from layers.reading.xlsx_cells import Cells
from tests.layers.reading.test_bounds import SHEET, with_part
from tests.layers.reading.test_xlsx import MAIN, of_the_library, streamed, with_strings
from tests.workbooks import xlsx


def plain_sheet(rows: list[str]) -> bytes:
    lines = "".join(f'<row r="{n}" spans="1:9">{row}</row>' for n, row in enumerate(rows, 1))
    content = f'<worksheet xmlns="{MAIN}"><sheetData>{lines}</sheetData></worksheet>'
    items = [
        "<si><t>uno</t></si>",
        '<si><t xml:space="preserve"> dos &amp; </t></si>',
        "<si><t/></si>",
    ]
    return with_strings(with_part(xlsx([["x"]]), SHEET, content), *items)


def plain_row(rng: random.Random, number: int) -> str:
    forms = [
        '<c r="{}"><v>{:d}</v></c>',
        '<c r="{}" s="0"><f>A1*2</f><v>{}.5</v></c>',
        '<c r="{}" s="1"><v>{:d}.25</v></c>',
        '<c r="{}" t="s"><v>0</v></c>',
        '<c r="{}" s="1" t="s"><v>1</v></c>',
        '<c r="{}" t="s"><v>2</v></c>',
        '<c r="{}" t="str"><f t="shared" si="0"/><v>a &lt; b&#160;ñ {}</v></c>',
        '<c r="{}" t="inlineStr"><is><t xml:space="preserve"> x{} </t></is></c>',
        '<c r="{}" t="b"><v>1</v></c>',
        '<c r="{}" t="d"><v>2017-05-31T00:00:00</v></c>',
        '<c r="{}" s="1"/>',
        '<c r="{}"></c>',
    ]
    columns = [column for column in "ABCDEFGHI" if rng.random() < 0.8]
    return "".join(rng.choice(forms).format(f"{c}{number}", number) for c in columns)


def test_rows_of_plain_cells_are_read_without_elements(monkeypatch: pytest.MonkeyPatch) -> None:
    """The oracle is calamine; ten millions of elements are what a national file can't afford."""
    rng = random.Random(5)
    data = plain_sheet([plain_row(rng, n) for n in range(1, 300)])
    expected = of_the_library(data)

    def parsed(*_given: object) -> str:
        raise AssertionError

    monkeypatch.setattr(Cells, "text", parsed)
    assert streamed(data) == expected


class Odd:
    """The rows whose first column is odd."""

    columns: tuple[str, ...] = ("c", "zz")

    def __init__(self) -> None:
        self.asked: list[tuple[str, ...]] = []

    def __call__(self, *texts: str) -> bool:
        self.asked.append(texts)
        return texts[0] in ("1", "3", "5")


PLAIN = '<c r="A{0}" t="inlineStr"><is><t>a{0}</t></is></c><c r="C{0}"><v>{0}</v></c>'
PARSED = '<c t="str"><v><![CDATA[a{0}]]></v></c><c/><c><v>{0}</v></c>'


def sifted_csv() -> bytes:
    lines = (f"a{n},,{n},\n" if n != 4 else ",,,\n" for n in range(1, 7))
    return ("a,b,c,zz\n" + "".join(lines)).encode()


def sifted_xlsx(row: str) -> bytes:
    header = "".join(
        f'<c r="{c}1" t="inlineStr"><is><t>{name}</t></is></c>'
        for c, name in zip("ABCD", ("a", "b", "c", "zz"), strict=True)
    )
    rows = [row.format(n) if n != 4 else "" for n in range(1, 7)]
    # A row's number is the line's; its cells are called by the column's letters alone.
    return plain_sheet([header, *rows])


@pytest.mark.parametrize(
    "data",
    [sifted_csv(), sifted_xlsx(PLAIN), sifted_xlsx(PARSED)],
    ids=["csv", "plain cells", "parsed cells"],
)
def test_a_sieve_is_asked_once_of_each_row_that_isnt_blank(data: bytes) -> None:
    sieve = Odd()
    read = list(read_in_chunks(data, ("a",), ("c", "zz"), sieve=sieve))
    frame = pd.concat([chunk.frame for chunk in read])
    assert frame.to_dict("index") == {
        n + 1: {"a": f"a{n}", "c": str(n), "zz": ""} for n in (1, 3, 5)
    }
    assert sieve.asked == [(str(n), "") for n in (1, 2, 3, 5, 6)]


@pytest.mark.parametrize("data", [sifted_csv(), sifted_xlsx(PLAIN)])
def test_a_table_of_which_nothing_is_wanted_isnt_empty(data: bytes) -> None:
    class Nothing(Odd):
        def __call__(self, *_texts: str) -> bool:
            return False

    (chunk,) = read_in_chunks(data, ("a",), ("c", "zz"), sieve=Nothing())
    assert chunk.frame.empty
    assert list(chunk.frame.columns) == ["a", "c", "zz"]
