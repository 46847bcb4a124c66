"""The rows of a sheet of LibreOffice (ods), streamed, with what it shows where it has no value.

The library of workbooks gives an error, and a formula that nobody calculated, as nothing.
OpenDocument 1.3, part 3: 9.1 (tables), 19.385 (values), 6.1 (what a paragraph's text is).
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence

from lxml import etree

from layers.reading.bounds import check_members
from layers.reading.content import ZIP, FileData, opened, start_of
from layers.reading.extent import check_extent
from layers.reading.numbers import number_text
from layers.reading.results import SourceError
from layers.reading.sheet_errors import UNCALCULATED
from layers.reading.sifting import Sieve, sifted
from layers.reading.xlsx_book import reading_parts

_KIND = b"application/vnd.oasis.opendocument.spreadsheet"
_CONTENT, _MANIFEST = "content.xml", "META-INF/manifest.xml"
_ODF = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_OFFICE, _TABLE, _TEXT = _ODF % "office", _ODF % "table", _ODF % "text"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_ROW, _SHEET, _PARAGRAPH = f"{_TABLE}table-row", f"{_TABLE}table", f"{_TEXT}p"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_NOTE = f"{_OFFICE}annotation"
_NUMBERS = ("float", "currency", "percentage")
_MIDNIGHT = "T00:00:00"
_MAX_UNPACKED_BYTES = 1_000_000_000
_PROTECTED = "El archivo está protegido con contraseña: guárdelo sin ella e impórtelo de nuevo."


def is_ods(data: FileData) -> bool:
    """Whether it is a spreadsheet of OpenDocument."""
    if not start_of(data).startswith(ZIP):
        return False
    try:
        with opened(data) as file, zipfile.ZipFile(file) as archive:
            kind = archive.open("mimetype").read(len(_KIND))
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, zlib.error):
        return False  # whoever opens it says what is wrong with it
    return kind == _KIND


def sheets_of(data: FileData) -> dict[str, OdsRows]:
    """The sheets in order; raises SourceError where the file can't be read."""
    with reading_parts(), opened(data) as file, zipfile.ZipFile(file) as archive:
        check_members(archive.infolist(), _MAX_UNPACKED_BYTES)
        if _MANIFEST in archive.namelist() and b"encryption-data" in archive.read(_MANIFEST):
            raise SourceError(_PROTECTED)
        names = [name for name, _row in _rows_of(archive, None) if name is not None]
    return {name: OdsRows(data, at) for at, name in enumerate(names)}


class OdsRows:
    """The rows of one sheet, from its first line on, also empty ones: a row keeps its number."""

    def __init__(self, data: FileData, sheet: int) -> None:
        self._data, self._sheet = data, sheet
        self._is_kept, self._width = False, 0
        self._sieve: Sieve | None = None
        self._asked: Sequence[int | None] = ()

    def keep(
        self,
        places: Iterable[int],
        width: int,
        sieve: Sieve | None = None,
        asked: Sequence[int | None] = (),
    ) -> None:
        """A row is as wide as the header's from the next on; a cell more holds what is beyond."""
        self._is_kept, self._width = True, width
        self._sieve, self._asked = sieve, asked

    def __iter__(self) -> Iterator[list[str]]:
        number = total = columns = blank = 0
        with reading_parts(), opened(self._data) as file, zipfile.ZipFile(file) as archive:
            for _name, row in _rows_of(archive, self._sheet):
                assert row is not None
                cells = _cells(row)
                times = _times(row, "rows")
                if not cells:  # those after the last that is filled are never told
                    blank += times
                    continue
                total += times * len(cells)
                columns = max(columns, len(cells))
                number += blank + times
                check_extent(number, columns, total)
                yield from (self._line([]) for _ in range(blank))
                blank = 0
                yield from (self._line(cells) for _ in range(times))

    def _line(self, cells: list[str]) -> list[str]:
        if not self._is_kept:
            return cells
        beyond = next((cell for cell in cells[self._width :] if cell.strip()), "")
        line = [*cells[: self._width], *[""] * (self._width - len(cells)), beyond]
        return sifted(line, self._asked, self._sieve)


def _rows_of(
    archive: zipfile.ZipFile, sheet: int | None
) -> Iterator[tuple[str | None, etree._Element | None]]:
    """The rows of a sheet, by its place; without one, the names of all, in their order."""
    at, depth = -1, 0
    with archive.open(_CONTENT) as part:
        found = etree.iterparse(
            part, events=("start", "end"), resolve_entities=False, no_network=True, huge_tree=True
        )
        for event, element in found:
            if element.tag == _SHEET:
                depth += 1 if event == "start" else -1
                if event == "start" and depth == 1:
                    _refuse_declarations(element)
                    at += 1
                    if sheet is None:
                        yield element.get(f"{_TABLE}name", ""), None
            if event == "start" or element.tag != _ROW or depth != 1:
                continue
            if at == sheet:
                yield None, element
            elif sheet is not None and at > sheet:
                return
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]


def _refuse_declarations(element: etree._Element) -> None:
    if element.getroottree().docinfo.internalDTD is not None:
        raise SourceError("El XML declara un tipo de documento, que no se admite.")


def _cells(row: etree._Element) -> list[str]:
    """The texts up to the last that is filled."""
    cells: list[str] = []
    blank = 0
    for cell in row.iterchildren(*_CELLS):
        text, times = _value(cell), _times(cell, "columns")
        if not text:
            blank += times
            continue
        check_extent(1, len(cells) + blank + times, 0)
        cells += [""] * blank + [text] * times
        blank = 0
    return cells


def _times(element: etree._Element, what: str) -> int:
    text = element.get(f"{_TABLE}number-{what}-repeated", "1")
    return max(1, int(text)) if text.isdecimal() and len(text) < 9 else 1


def _value(cell: etree._Element) -> str:
    kind = cell.get(f"{_OFFICE}value-type")
    if cell.get(f"{_CALC}value-type") == "error":
        return _text(cell) or UNCALCULATED
    if kind is None:
        return UNCALCULATED if cell.get(f"{_TABLE}formula") and not _text(cell) else _text(cell)
    if kind in _NUMBERS:
        return number_text(float(cell.get(f"{_OFFICE}value", "nan")))
    if kind == "date":
        return cell.get(f"{_OFFICE}date-value", "").removesuffix(_MIDNIGHT).replace("T", " ")
    if kind == "boolean":
        return str(cell.get(f"{_OFFICE}boolean-value") == "true")
    return _text(cell)


def _text(cell: etree._Element) -> str:
    """The paragraphs' text, a line each; not that of a note on the cell."""
    return "\n".join(_of_paragraph(each) for each in cell.iterchildren(_PARAGRAPH))


def _of_paragraph(paragraph: etree._Element) -> str:
    text = paragraph.text or ""
    for child in paragraph:
        if child.tag == f"{_TEXT}s":
            count = child.get(f"{_TEXT}c", "1")
            text += " " * (int(count) if count.isdecimal() and len(count) < 4 else 1)
        elif child.tag == f"{_TEXT}tab":
            text += "\t"
        elif child.tag == f"{_TEXT}line-break":
            text += "\n"
        elif child.tag != _NOTE and isinstance(child.tag, str):
            text += _of_paragraph(child)
        text += child.tail or ""
    return text
