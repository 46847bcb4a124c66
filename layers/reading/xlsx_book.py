"""The parts of a workbook (xlsx) that say how its cells are to be taken."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum

from lxml import etree

from layers.reading.bounds import unpacking
from layers.reading.results import SourceError

UNREADABLE = "El archivo no es una hoja de cálculo que se pueda leer."
WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_STYLES = "xl/styles.xml"
_STRINGS = "/sharedStrings"
_RELATION_IDS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)
_TRUE = ("1", "true", "on")
# ECMA-376 Part 1, 18.8.30, with the days of East Asian calendars.
_DATES = {*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)}
_ELAPSED = {46}
_PERCENTAGES = {9, 10}
# What a format shows as it is, its colours and conditions.
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|General', re.IGNORECASE)
_OF_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)


class Shown(Enum):
    """What a number of a cell stands for."""

    DATE = 1
    ELAPSED = 2
    PERCENTAGE = 3


@dataclass(frozen=True)
class Book:
    """A workbook's sheets (name → part) and styles; ``strings`` is the part of shared strings."""

    sheets: Mapping[str, str]
    strings: str
    counts_from_1904: bool
    is_uncalculated: bool
    shown: Mapping[str, Shown]

    @classmethod
    def of(cls, archive: zipfile.ZipFile) -> Book:
        """Raises KeyError or etree.XMLSyntaxError where it is no workbook."""
        parts = {name.lower(): name for name in archive.namelist()}
        book = _parsed(archive, WORKBOOK)
        relations = list(_parsed(archive, parts[_RELATIONS]).iterfind("{*}Relationship"))
        targets = {each.get("Id"): _path(each.get("Target", "")) for each in relations}
        strings = [
            _path(each.get("Target", ""))
            for each in relations
            if each.get("Type", "").endswith(_STRINGS)
        ]
        sheets: dict[str, str] = {}
        for sheet in book.iterfind("{*}sheets/{*}sheet"):
            relation = next((found for key in _RELATION_IDS if (found := sheet.get(key))), "")
            part = targets.get(relation, "").lower()
            sheets.setdefault(sheet.get("name", ""), parts.get(part, ""))
        properties, calculation = book.find("{*}workbookPr"), book.find("{*}calcPr")
        return cls(
            sheets,
            next((parts[each.lower()] for each in strings if each.lower() in parts), ""),
            properties is not None and properties.get("date1904") in _TRUE,
            calculation is not None and calculation.get("fullCalcOnLoad") in _TRUE,
            _styles(archive, parts.get(_STYLES.lower(), "")),
        )


def _path(target: str) -> str:
    return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")


def _parsed(archive: zipfile.ZipFile, name: str) -> etree._Element:
    with archive.open(name) as file:
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        return etree.parse(file, parser).getroot()


def _styles(archive: zipfile.ZipFile, name: str) -> Mapping[str, Shown]:
    """The number of a cell's style → what it shows a number as, of those that matter."""
    if not name:
        return {}
    styles = _parsed(archive, name)
    own = {
        each.get("numFmtId", "0"): _shown(each.get("formatCode", ""))
        for each in styles.iterfind("{*}numFmts/{*}numFmt")
    }
    found = {
        str(at): own[number] if (number := style.get("numFmtId", "0")) in own else _built_in(number)
        for at, style in enumerate(styles.iterfind("{*}cellXfs/{*}xf"))
    }
    return {style: shown for style, shown in found.items() if shown}


def _built_in(number: str) -> Shown | None:
    kinds = ((_DATES, Shown.DATE), (_ELAPSED, Shown.ELAPSED), (_PERCENTAGES, Shown.PERCENTAGE))
    at = int(number) if number.isdecimal() else 0
    return next((shown for numbers, shown in kinds if at in numbers), None)


def _shown(code: str) -> Shown | None:
    if _OF_ELAPSED.search(re.sub(r'"[^"]*"', "", code)):
        return Shown.ELAPSED
    bare = _LITERAL.sub("", code)
    if "%" in bare:
        return Shown.PERCENTAGE
    return Shown.DATE if re.search("[dmyhs]", bare, re.IGNORECASE) else None


@contextmanager
def reading_parts() -> Iterator[None]:
    """What may go wrong with the parts of a workbook, as SourceError."""
    try:
        with unpacking("El archivo está dañado o incompleto."):
            yield
    except (etree.XMLSyntaxError, LookupError, ValueError) as error:
        raise SourceError(UNREADABLE) from error
