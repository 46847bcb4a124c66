"""A spreadsheet written by hand, as ECMA-376 has it, to hold its reader against."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
# Format 14 is a date (ECMA-376-1, 18.8.30).
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><numFmts count="1"><numFmt numFmtId="164" '
    'formatCode="0.0%;[Red]-0.0%"/></numFmts><cellXfs><xf numFmtId="0"/>'
    '<xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="164" applyNumberFormat="1"/>'
    "</cellXfs></styleSheet>"
)


class SerialDate(int):
    """A day as spreadsheets count it: 1 is 1900-01-01, 60 a day that never was."""


class Percentage(float):
    """A number that its format shows as a hundred times as much, with the sign."""


class Raw(str):
    """A cell's own XML."""

    __slots__ = ()


Cell = str | int | float | None


def xlsx(
    *sheets: Sequence[Sequence[Cell]],
    first_row: int = 1,
    from_1904: bool = False,
    uncalculated: bool = False,
) -> bytes:
    """A workbook of these sheets, each a list of rows that starts in ``first_row``."""
    numbers = range(1, len(sheets) + 1)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        overrides = "".join(
            f'<Override PartName="/xl/worksheets/sheet{n}.xml" '
            f'ContentType="{_KIND}.worksheet+xml"/>'
            for n in numbers
        )
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{_TYPES}"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/>'
            f"{overrides}</Types>",
        )
        archive.writestr("_rels/.rels", _relations(["officeDocument xl/workbook.xml"]))
        parts = [f"worksheet worksheets/sheet{n}.xml" for n in numbers]
        archive.writestr("xl/_rels/workbook.xml.rels", _relations([*parts, "styles styles.xml"]))
        names = "".join(f'<sheet name="Hoja{n}" sheetId="{n}" r:id="r{n}"/>' for n in numbers)
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}">'
            f'<workbookPr date1904="{from_1904:d}"/><sheets>{names}</sheets>'
            f'<calcPr calcId="1" fullCalcOnLoad="{uncalculated:d}"/></workbook>',
        )
        archive.writestr("xl/styles.xml", _STYLES)
        for number, rows in zip(numbers, sheets, strict=True):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", _sheet(rows, first_row))
    return content.getvalue()


def _relations(parts: list[str]) -> str:
    entries = "".join(
        f'<Relationship Id="r{n}" Type="{_DOCUMENT}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate((part.split() for part in parts), start=1)
    )
    return f'<Relationships xmlns="{_RELATIONS}">{entries}</Relationships>'


def _sheet(rows: Sequence[Sequence[Cell]], first_row: int) -> str:
    lines = "".join(
        f'<row r="{number}">{"".join(map(_cell, row))}</row>'
        for number, row in enumerate(rows, start=first_row)
    )
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{lines}</sheetData></worksheet>'


def _cell(value: Cell) -> str:
    if value is None:
        return "<c/>"
    if isinstance(value, Raw):
        return value
    if isinstance(value, Percentage):
        return f'<c s="2"><v>{float(value)!r}</v></c>'
    if isinstance(value, str):
        text = escape(value)
        return f'<c t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    style = ' s="1"' if isinstance(value, SerialDate) else ""
    return (
        f"<c{style}><v>{value:d}</v></c>" if isinstance(value, int) else f"<c><v>{value!r}</v></c>"
    )
