"""The tables in a zip, read without trusting what it says of its sizes."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Generator
from pathlib import Path

from layers.reading.bounds import check_members, copy_member, unpacking
from layers.reading.content import FileData, opened
from layers.reading.results import SourceError
from layers.temporary import temporary_folder

# The national register of schools unpacks to 290 MB.
MAX_MEMBER_BYTES = 600_000_000
MAX_MEMBERS = 50


def zipped_tables(
    data: FileData,
    suffixes: tuple[str, ...],
    is_wanted: Callable[[bytes], bool] = lambda _start: True,
) -> Generator[tuple[str, Path], None, None]:
    """Name and content of the members that end so, the largest first, each within bounds.

    ``is_wanted`` decides by a member's first bytes whether it is unpacked. What is unpacked has
    a name of ours, so that a member's own can lead nowhere, and is there until the next is asked
    for. Raises SourceError.
    """
    damaged = "El zip está dañado o incompleto."
    with unpacking(damaged), opened(data) as file, zipfile.ZipFile(file) as archive:
        members = archive.infolist()
        if len(members) > MAX_MEMBERS:
            raise SourceError(f"El zip tiene más de {MAX_MEMBERS} archivos.")
        wanted = [m for m in members if m.filename.lower().endswith(suffixes)]
        for member in sorted(wanted, key=lambda m: -m.file_size):
            if not is_wanted(_start(archive, member)):
                continue
            check_members([member], MAX_MEMBER_BYTES)
            with temporary_folder("table") as folder:
                table = folder / "table"
                with table.open("wb") as target:
                    copy_member(archive, member, target, MAX_MEMBER_BYTES)
                yield member.filename, table


def _start(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    with archive.open(member) as packed:
        return packed.read(_START)


# As much as the header of a table of 2,000 columns.
_START = 65_536
