"""A workbook of Office Open XML (ECMA-376), of worksheets whose rows are written one by one.

A library keeps the sheet in memory, or takes ten times as long for each cell as the database
needs for the XML of the whole row (docs/decisions/files-out.md).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import IO, Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, LargeZipFile, ZipFile

from django.utils.translation import gettext as _

from layers.encodings.sheet import DAY, HEADER, MAX_CELL, NOTE, PLAIN, ROW_MARK, TEXT, letters
from layers.encodings.xml_text import printable
from layers.exports import workbook_parts as parts
from layers.exports.export import FormatLimit

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What a sheet holds, the header's row too (Excel's specifications and limits).
MAX_ROWS = 1_048_576
MAX_NAME = 31
# Ten times as fast as the best compression, and a tenth larger.
_COMPRESSION = 1
_ROWS_AT_ONCE = 256
_DAY_ZERO = dt.date(1899, 12, 30)
_FIRST_DAY = dt.date(1900, 3, 1)

Rows = Iterable[Sequence[Any]]


class Workbook:
    """A context that writes a workbook to ``file``; sheets in the order of their writing."""

    def __init__(self, file: Path | IO[bytes], title: str) -> None:
        self._zip = ZipFile(file, "w", ZIP_DEFLATED, compresslevel=_COMPRESSION)
        self._title = title
        self._names: list[str] = []

    def __enter__(self) -> Workbook:
        return self

    def __exit__(self, kind: object, *_rest: object) -> None:
        if kind is None:
            for name, content in parts.of_workbook(self._title, self._names).items():
                self._zip.writestr(name, content)
        self._zip.close()

    def sheet(self, name: str, widths: Sequence[int], rows: Iterable[bytes]) -> None:
        """A worksheet of ``rows``, each one's XML; ``widths`` in characters, a column each.

        The first row is the header, and stays in view. Raises FormatLimit where it grows beyond
        what a workbook holds.
        """
        self._names.append(name[:MAX_NAME])
        path = f"xl/worksheets/sheet{len(self._names)}.xml"
        try:
            with self._zip.open(path, "w") as file:
                file.write(parts.sheet_start(widths))
                for block in _numbered(rows):
                    file.write(printable(block))
                file.write(parts.SHEET_END)
        except (LargeZipFile, RuntimeError) as error:
            if "too large" not in str(error) and not isinstance(error, LargeZipFile):
                raise
            raise FormatLimit(
                _("La hoja pasa de 2 GB: pida menos elementos o campos, o use gpkg o csv.")
            ) from None


def _numbered(rows: Iterable[bytes]) -> Iterator[bytes]:
    """The rows under their numbers, many at once."""
    mark = ROW_MARK.encode()
    numbered = (row.replace(mark, b"%d" % number) for number, row in enumerate(rows, 1))
    while some := list(islice(numbered, _ROWS_AT_ONCE)):
        yield b"".join(some)


def row_of(cells: Iterable[Any], style: int | None = None) -> bytes:
    """A row of Python's values; texts with ``style`` where it is given."""
    written = (_cell(value, letters(n) + ROW_MARK, style) for n, value in enumerate(cells))
    return f'<row r="{ROW_MARK}">{"".join(written)}</row>'.encode()


def table(header: Sequence[str], rows: Rows, style: int | None = None) -> Iterator[bytes]:
    """The rows of a small table under its header."""
    yield row_of(header, HEADER)
    for row in rows:
        yield row_of(row, style)


def note_rows(lines: Iterable[tuple[str, str]]) -> Iterator[bytes]:
    """Label and text side by side."""
    return table((_("Dato"), _("Valor")), lines, NOTE)


def _cell(value: Any, place: str, style: int | None) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{value:d}</v></c>'
    if isinstance(value, int | float | Decimal):
        return f'<c r="{place}" s="{PLAIN}"><v>{value}</v></c>'
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime) and value >= _FIRST_DAY:
        return f'<c r="{place}" s="{DAY}"><v>{(value - _DAY_ZERO).days}</v></c>'
    text = escape(str(value)[: MAX_CELL // 2], {"\r": "&#13;"})
    return (
        f'<c r="{place}" t="inlineStr" s="{TEXT if style is None else style}"><is>'
        f'<t xml:space="preserve">{text}</t></is></c>'
    )
