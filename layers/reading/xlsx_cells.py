"""A cell of a workbook (ECMA-376 Part 1, 18.3.1.4) as the text that a person takes it for."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal, InvalidOperation

from lxml import etree

from layers.reading.numbers import number_text
from layers.reading.sheet_errors import UNCALCULATED
from layers.reading.xlsx_book import Book, Shown
from layers.reading.xlsx_plain import PlainCell, kind_and_style, text_of
from layers.reading.xlsx_strings import SharedStrings, rich_text, unescaped

# Day 1 is 1900-01-01, and day 60 one that never was (18.17.4.1).
_BEFORE_1900 = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet has no zone
_LEAP_DAY = 60
_DAYS_TO_1904 = 1462
_MS_OF_DAY = 86_400_000
_SURELY_EXACT = 15
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:\.\d{1,6})?)?")


class Cells:
    """Reads the cells of one workbook."""

    def __init__(self, book: Book, strings: SharedStrings) -> None:
        self._book = book
        self._strings = strings

    def text(self, cell: etree._Element) -> str:
        """Its text; "" where it holds none. Raises IndexError, ValueError for a broken one."""
        value, is_formula = _value(cell)
        return self._text(cell.get("t", "n"), cell.get("s", ""), value, is_formula)

    def plain(self, cell: PlainCell) -> str:
        """As ``text``, of a cell as ``xlsx_plain`` finds it."""
        _column, attributes, formula, value, own_text = cell
        kind, style = kind_and_style(attributes)
        if kind == "s":
            return self._strings.text(value) if value else ""
        written = text_of(own_text or value)
        return self._text(kind, style, written, bool(formula))

    def _text(self, kind: str, style: str, value: str, is_formula: bool) -> str:
        match kind:
            case "s":
                return self._strings[int(value)] if value else ""
            case "str" | "inlineStr":
                return unescaped(value)
            case "e":
                return value or UNCALCULATED
            case "b":
                return str(value.strip() not in ("0", "false")) if value else ""
            case "d":
                return _of_iso(value)
        return self._number(value.strip(), style, is_formula)

    def _number(self, value: str, style: str, is_formula: bool) -> str:
        # A program that leaves the calculation to Excel writes no result, or zero.
        if is_formula and (not value or (self._book.is_uncalculated and value == "0")):
            return UNCALCULATED
        shown = self._book.shown.get(style)
        if shown is None and value.isascii() and value.isdigit() and len(value) <= _SURELY_EXACT:
            return value if value[0] != "0" else str(int(value))
        try:
            number = float(value)
            match shown:
                case Shown.PERCENTAGE:
                    return f"{number_text(float(Decimal(value) * 100))}%"
                case Shown.ELAPSED:
                    return str(dt.timedelta(milliseconds=round(number * _MS_OF_DAY)))
                case Shown.DATE:
                    return self._date(number)
            return number_text(number)
        except (ValueError, OverflowError, InvalidOperation):
            return value

    def _date(self, serial: float) -> str:
        if serial < 0:
            raise ValueError(serial)
        if self._book.counts_from_1904:
            days = serial + _DAYS_TO_1904
        else:
            days = serial if serial >= _LEAP_DAY else serial + 1
        moment = _BEFORE_1900 + dt.timedelta(milliseconds=round(days * _MS_OF_DAY))
        if serial < 1:
            return str(moment.time())
        return str(moment.date() if moment.time() == dt.time() else moment)


def _value(cell: etree._Element) -> tuple[str, bool]:
    """What it holds as text, and whether a formula gave it."""
    value, is_formula = "", False
    for part in cell.iterchildren(etree.Element):
        if part.tag.endswith("}v"):
            value = part.text or ""
        elif part.tag.endswith("}is"):
            value = rich_text(part)
        elif part.tag.endswith("}f"):
            is_formula = True
    return value, is_formula


def _of_iso(value: str) -> str:
    """``2017-05-31T00:00:00`` → ``2017-05-31``; what is no moment of a day stays as it is."""
    if not _ISO.fullmatch(value):
        return value
    try:
        moment = dt.datetime.fromisoformat(value)
    except ValueError:
        return value
    return str(moment.date() if moment.time() == dt.time() else moment)
