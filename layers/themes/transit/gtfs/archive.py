"""The zip that a feed is, opened without trusting it: files come out under names of ours."""

from __future__ import annotations

import zipfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from layers.reading.bounds import check_members, copy_member, unpacking
from layers.reading.content import FileData, opened
from layers.reading.results import SourceError
from layers.temporary import temporary_folder

# The feeds of whole metropolises unpack to some 200 MB, nearly all of it stop_times.txt.
MAX_BYTES = 400_000_000
MAX_MEMBERS = 500


@contextmanager
def open_archive(data: FileData, wanted: Collection[str]) -> Iterator[dict[str, Path]]:
    """Where those of the ``wanted`` files are that the zip holds, by name, within the context.

    What else it holds is never unpacked. Raises SourceError.
    """
    with temporary_folder("gtfs") as folder:
        yield _unpacked(data, wanted, folder)


def _unpacked(data: FileData, wanted: Collection[str], folder: Path) -> dict[str, Path]:
    damaged = "El archivo no es un zip, está dañado o usa una compresión desconocida."
    with unpacking(damaged), opened(data) as file, zipfile.ZipFile(file) as archive:
        members = _members(archive, wanted)
        check_members(members.values(), MAX_BYTES)
        return _contents(archive, members, folder)


def _members(archive: zipfile.ZipFile, wanted: Collection[str]) -> dict[str, zipfile.ZipInfo]:
    infos = archive.infolist()
    if len(infos) > MAX_MEMBERS:
        raise SourceError(f"El zip contiene {len(infos)} archivos; el máximo es {MAX_MEMBERS}.")
    members: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        if info.filename not in wanted:
            continue
        if info.filename in members:
            raise SourceError(f"El zip contiene dos veces {info.filename}.")
        if info.flag_bits & 1:
            raise SourceError("El zip está protegido con contraseña.")
        members[info.filename] = info
    if not members:
        _say_where_they_are(infos, wanted)
    return members


def _say_where_they_are(infos: list[zipfile.ZipInfo], wanted: Collection[str]) -> None:
    for info in infos:
        folder, _slash, name = info.filename.replace("\\", "/").rpartition("/")
        if folder and name in wanted:
            raise SourceError(
                f"Los archivos están en la carpeta «{folder[:80]}» del zip: "
                "GTFS los pide en la raíz."
            )
    raise SourceError("El zip no contiene ningún archivo de GTFS (stops.txt, routes.txt…).")


def _contents(
    archive: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo], folder: Path
) -> dict[str, Path]:
    contents: dict[str, Path] = {}
    left = MAX_BYTES
    for name, info in members.items():
        contents[name] = folder / f"{len(contents)}.txt"
        with contents[name].open("wb") as target:
            left = copy_member(archive, info, target, left)
    return contents
