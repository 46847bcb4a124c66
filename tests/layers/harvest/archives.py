"""Archives as official files come in: RAR that stores without packing, 7z by libarchive."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import libarchive

# RAR 4's technical note: a marker, the archive's header, a header before each file, an end.
_MARKER = b"Rar!\x1a\x07\x00"
_STORED, _HOST_UNIX = 0x30, 3


def _header(kind: int, flags: int, body: bytes) -> bytes:
    size = 7 + len(body)
    rest = struct.pack("<BHH", kind, flags, size) + body
    return struct.pack("<H", zlib.crc32(rest) & 0xFFFF) + rest


def rar(path: Path, members: dict[str, bytes]) -> Path:
    """A RAR 4 of these members."""
    parts = [_MARKER, _header(0x73, 0, bytes(6))]
    for name, data in members.items():
        raw = name.encode()
        body = struct.pack(
            "<IIBIIBBHI",
            len(data),
            len(data),
            _HOST_UNIX,
            zlib.crc32(data),
            0,
            20,
            _STORED,
            len(raw),
            0o100644,
        )
        parts += [_header(0x74, 0x8000, body + raw), data]
    parts.append(_header(0x7B, 0x4000, b""))
    path.write_bytes(b"".join(parts))
    return path


def seven_zip(path: Path, members: dict[str, bytes]) -> Path:
    """A 7z of these members."""
    with libarchive.file_writer(str(path), "7zip") as archive:
        for name, data in members.items():
            archive.add_file_from_memory(name, len(data), data)
    return path
