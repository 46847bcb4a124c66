"""From the bytes of a dBase table to a frame of text.

Written out here, since the register of schools is 290 MB of fixed-width rows of which two
thirds are columns nobody asked for: only the wanted ones are ever decoded.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pandas as pd

from layers.reading.bounds import BLOCK, check_rows
from layers.reading.content import FileData, opened, size_of, start_of
from layers.reading.encodings import DBASE_CODE_PAGES, beyond_ascii, decode_cell, encoding_of
from layers.reading.numbers import with_decimals
from layers.reading.progress import rows_read
from layers.reading.results import Cleaned, SourceError
from layers.reading.tabular import column_name

_HEADER_BYTES = 32
_FIELD_BYTES = 32
_END_OF_FIELDS = 0x0D
# Versions of dBase III to V, FoxPro and Visual FoxPro, without memo and with.
_VERSIONS = {0x02, 0x03, 0x04, 0x05, 0x30, 0x31, 0x32, 0x83, 0x8B, 0xF5, 0xFB}
_DELETED = ord("*")
# Character, number, float, date and logical: those that are kept as text.
_TEXT_TYPES = frozenset("CNFDL")
# Two bytes say how long a header is.
_MOST_HEADER_BYTES = 65_536

Records: TypeAlias = np.ndarray[tuple[int, int], np.dtype[np.uint8]]


@dataclass(frozen=True)
class _Field:
    name: str
    kind: str
    start: int
    length: int


def is_dbf(data: FileData) -> bool:
    """Whether the content is that of a dBase table."""
    start = start_of(data, _MOST_HEADER_BYTES)
    if len(start) < _HEADER_BYTES + 1 or start[0] not in _VERSIONS:
        return False
    header, record = struct.unpack_from("<HH", start, 8)
    return (
        _HEADER_BYTES < header <= len(start)
        and record > 1
        and _END_OF_FIELDS in start[_HEADER_BYTES:header:_FIELD_BYTES]
    )


def columns_of(start: bytes, aliases: Mapping[str, str]) -> set[str]:
    """The names of its columns, as ``read_dbf`` takes them."""
    return {field.name for field in _fields(start, aliases)}


def read_dbf(
    data: FileData, required: Sequence[str], optional: Sequence[str], aliases: Mapping[str, str]
) -> Cleaned:
    """The table's rows as text, one column for each of ``required`` and ``optional``.

    As ``read_table``: rows are numbered as a spreadsheet shows them, dates read ``2024-03-05``,
    deleted rows are skipped. Raises SourceError when the file as a whole can't be read.
    """
    start = start_of(data, _MOST_HEADER_BYTES)
    fields = {field.name: field for field in _fields(start, aliases)}
    missing = [name for name in required if name not in fields]
    if missing:
        raise SourceError(f"Faltan columnas: {', '.join(missing)}.")
    unreadable = [f.name for f in fields.values() if f.kind not in _TEXT_TYPES]
    if wrong := [name for name in (*required, *optional) if name in unreadable]:
        raise SourceError(f"Columnas de un tipo que no se lee: {', '.join(wrong)}.")
    wanted = [*required, *optional]
    asked = [fields[name] for name in wanted if name in fields]
    encoding = _encoding(data, start, asked)
    frames: list[pd.DataFrame] = []
    for first, records in _blocks(data, start):
        numbers = np.arange(first + 2, first + 2 + len(records))
        present = records[:, 0] != _DELETED
        frame = pd.DataFrame(index=numbers[present])
        for name in wanted:
            known = name in fields
            frame[name] = _text(records[present], fields[name], encoding) if known else ""
        frames.append(frame.astype(object))
        rows_read(len(records))
    whole = pd.concat(frames) if frames else pd.DataFrame()
    if whole.empty:
        raise SourceError("El archivo tiene cabecera pero ninguna fila.")
    return Cleaned(whole)


def all_records(data: FileData) -> tuple[tuple[str, ...], Iterator[tuple[str, ...]]]:
    """The names of its columns of text, and every record, deleted ones too; raises SourceError."""
    start = start_of(data, _MOST_HEADER_BYTES)
    fields = [field for field in _fields(start, {}) if field.kind in _TEXT_TYPES]
    encoding = _encoding(data, start, fields)

    def records() -> Iterator[tuple[str, ...]]:
        for _first, block in _blocks(data, start):
            yield from zip(*(_text(block, field, encoding) for field in fields), strict=True)

    return tuple(field.name for field in fields), records()


def _fields(data: bytes, aliases: Mapping[str, str]) -> list[_Field]:
    (end,) = struct.unpack_from("<H", data, 8)
    fields: list[_Field] = []
    start = 1  # after the byte that tells deleted rows
    for offset in range(_HEADER_BYTES, end, _FIELD_BYTES):
        if data[offset] == _END_OF_FIELDS:
            break
        raw, kind, length = data[offset : offset + 11], chr(data[offset + 11]), data[offset + 16]
        name = raw.partition(b"\0")[0].decode("cp850")
        fields.append(_Field(column_name(name, aliases), kind, start, length))
        start += length
    names = [field.name for field in fields]
    if repeated := sorted({name for name in names if names.count(name) > 1}):
        raise SourceError(f"La cabecera repite columnas: {', '.join(repeated)}.")
    if start > struct.unpack_from("<H", data, 10)[0]:
        raise SourceError("La cabecera no cuadra con el largo de las filas.")
    return fields


def _blocks(data: FileData, start: bytes) -> Iterator[tuple[int, Records]]:
    """The number of a block's first record, from 0, and a row of bytes for each record of it."""
    count, header, length = struct.unpack_from("<IHH", start, 4)
    if size_of(data) < header + count * length:
        found = (size_of(data) - header) // length
        raise SourceError(f"El archivo está cortado: anuncia {count} filas y trae {found}.")
    check_rows(count)
    at_once = max(1, BLOCK // length)
    with opened(data) as file:
        file.seek(header)
        for first in range(0, count, at_once):
            number = min(at_once, count - first)
            body = np.frombuffer(file.read(number * length), np.uint8)
            yield first, body.reshape(number, length)


def _encoding(data: FileData, start: bytes, fields: Sequence[_Field]) -> str:
    """By the letters of its texts, and by the header where they leave it open."""
    beyond = b"".join(
        beyond_ascii(records[:, f.start : f.start + f.length].tobytes())
        for _first, records in _blocks(data, start)
        for f in fields
        if f.kind == "C"
    )
    return encoding_of(beyond, DBASE_CODE_PAGES.get(start[29], "cp850"))


def _text(
    records: Records, field: _Field, encoding: str
) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    cells = np.ascontiguousarray(records[:, field.start : field.start + field.length])
    # NumPy leaves out the NULs at the end, with which some writers pad.
    distinct, places = np.unique(cells.view(f"S{field.length}")[:, 0], return_inverse=True)
    texts = [decode_cell(cell, encoding).strip(" \0") for cell in distinct.tolist()]
    if field.kind in "NF":
        texts = [with_decimals(text) for text in texts]
    if field.kind == "D":
        texts = [f"{t[:4]}-{t[4:6]}-{t[6:]}" if len(t) == 8 else t for t in texts]
    return np.array(texts, dtype=object)[places]
