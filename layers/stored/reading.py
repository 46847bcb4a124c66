"""Reading a stored file: as a stream that can be gone through again, or block by block."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast

from django.db import connection
from psycopg import Cursor, sql

from layers.errors import StoredFileMissing
from layers.models import StoredBlock, StoredFile

_BLOCK_AT = sql.SQL(
    "SELECT start, content FROM {} WHERE file_id = %s AND start <= %s ORDER BY start DESC LIMIT 1"
).format(sql.Identifier(StoredBlock._meta.db_table))


class _Raw(io.RawIOBase):
    """The bytes of a complete file; one block of it is in memory."""

    def __init__(self, file: StoredFile) -> None:
        self._file, self._at = file, 0
        self._start, self._block = 0, b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._file.size}[whence]
        if base + offset < 0:
            raise ValueError(offset)
        self._at = base + offset
        return self._at

    def readinto(self, buffer: Any) -> int:
        if self._at >= self._file.size:
            return 0
        if not self._start <= self._at < self._start + len(self._block):
            self._start, self._block = _block_at(self._file, self._at)
        into = memoryview(buffer).cast("B")
        begin = self._at - self._start
        piece = self._block[begin : begin + len(into)]
        into[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)


def open_file(file: StoredFile) -> BinaryIO:
    """The file's content, seekable; reading raises StoredFileMissing once it was deleted."""
    _check_complete(file)
    return cast(BinaryIO, io.BufferedReader(_Raw(file)))


def blocks(file: StoredFile) -> Iterator[bytes]:
    """The content in order, for an answer that is streamed: a short query for each block.

    Raises StoredFileMissing at once where the file isn't complete, and while it is read where it
    was deleted.
    """
    _check_complete(file)
    return _stored(file)


def copy_to(file: StoredFile, path: Path) -> None:
    """Write the content to ``path``; raises StoredFileMissing where it isn't what was stored."""
    digest = hashlib.sha256()
    with path.open("wb") as target:
        for block in blocks(file):
            digest.update(block)
            target.write(block)
    if digest.hexdigest() != file.sha256:
        raise StoredFileMissing


def digest_of(file: StoredFile) -> str:
    """SHA-256 of what there is of a file, complete or not."""
    digest = hashlib.sha256()
    for block in _stored(file):
        digest.update(block)
    return digest.hexdigest()


def _stored(file: StoredFile) -> Iterator[bytes]:
    at = 0
    while at < file.size:
        start, block = _block_at(file, at)
        yield block
        at = start + len(block)


def _check_complete(file: StoredFile) -> None:
    if not file.is_complete:
        raise StoredFileMissing("El archivo todavía no está completo.")


def _block_at(file: StoredFile, at: int) -> tuple[int, bytes]:
    """The block that holds the byte ``at``: where it starts, and its bytes."""
    connection.ensure_connection()
    held: Any = connection.connection
    with connection.wrap_database_errors, Cursor(held) as cursor:
        # Binary: in text each byte would travel as two letters.
        row = cursor.execute(_BLOCK_AT, [file.pk, at], binary=True).fetchone()
    if row is None or at >= row[0] + len(row[1]):
        raise StoredFileMissing
    return row[0], row[1]
