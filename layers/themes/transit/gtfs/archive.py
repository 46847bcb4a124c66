"""The zip that a feed is, opened without trusting it: nothing is ever written to disk."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Collection

from layers.reading.results import SourceError

# The feeds of whole metropolises unpack to some 200 MB, nearly all of it stop_times.txt.
MAX_BYTES = 400_000_000
MAX_MEMBERS = 500


def open_archive(data: bytes, wanted: Collection[str]) -> dict[str, bytes]:
    """The content of those of the ``wanted`` files that the zip holds, by name.

    What else it holds is never unpacked. Raises SourceError.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = _members(archive, wanted)
            return _contents(archive, members)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError) as error:
        message = "El archivo no es un zip, está dañado o usa una compresión desconocida."
        raise SourceError(message) from error


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


def _contents(archive: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo]) -> dict[str, bytes]:
    contents: dict[str, bytes] = {}
    left = MAX_BYTES
    for name, info in members.items():
        with archive.open(info) as packed:
            # Counted as they come: the size that a zip declares may be a lie.
            contents[name] = packed.read(left + 1)
        left -= len(contents[name])
        if left < 0:
            raise SourceError(f"El zip ocupa más de {MAX_BYTES // 1_000_000} MB al descomprimirse.")
    return contents
