"""What a binary workbook's cells (xlsb) show in place of a value: errors.

The library of workbooks gives them as nothing, and says so nowhere. Here the records are gone
through once ([MS-XLSB] 2.1.4 Record, 2.4.303 BrtCellError, 2.4.659 BrtFmlaError, 2.5.97.2 BErr).
"""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
from collections.abc import Iterator

from lxml import etree

from layers.reading.results import SourceError
from layers.reading.xls_values import ERRORS, Values

_WORKBOOK, _RELATIONS = "xl/workbook.bin", "xl/_rels/workbook.bin.rels"
_BUNDLE_SHEET, _ROW = 156, 0
# A cell says its column, then its style in four bytes; a short one is beside the one before it.
_CELLS, _SHORT_CELLS = range(1, 12), range(12, 19)
_ERRORS, _SHORT_ERROR = (3, 11), 14
_CELL_BYTES, _SHORT_BYTES = 8, 4
# A record takes two bytes at least: a part that unpacks to a gigabyte would hold half of it.
_MOST_RECORDS = 30_000_000


def errors_of(content: bytes) -> dict[str, Values]:
    """By sheet: row and column from 0 → the error that the cell shows, as Excel writes it.

    Raises SourceError where a sheet has more cells than anybody's has.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = set(archive.namelist())
            sheets = _sheets(archive)
            return {name: _of_sheet(archive.read(part)) for name, part in sheets if part in parts}
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, etree.XMLSyntaxError, struct.error):
        return {}  # whoever reads the cells says what is wrong with it


def _sheets(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    """The sheets' names and parts, in the workbook's order."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    relations = etree.fromstring(archive.read(_RELATIONS), parser)
    targets = {
        each.get("Id"): posixpath.normpath(posixpath.join("/xl", each.get("Target", "")))
        for each in relations.iterfind("{*}Relationship")
    }
    found = []
    for kind, body in _records(archive.read(_WORKBOOK)):
        if kind == _BUNDLE_SHEET:
            relation, end = _wide_text(body, 8)
            name, _end = _wide_text(body, end)
            found.append((name, targets.get(relation, "").lstrip("/")))
    return found


def _of_sheet(stream: bytes) -> Values:
    found: dict[tuple[int, int], str] = {}
    row = column = -1
    for number, (kind, body) in enumerate(_records(stream)):
        if number == _MOST_RECORDS:
            raise SourceError("La hoja tiene más celdas de las que se leen.")
        if kind == _ROW:
            row, column = struct.unpack_from("<I", body)[0], -1
        elif kind in _CELLS:
            column = struct.unpack_from("<I", body)[0]
        elif kind in _SHORT_CELLS:
            column += 1
        if kind in _ERRORS and len(body) > _CELL_BYTES:
            found[row, column] = ERRORS.get(body[_CELL_BYTES], "#N/A")
        elif kind == _SHORT_ERROR and len(body) > _SHORT_BYTES:
            found[row, column] = ERRORS.get(body[_SHORT_BYTES], "#N/A")
    return found


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    """Kind and content of each record: both numbers in bytes of seven bits, the lowest first."""
    at, end = 0, len(stream)
    while at < end:
        kind = stream[at]
        at += 1
        if kind & 0x80 and at < end:
            kind = kind & 0x7F | (stream[at] & 0x7F) << 7
            at += 1
        length = shift = 0
        while at < end and shift < 28:
            byte = stream[at]
            at += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        yield kind, stream[at : at + length]
        at += length


def _wide_text(body: bytes, at: int) -> tuple[str, int]:
    """A text of two bytes a letter after its length ([MS-XLSB] 2.5.168), and where it ends."""
    (length,) = struct.unpack_from("<I", body, at)
    if length == 0xFFFFFFFF:  # a text that is none
        return "", at + 4
    end = at + 4 + 2 * length
    return body[at + 4 : end].decode("utf-16-le", "replace"), end
