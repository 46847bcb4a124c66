"""A file's content: its bytes, or where they lie, so that a large file is never all in memory."""

from __future__ import annotations

import errno
import io
from pathlib import Path
from typing import BinaryIO, TypeAlias

FileData: TypeAlias = bytes | Path

# How the content of a zip and of an old document of Office begins.
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_START = 512
# What the system says of itself rather than of a file: no room, no memory, no permission, a disk
# that fails.
_OF_SYSTEM = frozenset(
    (
        *(errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.ENOMEM),
        *(errno.EACCES, errno.EPERM, errno.EMFILE, errno.ENFILE),
    )
)


def is_of_system(error: BaseException) -> bool:
    """Whether a file isn't read for what the machine lacks: it is neither damaged nor wrong."""
    return isinstance(error, OSError) and error.errno in _OF_SYSTEM


def opened(data: FileData) -> BinaryIO:
    """The content from its first byte on; it can be gone through again."""
    return data.open("rb") if isinstance(data, Path) else io.BytesIO(data)


def start_of(data: FileData, size: int = _START) -> bytes:
    """The first bytes."""
    with opened(data) as file:
        return file.read(size)


def whole(data: FileData) -> bytes:
    """All of the bytes."""
    return data.read_bytes() if isinstance(data, Path) else data


def size_of(data: FileData) -> int:
    """How many bytes there are."""
    return data.stat().st_size if isinstance(data, Path) else len(data)
