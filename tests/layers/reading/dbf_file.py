"""dBase tables written by hand, after the format's published description (dBase III PLUS)."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

Field = tuple[str, str, int]


def dbf(
    fields: Sequence[Field],
    rows: Sequence[Mapping[str, str]],
    *,
    encoding: str = "cp850",
    driver: int = 0x02,
    deleted: Sequence[int] = (),
    pad: bytes = b" ",
) -> bytes:
    """A table of version 3; ``driver`` is the byte that names the code page."""
    length = 1 + sum(size for _, _, size in fields)
    start = 32 + 32 * len(fields) + 1
    content = struct.pack("<BBBBIHH17xBxx", 3, 125, 5, 31, len(rows), start, length, driver)
    for name, kind, size in fields:
        content += name.encode().ljust(11, b"\0") + kind.encode() + bytes(4)
        content += bytes([size, 0]) + bytes(14)
    content += b"\r"
    for index, row in enumerate(rows):
        content += b"*" if index in deleted else b" "
        for name, _, size in fields:
            content += row.get(name, "").encode(encoding).ljust(size, pad)[:size]
    return content + b"\x1a"
