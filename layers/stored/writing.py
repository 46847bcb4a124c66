"""Writing a stored file: in one go, or in pieces that come one after another."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from psycopg import Cursor, sql

from layers.errors import StoredFileMissing
from layers.models import StoredBlock, StoredFile
from layers.stored.deleting import delete
from layers.stored.reading import digest_of

if TYPE_CHECKING:
    from django.contrib.auth.models import User

BLOCK_BYTES = 1 << 20
_UNNAMED = "archivo"

_INSERT = sql.SQL("INSERT INTO {} (file_id, start, content) VALUES (%s, %s, %b)").format(
    sql.Identifier(StoredBlock._meta.db_table)
)


class Writer(io.RawIOBase):
    """A stored file while it is written; ``file`` is complete once its block has ended.

    It is hashed as it is written. What ends by an exception is deleted; of a process that is
    killed an incomplete file stays, which ``sweep`` deletes when it expires.
    """

    def __init__(self, file: StoredFile) -> None:
        super().__init__()
        self.file = file
        self._digest = hashlib.sha256()
        self._buffer = bytearray()

    def write(self, data: Any, /) -> int:
        """Add the bytes; gives how many they were, as a binary file's ``write`` does."""
        before = len(self._buffer)
        self._buffer += data
        size = len(self._buffer) - before
        self._digest.update(memoryview(self._buffer)[before:])
        while len(self._buffer) >= BLOCK_BYTES:
            _add(self.file, bytes(self._buffer[:BLOCK_BYTES]))
            del self._buffer[:BLOCK_BYTES]
        return size

    def writable(self) -> bool:
        return True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if kind is not None:
            with suppress(DatabaseError):  # a transaction that failed undoes it by itself
                delete(self.file)
            return
        if self._buffer:
            _add(self.file, bytes(self._buffer))
            self._buffer.clear()
        self.file.sha256 = self._digest.hexdigest()
        _save(self.file)


def create(
    name: str,
    media_type: str,
    owner: User | None = None,
    expires_in: dt.timedelta | None = None,
) -> Writer:
    """A new file to be written in a ``with`` block; ``expires_in`` from now, else it stays."""
    return Writer(begin(name, media_type, owner, expires_in))


def begin(
    name: str,
    media_type: str,
    owner: User | None = None,
    expires_in: dt.timedelta | None = None,
) -> StoredFile:
    """A new file without any bytes, to which they are added by ``append``."""
    return StoredFile.objects.create(
        name=_plain_name(name),
        media_type=media_type[:100],
        owner=owner,
        expires_at=None if expires_in is None else timezone.now() + expires_in,
    )


@contextmanager
def lock(file: StoredFile) -> Iterator[StoredFile]:
    """The file as it is now, which nobody else adds to meanwhile.

    Raises StoredFileMissing where it was deleted, OperationalError (55P03) where another one
    holds it.
    """
    with transaction.atomic():
        found = StoredFile.objects.select_for_update(nowait=True).filter(pk=file.pk).first()
        if found is None:
            raise StoredFileMissing
        yield found


def append(file: StoredFile, data: Iterable[bytes]) -> int:
    """Add the bytes to an incomplete file, within ``lock``; gives its size after them."""
    buffer = bytearray()
    for piece in data:
        buffer += piece
        while len(buffer) >= BLOCK_BYTES:
            _add(file, bytes(buffer[:BLOCK_BYTES]))
            del buffer[:BLOCK_BYTES]
    if buffer:
        _add(file, bytes(buffer))
    StoredFile.objects.filter(pk=file.pk).update(size=file.size)
    return file.size


def _add(file: StoredFile, block: bytes) -> None:
    """As bytes: written into a statement's text they would take up several times their size."""
    connection.ensure_connection()
    with connection.wrap_database_errors, Cursor(connection.connection) as cursor:
        cursor.execute(_INSERT, [file.pk, file.size, block])
    file.size += len(block)


def finish(file: StoredFile) -> None:
    """Say that all of the file is there, and by what its content is known."""
    file.sha256 = digest_of(file)
    _save(file)


def _save(file: StoredFile) -> None:
    changed = StoredFile.objects.filter(pk=file.pk).update(size=file.size, sha256=file.sha256)
    if not changed:
        raise StoredFileMissing


def _plain_name(name: str) -> str:
    """The last part of a path of any system, without what no name is written with."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in last if letter.isprintable())[:200].strip() or _UNNAMED
