"""The cells of a workbook's sheet as nearly all programs write them, known by their text alone.

What is written otherwise (a prefix, rich text, another order, a line end that XML would change)
matches nothing here, and is left to the parser of XML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from lxml import etree

_FORMULA = rb"<f[^<>/]*+(?:/>|>[^<]*+</f>)"
_TEXT = rb"[^<\r]*+"
# Of a cell: its attributes, its formula, its value, its own text.
_REST = rb'[0-9]{1,7}"([^<>/]*+)(?:/>|>(?:(%s)?<v>(%s)</v>|<is><t[^<>/]*+>(%s)</t></is>)?</c>)' % (
    _FORMULA,
    _TEXT,
    _TEXT,
)
_ATTRIBUTE = re.compile(rb'\s(\w+)="([^"]*)"')

# A plain cell, its column's letters first.
CELL = re.compile(rb'<c r="([A-Z]{1,3})' + _REST)
# Rows of nothing else.
PLAIN_ROWS = re.compile(
    rb'(?:<row r="[0-9]{1,7}"[^<>/]*+>(?:<c r="[A-Z]{1,3}%s)*</row>)+'
    % re.sub(rb"\((?!\?)", b"(?:", _REST)
)
PlainCell = tuple[bytes, ...]


def cells_of(columns: Iterable[str]) -> re.Pattern[bytes]:
    """As ``CELL``, of these columns by their letters."""
    names = b"|".join(re.escape(name.encode()) for name in columns if name) or b"(?!)"
    return re.compile(rb'<c r="(' + names + rb")" + _REST)


@lru_cache(maxsize=1_000)
def kind_and_style(attributes: bytes) -> tuple[str, str]:
    """``t`` and ``s`` of a cell's attributes (ECMA-376 Part 1, 18.3.1.4)."""
    found = dict(_ATTRIBUTE.findall(attributes))
    return found.get(b"t", b"n").decode(), found.get(b"s", b"").decode()


def text_of(written: bytes) -> str:
    """What XML means by a text without elements; raises etree.XMLSyntaxError."""
    if b"&" in written:
        return etree.fromstring(b"<t>%s</t>" % written).text or ""
    return written.decode()
