"""RAR, 7z and zips in which a folder holds what is wanted, by libarchive, without trusting them."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Any

from layers.reading.archives import MAX_MEMBERS, MAX_UNPACKED_BYTES
from layers.reading.bounds import MAX_RATIO
from layers.reading.results import SourceError

try:
    # Here, where it may still look for the system's library, which starts programs.
    import libarchive
except (ImportError, OSError, AttributeError, TypeError):  # as the system lacks it
    libarchive = None

# What is taken of an archive: files with features or tables, and the parts of a shapefile.
_WANTED = (".gpkg", ".geojson", ".json", ".shp", ".kml", ".fgb", ".csv", ".txt", ".xlsx", ".xls")
_PARTS = (".shx", ".dbf", ".prj", ".cpg")
_SMALL = 50_000_000
_LACKING = "Este servidor no puede descomprimir RAR ni 7z (le falta libarchive)."


def unpack(path: Path, folder: Path) -> dict[str, Any]:
    """The archive's data files, in the folder under names of ours.

    Returns:
        files: a list of ``name`` (in the archive), ``file`` (in the folder) and ``size``.

    Raises:
        SourceError: it is damaged, locked, or holds too much or nothing of use.
    """
    if libarchive is None:
        raise SourceError(_LACKING)
    most = max(_SMALL, path.stat().st_size * MAX_RATIO)
    left = min(MAX_UNPACKED_BYTES, most)
    found: list[dict[str, Any]] = []
    try:
        with libarchive.file_reader(str(path)) as archive:
            for number, entry in enumerate(archive):
                if number >= MAX_MEMBERS:
                    raise SourceError(f"El archivo comprimido tiene más de {MAX_MEMBERS} miembros.")
                name = _taken(entry)
                if name is None:
                    continue
                target = folder / f"{number:03}{name.suffix.lower()}"
                size = _copy(entry, target, left)
                left -= size
                found.append({"name": str(name), "file": target.name, "size": size})
    except libarchive.ArchiveError as error:
        raise SourceError(_why(str(error).lower())) from error
    return {"files": _joined(found, folder)}


def _why(said: str) -> str:
    """What libarchive's own words mean, for a person."""
    # Of RAR 5's encrypted headers it reads the size first, which is no size.
    if "passphrase" in said or "encrypt" in said or "block header size" in said:
        return "El archivo comprimido está protegido con contraseña, o dañado."
    if "solid" in said:
        return (
            "El RAR es «sólido» (todos sus archivos comprimidos en uno, en el formato 4), que este "
            "servidor no sabe abrir: pida el archivo en zip, o descomprímalo y entréguelo así."
        )
    return "El archivo comprimido está dañado, cortado o en una forma que no se conoce."


def _taken(entry: Any) -> PurePosixPath | None:
    """The member's path, where it is a file of a kind that is taken."""
    if not entry.isfile or entry.issym or entry.islnk:
        return None
    name = PurePosixPath(str(entry.pathname).replace("\\", "/"))
    if "__MACOSX" in name.parts or name.name.startswith("."):
        return None
    return name if name.suffix.lower() in (*_WANTED, *_PARTS) else None


def _copy(entry: Any, target: Path, left: int) -> int:
    size = 0
    with target.open("wb") as file:
        for block in entry.get_blocks():
            size += len(block)
            if size > left:
                raise SourceError("El archivo comprimido ocupa al abrirse más de lo que se admite.")
            file.write(block)
    return size


def _joined(found: list[dict[str, Any]], folder: Path) -> list[dict[str, Any]]:
    """The files that stand for themselves, each shapefile with its parts beside it."""
    whole = []
    for each in found:
        name = PurePosixPath(each["name"])
        if name.suffix.lower() not in _WANTED:
            continue
        whole.append(each)
        if name.suffix.lower() == ".shp":
            _name_parts(each, name, found, folder)
    if not whole:
        raise SourceError("El archivo comprimido no trae ningún archivo de datos que se lea.")
    return whole


def _name_parts(
    shape: dict[str, Any], name: PurePosixPath, found: list[dict[str, Any]], folder: Path
) -> None:
    stem = Path(shape["file"]).stem
    for other in found:
        part = PurePosixPath(other["name"])
        if (
            part.parent == name.parent
            and part.stem.lower() == name.stem.lower()
            and part.suffix.lower() in _PARTS
        ):
            (folder / other["file"]).rename(folder / f"{stem}{part.suffix.lower()}")
