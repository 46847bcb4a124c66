"""How large the inside of a file may be: asked before it is read, and held while it is."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO, BinaryIO

from layers.reading.content import is_of_system
from layers.reading.numbers import grouped
from layers.reading.results import SourceError

# Deflate packs zeros a thousand times, tables of blanks some fifty times. What is small anyway
# may be packed as it likes.
MAX_RATIO = 100
_SMALL = 50_000_000
BLOCK = 1 << 20
# What a table may hold, whatever its format: a sheet of Excel has 1,048,576 lines, the stop
# times of a metropolis some three million.
MAX_ROWS = 4_000_000


@contextmanager
def unpacking(damaged: str) -> Iterator[None]:
    """What a zip may do to whoever unpacks it, as SourceError: it is damaged, or has a password.

    What the machine lacks, as room on its disk, is no fault of the zip's: that error passes.
    """
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError) as error:
        raise SourceError(damaged) from error
    except OSError as error:
        if is_of_system(error):
            raise
        raise SourceError(damaged) from error
    except RuntimeError as error:  # zipfile's own for a password
        raise SourceError("El archivo está protegido con contraseña.") from error


def check_members(members: Iterable[zipfile.ZipInfo], most_bytes: int) -> None:
    """Refuse a zip by what its directory says of these members, none of which is opened.

    A directory that lies about sizes is found out by ``copy_member``. Raises SourceError.
    """
    listed = list(members)
    if sum(member.file_size for member in listed) > most_bytes:
        raise SourceError(f"El zip ocupa más de {most_bytes // 1_000_000} MB al descomprimirse.")
    for member in listed:
        if member.file_size > max(_SMALL, MAX_RATIO * member.compress_size):
            raise SourceError(
                f"«{member.filename[:80]}» se expande {MAX_RATIO} veces o más: no es un archivo "
                "de datos."
            )


def copy_member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: BinaryIO | IO[bytes], left: int
) -> int:
    """Unpack one member, a block at a time, and give how many bytes may still follow.

    Counted as they come: the size that a zip declares may be a lie. Raises SourceError.
    """
    most = max(_SMALL, MAX_RATIO * member.compress_size)
    allowed = min(left, most)
    with archive.open(member) as packed:
        while block := packed.read(BLOCK):
            left -= len(block)
            allowed -= len(block)
            if allowed < 0:
                raise SourceError(
                    f"«{member.filename[:80]}» ocupa al descomprimirse más de lo que un archivo "
                    "de datos puede."
                )
            target.write(block)
    return left


def check_rows(number: int, what: str = "El archivo") -> None:
    """Refuse a table of more rows than any has; raises SourceError."""
    if number > MAX_ROWS:
        raise SourceError(
            f"{what} tiene {grouped(number)} filas; el máximo es {grouped(MAX_ROWS)}."
        )
