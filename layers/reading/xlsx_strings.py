"""The shared strings of a workbook (ECMA-376 Part 1, 18.4.9), in little memory.

A national file has two millions of them: as objects they take half a gigabyte, as one run of bytes
a fifth of that.
"""

from __future__ import annotations

import re
import zipfile
from array import array
from itertools import accumulate, count, islice
from typing import IO

from lxml import etree

from layers.reading.bounds import BLOCK
from layers.reading.xlsx_stream import elements

# A character that XML can't hold (22.9.2.19).
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
# Strings of one plain text, one after the other; a prefix, runs, entities and other line ends
# are left to the parser.
_PLAIN = re.compile(rb'(?:<si><t(?: xml:space="preserve")?>[^<&\r]*+</t></si>)+')
_TEXT = re.compile(rb"<t[^>]*+>([^<]*+)<")
# Most cells repeat a few texts, which are one object each; so many are remembered.
_MOST_REMEMBERED = 20_000


class SharedStrings:
    """The texts by their number, from 0."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._ends = array("Q", [0])
        self._names = count()
        self._runs: dict[str, list[bytes]] = {}
        self._remembered: dict[bytes, str] = {}

    @classmethod
    def of(cls, archive: zipfile.ZipFile, name: str) -> SharedStrings:
        """Those of a part; none where the workbook has no such part."""
        strings = cls()
        if name:
            with archive.open(name) as part:
                strings._read(part)
        return strings

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, number: int) -> str:
        start, end = self._ends[number], self._ends[number + 1]
        return unescaped(self._bytes[start:end].decode("utf-8", "replace"))

    def text(self, number: bytes) -> str:
        """That of a number as a cell has it; raises IndexError, ValueError."""
        text = self._remembered.get(number)
        if text is None:
            if len(self._remembered) >= _MOST_REMEMBERED:
                self._remembered.clear()
            text = self._remembered[number] = self[int(number)]
        return text

    def _read(self, part: IO[bytes]) -> None:
        for item in elements(part, "si", BLOCK, self._thin):
            run = self._runs.pop(item.get("run", ""), None)
            self._add([rich_text(item).encode()] if run is None else run)

    def _thin(self, block: bytes) -> bytes:
        """Most strings are one plain text: they needn't become elements, one for each run is."""
        return _PLAIN.sub(self._set_aside, block)

    def _set_aside(self, found: re.Match[bytes]) -> bytes:
        name = str(next(self._names))
        self._runs[name] = _TEXT.findall(found[0])
        return b'<si run="%s"/>' % name.encode()

    def _add(self, texts: list[bytes]) -> None:
        ends = accumulate(map(len, texts), initial=len(self._bytes))
        self._ends.extend(islice(ends, 1, None))
        self._bytes += b"".join(texts)


def rich_text(item: etree._Element) -> str:
    """What an ``si`` or ``is`` says: its text or those of its runs, without how they sound."""
    if len(item) == 1 and len(first := item[0]) == 0:
        text = first.text or ""
    else:
        parts = [*item.iterfind("{*}t"), *item.iterfind("{*}r/{*}t")]
        text = "".join(part.text or "" for part in parts)
    return text


def unescaped(text: str) -> str:
    """``x_x0041_`` → ``xA``."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
