"""The tables in a zip, read without trusting what it says of its sizes."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from layers.reading.results import SourceError

# The national register of schools unpacks to 290 MB.
MAX_MEMBER_BYTES = 600_000_000
MAX_MEMBERS = 50


def zipped_tables(data: bytes, suffixes: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    """Name and content of the members that end so, the largest first, each within bounds.

    Nothing is written to disk, so a member's path can lead nowhere. Raises SourceError.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if len(members) > MAX_MEMBERS:
                raise SourceError(f"El zip tiene más de {MAX_MEMBERS} archivos.")
            wanted = [m for m in members if m.filename.lower().endswith(suffixes)]
            for member in sorted(wanted, key=lambda m: -m.file_size):
                yield member.filename, _content(archive, member)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        raise SourceError("El zip está dañado o incompleto.") from error
    except RuntimeError as error:  # zipfile's own for a password
        raise SourceError("El zip está protegido con contraseña.") from error


def _content(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    with archive.open(member) as file:
        content = file.read(MAX_MEMBER_BYTES + 1)
    if len(content) > MAX_MEMBER_BYTES:
        raise SourceError(
            f"«{member.filename[:80]}» supera los {MAX_MEMBER_BYTES // 1_000_000} MB sin comprimir."
        )
    return content
