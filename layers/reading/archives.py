"""What a file really is, by its first bytes, and a zip unpacked without trusting it."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from layers.reading.bounds import check_members, copy_member, unpacking
from layers.reading.content import FileData, opened, start_of
from layers.reading.kinds import refuse_foreign
from layers.reading.results import SourceError
from layers.temporary import temporary_folder

# INEI's national layer of districts, at full detail, is some 100 MB unpacked.
MAX_FILE_BYTES = 500_000_000
MAX_UNPACKED_BYTES = 1_000_000_000
MAX_MEMBERS = 200

_START = 4096
# The parts that a shapefile can't be read without, and those that say more.
_SHAPEFILE = (".shp", ".shx", ".dbf")
_SHAPEFILE_EXTRAS = (".prj", ".cpg")
_DATASETS = (".shp", ".gpkg", ".geojson", ".json")


@contextmanager
def dataset_in(path: Path) -> Iterator[Path]:
    """The GeoPackage, GeoJSON or shapefile that the file is, or that its zip holds.

    The path given is recognised by its name's ending, whatever the original was called, and is
    there within the context only. Raises SourceError.
    """
    if not path.is_file():
        raise SourceError("El archivo no existe.")
    size = path.stat().st_size
    if size == 0:
        raise SourceError("El archivo está vacío.")
    if size > MAX_FILE_BYTES:
        raise SourceError(f"El archivo supera los {MAX_FILE_BYTES // 1_000_000} MB.")
    with temporary_folder("shapes") as folder:
        if zipfile.is_zipfile(path):
            yield _unpack(path, folder)
        else:
            # Under a name of ours: the ending decides which driver reads it.
            link = folder / f"archivo{_ending(path)}"
            link.symlink_to(path.resolve())
            yield link


def holds_dataset(data: FileData) -> bool:
    """Whether it is a zip with features of a GIS in it."""
    if not start_of(data).startswith(b"PK"):
        return False
    try:
        with opened(data) as file, zipfile.ZipFile(file) as archive:
            return any(name.lower().endswith(_DATASETS) for name in archive.namelist())
    except zipfile.BadZipFile:
        return False


def _ending(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(_START)
    if start.startswith(b"SQLite format 3\0"):
        return ".gpkg"
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return ".geojson"
    refuse_foreign(start)
    raise SourceError("No es un GeoPackage, un GeoJSON ni un shapefile comprimido en zip.")


def _unpack(path: Path, folder: Path) -> Path:
    """The one dataset of the zip, written under names of ours: its own are never paths here."""
    damaged = "El zip está dañado o usa una compresión desconocida."
    with unpacking(damaged), zipfile.ZipFile(path) as archive:
        members = members_of(archive)
        main = _main_member(members)
        parts = _parts(main, members)
        check_members(parts.values(), MAX_UNPACKED_BYTES)
        left = MAX_UNPACKED_BYTES
        target = folder / f"archivo{main.suffix.lower()}"
        for part, info in parts.items():
            with target.with_suffix(part).open("wb") as file:
                left = copy_member(archive, info, file, left)
    return target if target.suffix == ".shp" else _renamed(target)


def _renamed(target: Path) -> Path:
    return target.rename(target.with_suffix(_ending(target)))


def members_of(archive: zipfile.ZipFile) -> dict[PurePosixPath, zipfile.ZipInfo]:
    """The files of a zip by their paths; raises SourceError where one leads elsewhere."""
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if len(infos) > MAX_MEMBERS:
        raise SourceError(f"El zip contiene {len(infos)} archivos; el máximo es {MAX_MEMBERS}.")
    members = {}
    for info in infos:
        name = PurePosixPath(info.filename.replace("\\", "/"))
        if name.is_absolute() or ".." in name.parts or ":" in info.filename:
            raise SourceError(f"El zip contiene una ruta no permitida: «{info.filename[:80]}».")
        if stat.S_ISLNK(info.external_attr >> 16):
            raise SourceError(f"El zip contiene un enlace: «{info.filename[:80]}».")
        if info.flag_bits & 1:
            raise SourceError("El zip está protegido con contraseña.")
        if "__MACOSX" not in name.parts:
            members[name] = info
    return members


def _main_member(members: dict[PurePosixPath, zipfile.ZipInfo]) -> PurePosixPath:
    found = [name for name in members if name.suffix.lower() in _DATASETS]
    if not found:
        raise SourceError("El zip no contiene un shapefile, un GeoPackage ni un GeoJSON.")
    if len(found) > 1:
        names = ", ".join(sorted(str(name) for name in found)[:5])
        raise SourceError(f"El zip contiene varios conjuntos de datos ({names}): deje uno solo.")
    return found[0]


def _parts(
    main: PurePosixPath, members: dict[PurePosixPath, zipfile.ZipInfo]
) -> dict[str, zipfile.ZipInfo]:
    """Ending in lower case → member: the dataset and, of a shapefile, its other parts."""
    ending = main.suffix.lower()
    if ending != ".shp":
        return {ending: members[main]}
    beside = {
        name.suffix.lower(): info
        for name, info in members.items()
        if name.parent == main.parent and name.stem.lower() == main.stem.lower()
    }
    missing = [part for part in _SHAPEFILE if part not in beside]
    if missing:
        raise SourceError(f"Al shapefile le falta {', '.join(missing)} dentro del zip.")
    wanted = (*_SHAPEFILE, *_SHAPEFILE_EXTRAS)
    return {part: beside[part] for part in wanted if part in beside}
