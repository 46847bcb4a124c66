"""The directories of a TIFF, read without any library, to see what it is before one opens it.

TIFF 6.0, section 2, and BigTIFF. Nothing is believed: offsets stay within the file, directories
are few and never come twice.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from layers.reading.results import SourceError

_WIDTH, _HEIGHT, _SAMPLES, _SUBFILE = 256, 257, 277, 254
_BITS = 258
# GDAL's own tag: an XML text that may name other files (GDAL's GTiff driver, "Internal metadata").
_GDAL_METADATA = 42112
_NUMBERS = {1: "B", 3: "H", 4: "I", 16: "Q"}
MAX_DIRECTORIES = 64
MAX_ENTRIES = 500
_MAX_TEXT = 200_000
_DAMAGED = "El archivo está dañado: sus directorios TIFF no son válidos."
NOT_A_TIFF = "No es un GeoTIFF: se espera un archivo TIFF o BigTIFF por su contenido."


@dataclass(frozen=True)
class Directory:
    """One picture of a TIFF; ``is_reduced``: an overview or a mask of the one before."""

    width: int
    height: int
    bands: int
    bits: int
    is_reduced: bool
    metadata: str


@dataclass(frozen=True)
class _Form:
    """How this file writes numbers: the order of bytes, and of how many an offset is."""

    order: str
    is_big: bool

    @property
    def count(self) -> struct.Struct:
        return struct.Struct(self.order + ("Q" if self.is_big else "H"))

    @property
    def entry(self) -> struct.Struct:
        return struct.Struct(self.order + ("HHQ8s" if self.is_big else "HHI4s"))

    @property
    def offset(self) -> struct.Struct:
        return struct.Struct(self.order + ("Q" if self.is_big else "I"))


def read_directories(path: Path) -> list[Directory]:
    """What the file says that it holds; raises SourceError for what is no TIFF or is broken."""
    with path.open("rb") as file:
        try:
            return list(_directories(file, path.stat().st_size))
        except (struct.error, ValueError, OverflowError) as error:
            raise SourceError(_DAMAGED) from error


def _directories(file: BinaryIO, size: int) -> Iterator[Directory]:
    form, at = _begin(file)
    seen: set[int] = set()
    while at:
        if at in seen or at >= size or len(seen) >= MAX_DIRECTORIES:
            raise SourceError(_DAMAGED)
        seen.add(at)
        file.seek(at)
        (number,) = form.count.unpack(file.read(form.count.size))
        if not 0 < number <= MAX_ENTRIES:
            raise SourceError(_DAMAGED)
        block = file.read(number * form.entry.size)
        entries = list(form.entry.iter_unpack(block))
        if len(entries) != number:
            raise SourceError(_DAMAGED)
        (at,) = form.offset.unpack(file.read(form.offset.size))
        yield _directory(file, form, entries)


def _begin(file: BinaryIO) -> tuple[_Form, int]:
    head = file.read(16)
    order = {b"II": "<", b"MM": ">"}.get(head[:2])
    if order is None or len(head) < 8:
        raise SourceError(NOT_A_TIFF)
    (version,) = struct.unpack(order + "H", head[2:4])
    if version == 42:
        return _Form(order, is_big=False), struct.unpack(order + "I", head[4:8])[0]
    if version == 43 and len(head) == 16 and struct.unpack(order + "HH", head[4:8]) == (8, 0):
        return _Form(order, is_big=True), struct.unpack(order + "Q", head[8:16])[0]
    raise SourceError(NOT_A_TIFF)


def _directory(
    file: BinaryIO, form: _Form, entries: list[tuple[int, int, int, bytes]]
) -> Directory:
    numbers = {_SAMPLES: 1, _SUBFILE: 0, _BITS: 1}
    metadata = ""
    for tag, kind, count, value in entries:
        if tag in (_WIDTH, _HEIGHT, _SAMPLES, _SUBFILE, _BITS):
            numbers[tag] = _number(file, form, kind, count, value)
        elif tag == _GDAL_METADATA:
            metadata = _text(file, form, kind, count, value)
    if _WIDTH not in numbers or _HEIGHT not in numbers:
        raise SourceError(_DAMAGED)
    return Directory(
        numbers[_WIDTH],
        numbers[_HEIGHT],
        numbers[_SAMPLES],
        numbers[_BITS],
        bool(numbers[_SUBFILE] & 0b101),
        metadata,
    )


def _number(file: BinaryIO, form: _Form, kind: int, count: int, value: bytes) -> int:
    """The first of the numbers of an entry."""
    letter = _NUMBERS.get(kind)
    if letter is None or count < 1:
        raise SourceError(_DAMAGED)
    size = struct.calcsize(letter)
    held = value if size * count <= len(value) else _at(file, form, value, size)
    found: int = struct.unpack(form.order + letter, held[:size])[0]
    return found


def _text(file: BinaryIO, form: _Form, kind: int, count: int, value: bytes) -> str:
    if kind != 2 or count > _MAX_TEXT:
        raise SourceError(_DAMAGED)
    held = value[:count] if count <= len(value) else _at(file, form, value, count)
    return held.decode("utf-8", "replace")


def _at(file: BinaryIO, form: _Form, value: bytes, size: int) -> bytes:
    file.seek(form.offset.unpack(value)[0])
    found = file.read(size)
    if len(found) != size:
        raise SourceError(_DAMAGED)
    return found
