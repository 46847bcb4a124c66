"""Streamed workbooks: the same cells as another reader's, and no more memory for a longer file."""

from __future__ import annotations

import datetime as dt
import io
import random
import tracemalloc
import zipfile
from xml.sax.saxutils import escape

import pytest
from python_calamine import CalamineWorkbook

from layers.reading import xlsx_rows
from layers.reading.numbers import number_text
from layers.reading.results import SourceError
from layers.reading.tabular import read_in_chunks, read_table
from layers.reading.workbook import read_workbook
from tests.layers.reading.test_bounds import SHEET, with_part
from tests.workbooks import Cell, Raw, SerialDate, xlsx

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRINGS = "xl/sharedStrings.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"


def with_strings(data: bytes, *items: str, start: str = f'<sst xmlns="{MAIN}">') -> bytes:
    """The workbook with these shared strings."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        relations = archive.read(RELATIONS).decode()
    entry = f'<Relationship Id="strings" Type="{kind}" Target="sharedStrings.xml"/>'
    data = with_part(data, RELATIONS, relations.replace("</Rel", f"{entry}</Rel"))
    target = io.BytesIO(data)
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr(STRINGS, f"{start}{''.join(items)}</sst>")
    return target.getvalue()


def of_the_library(data: bytes, sheet: int = 0) -> list[list[str]]:
    """What python-calamine gives, written as this reader writes it."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    rows = book.get_sheet_by_index(sheet).to_python(skip_empty_area=False)

    def text(cell: object) -> str:
        if isinstance(cell, float):
            return number_text(cell)
        if isinstance(cell, dt.datetime) and cell.time() == dt.time():
            return cell.date().isoformat()
        return str(cell)

    return [[text(cell) for cell in row] for row in rows]


def streamed(data: bytes) -> list[list[str]]:
    """The rows, each as wide as the widest."""
    rows = list(read_workbook(data).rows)
    width = max(map(len, rows))
    return [row + [""] * (width - len(row)) for row in rows]


def typed(kind: str, value: str) -> Raw:
    return Raw(f'<c t="{kind}"><v>{value}</v></c>')


@pytest.mark.parametrize("from_1904", [False, True])
def test_the_same_cells_as_another_reader(from_1904: bool) -> None:
    """Every type of ECMA-376 Part 1, 18.18.11 (errors apart), and days, against calamine."""
    rng = random.Random(1)
    serials = [0, 0.5, 1, 59, 60, 61, 42886.5, 42886.123456789, 42886.99999999, 0.99999999]
    serials += [rng.uniform(1, 60_000) for _ in range(50)]
    numbers = ["1e3", "-0.5", "007", "1.10", "123456789012345678", "0.1", "1E-7", "-12"]
    moments = ["2017-05-31", "2017-05-31T10:00:00", "2017-05-31T00:00:00", "10:30:00", "nada"]
    rows: list[list[Cell]] = [
        [Raw(f'<c s="1"><v>{serial!r}</v></c>') for serial in serials],
        [typed("n", number) for number in numbers],
        [typed("d", moment) for moment in moments],
        [typed("b", "1"), typed("b", "0"), typed("str", " a &amp; b "), typed("s", "1")],
        [],
        [Raw('<c r="D6"><v>4</v></c>'), Raw("<c><v>5</v></c>"), "á_x000D_b", SerialDate(42886)],
        [typed("s", str(number)) for number in range(6)],
    ]
    plain = ["<si><t>uno</t></si>", '<si><t xml:space="preserve"> dos </t></si>']
    rich = (
        "<si><r><rPr><b/></rPr><t>tr</t></r><r><t>es</t></r><rPh sb='0' eb='1'><t>x</t></rPh></si>"
    )
    rest = ["<si><t>a &lt; b</t></si>", "<si><t/></si>", "<si><t>_x0041_ ñ</t></si>"]
    data = with_strings(xlsx(rows, from_1904=from_1904), *plain, rich, *rest)
    assert streamed(data) == of_the_library(data)


def test_long_strings_and_rows_across_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever a block of what is read ends, the cells are the same."""
    items = [
        f"<si><t>{escape(f'texto {n} <&>' if n % 7 == 0 else f'ñandú {n}')}</t></si>"
        for n in range(400)
    ]
    rows: list[list[Cell]] = [[typed("s", str(n)), n, f"t{n}"] for n in range(400)]
    data = with_strings(xlsx(rows), *items)
    expected = of_the_library(data)
    for size in (7, 100, 1_000):
        monkeypatch.setattr(xlsx_rows, "BLOCK", size)
        monkeypatch.setattr("layers.reading.xlsx_strings.BLOCK", size)
        assert streamed(data) == expected


def wide(first: list[Cell], *rows: list[Cell]) -> bytes:
    return xlsx([["a", "b", "c", "d"], *[first] * 3, *rows])


@pytest.mark.parametrize(
    ("cells", "is_row"),
    [
        ('<c r="{}"><v>5</v></c>', True),
        ('<c r="{}" s="1" t="str"><f>A1</f><v>x</v></c>', True),
        ('<c r="{}" t="inlineStr"><is><t>x</t></is></c>', True),
        ('<c r="{}" t="s"><v>0</v></c>', True),
        ('<c r="{}" t="s"><v>1</v></c>', False),
        ('<c r="{}" t="inlineStr"><is><t>  </t></is></c>', False),
        ('<c r="{}" t="str"><v>&#160;&#32;</v></c>', False),
        ('<c r="{}" s="1"/>', False),
        ('<c r="{}"></c>', False),
    ],
)
def test_a_row_that_holds_something_elsewhere_isnt_blank(
    cells: str, is_row: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As of a CSV: a row is blank by all of its cells, also those of columns not asked for."""
    monkeypatch.setattr(xlsx_rows, "BLOCK", 300)
    rows = "".join(
        f'<row r="{n}">' + "".join(f'<c r="{c}{n}"><v>{n}</v></c>' for c in "ABCD") + "</row>"
        for n in range(2, 40)
    )
    for column in ("B", "D", "F"):  # F is beyond the header
        content = (
            f'<worksheet xmlns="{MAIN}"><sheetData><row r="1">'
            + "".join(f'<c r="{c}1" t="inlineStr"><is><t>{c}</t></is></c>' for c in "ABCD")
            + f'</row>{rows}<row r="40">{cells.format(f"{column}40")}</row></sheetData></worksheet>'
        )
        data = with_strings(
            with_part(xlsx([["x"]]), SHEET, content), "<si><t>x</t></si>", "<si><t> </t></si>"
        )
        frame = read_table(data, ("a", "c")).frame
        assert frame["a"].tolist() == [str(n) for n in range(2, 40)] + [""] * is_row
        assert frame["c"].tolist() == frame["a"].tolist()


@pytest.mark.parametrize(
    "content",
    [
        '<x:worksheet xmlns:x="{0}"><x:sheetData><x:row><x:c t="str"><x:v>ubigeo</x:v></x:c>'
        '</x:row><x:row><x:c t="str"><x:v>08</x:v></x:c></x:row></x:sheetData></x:worksheet>',
        '<worksheet xmlns="{0}"><!-- <row><c r="B1"><v>1</v></c></row> --><sheetData><row><c '
        't="str"><v>ubigeo</v></c></row><row><c t="str"><v><![CDATA[08]]></v></c></row></sheetData>'
        "</worksheet>",
        '<worksheet xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"><sheetData><row><c '
        't="str"><v>ubigeo</v></c></row><row><c t="str"><v>08</v></c></row></sheetData>'
        "</worksheet>",
    ],
    ids=["prefix", "comment and CDATA", "strict"],
)
def test_xml_as_any_program_may_write_it(content: str) -> None:
    data = with_part(xlsx([["x"]]), SHEET, content.format(MAIN))
    assert read_table(data, ("ubigeo",)).frame["ubigeo"].tolist() == ["08"]


def test_strings_in_another_encoding() -> None:
    """XML 1.0, 4.3.3."""
    data = with_strings(xlsx([["ubigeo"], [typed("s", "0")]]), "<si><t>?</t></si>")
    start = '<?xml version="1.0" encoding="ISO-8859-1"?>'
    text = f'{start}<sst xmlns="{MAIN}"><si><t>ñ</t></si></sst>'.encode("latin-1")
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        for part in old.namelist():
            new.writestr(part, text if part == STRINGS else old.read(part))
    assert read_table(target.getvalue(), ("ubigeo",)).frame["ubigeo"].tolist() == ["ñ"]


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ('<row r="1"><c t="s"><v>9</v></c></row>', "no es una hoja de cálculo"),
        ('<row r="1"><c t="str"><v>ubigeo</v></c>', "no es una hoja de cálculo"),
        ('<row r="2"><c/></row><row r="1"><c/></row>', "no están en orden"),
        ('<row r="1"><c r="AAAA1"><v>1</v></c></row>', "no es una hoja de cálculo"),
        ('<row r="1">' + '<c r="A1"/>' * 800_000 + "</row>", "fila más larga"),
    ],
    ids=["no such string", "cut", "disorder", "no such column", "endless row"],
)
def test_a_broken_sheet_is_refused(rows: str, reason: str) -> None:
    content = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    with pytest.raises(SourceError, match=reason):
        read_table(with_part(xlsx([["x"]]), SHEET, content), ("ubigeo",))


@pytest.mark.slow
def test_memory_doesnt_grow_with_the_rows() -> None:
    def peak(rows: int) -> int:
        line: list[Cell] = [80101, *[f"texto {n}" for n in range(8)]]
        data = xlsx([["ubigeo", *"abcdefgh"], *[line] * rows])
        tracemalloc.start()
        try:
            assert sum(len(each.frame) for each in read_in_chunks(data, ("ubigeo",))) == rows
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert peak(20_000) < 1.3 * peak(10_000)
