"""What a workbook (xlsx) says of single cells that the library of workbooks doesn't give.

Errors, formulas without their result, and numbers that are shown as percentages: read from the
sheet's XML (ECMA-376 Part 1, 18.3.1) in one pass, and only where the sheet has any of them.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import IO

from lxml import etree

from layers.reading.numbers import number_text
from layers.reading.sheet_errors import UNCALCULATED

_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_STYLES = "xl/styles.xml"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# "0%" and "0.00%" (18.8.30); a file's own formats say it by their sign.
_PERCENTAGES = {9, 10}
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_TRUE = ("1", "true", "on")
_MARKS = (b't="e"', b"<f>", b"<f ", b"<f/", b":f>", b":f ")
_BLOCK = 1 << 20
_OVERLAP = 8


@dataclass(frozen=True)
class Xlsx:
    """The parts of a workbook that say how its cells are to be taken."""

    sheets: tuple[str, ...]
    counts_from_1904: bool
    is_uncalculated: bool
    percentages: frozenset[str]

    @classmethod
    def of(cls, archive: zipfile.ZipFile) -> Xlsx:
        """Raises KeyError or etree.XMLSyntaxError where it is no workbook."""
        book = _parsed(archive, _WORKBOOK)
        targets = {
            relation.get("Id"): relation.get("Target", "")
            for relation in _parsed(archive, _RELATIONS).iterfind("{*}Relationship")
        }
        sheets = [targets.get(sheet.get(_RELATION), "") for sheet in book.iterfind(".//{*}sheet")]
        properties, calculation = book.find("{*}workbookPr"), book.find("{*}calcPr")
        return cls(
            tuple(posixpath.normpath(posixpath.join("/xl", name)).lstrip("/") for name in sheets),
            properties is not None and properties.get("date1904") in _TRUE,
            calculation is not None and calculation.get("fullCalcOnLoad") in _TRUE,
            _percentages(archive),
        )


def special_cells(data: bytes, index: int) -> Mapping[tuple[int, int], str]:
    """Row and column (from 0) → the text of the cells that need one of their own.

    Empty where the file is another kind of workbook.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            book = Xlsx.of(archive)
            sheet = book.sheets[index]
            if not book.percentages and not _has_any(archive, sheet):
                return {}
            with archive.open(sheet) as file:
                return dict(_texts(file, book))
    except (KeyError, IndexError, zipfile.BadZipFile, etree.XMLSyntaxError):
        return {}


def counts_from_1904(data: bytes) -> bool:
    """Whether the workbook's serial days count from 1904, as Excel's for Macintosh did."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return Xlsx.of(archive).counts_from_1904
    except (KeyError, zipfile.BadZipFile, etree.XMLSyntaxError):
        return False


def _parsed(archive: zipfile.ZipFile, name: str) -> etree._Element:
    with archive.open(name) as file:
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        return etree.parse(file, parser).getroot()


def _percentages(archive: zipfile.ZipFile) -> frozenset[str]:
    """The numbers of the cell styles that show a percentage."""
    try:
        styles = _parsed(archive, _STYLES)
    except KeyError:
        return frozenset()
    formats = {
        int(each.get("numFmtId", 0))
        for each in styles.iterfind("{*}numFmts/{*}numFmt")
        if "%" in _QUOTED.sub("", each.get("formatCode", ""))
    }
    cells = enumerate(styles.iterfind("{*}cellXfs/{*}xf"))
    shown = formats | _PERCENTAGES
    return frozenset(str(at) for at, style in cells if int(style.get("numFmtId", 0)) in shown)


def _has_any(archive: zipfile.ZipFile, name: str) -> bool:
    """Whether the sheet holds an error or a formula, without parsing it."""
    with archive.open(name) as file:
        before = b""
        while block := file.read(_BLOCK):
            seen = before + block
            if any(mark in seen for mark in _MARKS):
                return True
            before = seen[-_OVERLAP:]
    return False


def _texts(file: IO[bytes], book: Xlsx) -> Iterator[tuple[tuple[int, int], str]]:
    row = -1
    rows = etree.iterparse(file, tag="{*}row", resolve_entities=False, no_network=True)
    for _event, element in rows:
        number = element.get("r")
        row = int(number) - 1 if number else row + 1
        column = -1
        for cell in element.iterchildren("{*}c"):
            place = cell.get("r")
            column = _column(place) if place else column + 1
            if text := _text(cell, book):
                yield (row, column), text
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def _column(place: str) -> int:
    """``AB12`` → 27."""
    column = 0
    for letter in place.rstrip("0123456789"):
        column = column * 26 + ord(letter) - 64
    return column - 1


def _text(cell: etree._Element, book: Xlsx) -> str:
    """The text of a cell that has one of its own, else ""."""
    kind, value = cell.get("t", "n"), cell.findtext("{*}v") or ""
    if kind == "e":
        return value or UNCALCULATED
    is_formula = cell.find("{*}f") is not None
    # A program that leaves the calculation to Excel writes no result, or zero.
    if is_formula and kind == "n" and (not value or (book.is_uncalculated and value == "0")):
        return UNCALCULATED
    if kind == "n" and value and cell.get("s") in book.percentages:
        return f"{number_text(float(Decimal(value) * 100))}%"
    return ""
