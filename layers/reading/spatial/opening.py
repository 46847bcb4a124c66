"""What kind of spatial file it is, by its content, and where GDAL finds it under a name of ours."""

from __future__ import annotations

import mmap
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from layers.reading.archives import MAX_FILE_BYTES, MAX_UNPACKED_BYTES, dataset_in, members_of
from layers.reading.bounds import check_members, copy_member, unpacking
from layers.reading.content import OLE, ZIP, start_of
from layers.reading.dbf import is_dbf
from layers.reading.features import refuse_cut
from layers.reading.geopackage import refuse_hostile
from layers.reading.kinds import refuse_empty, refuse_foreign
from layers.reading.results import SourceError
from layers.temporary import temporary_folder

_START = 4096
_BOM = b"\xef\xbb\xbf"
_DXF = re.compile(rb"(?:\s*999\r?\n[^\n]*\n)*\s*0\r?\n\s*SECTION\r?\n|AutoCAD Binary DXF\r\n\x1a")
_ROOT = re.compile(rb"<(?:\w+:)?(kml|gpx)\b", re.IGNORECASE)
_DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_FEATURE = re.compile(rb'\x1e?\s*\{[^\n]*"type"\s*:\s*"Feature"[^\n]*\}\s*\n\s*\x1e?\s*\{')
_TABLES = (".csv", ".txt", ".tsv")
_OFFICE = ("[content_types].xml", "mimetype")


class Kind(StrEnum):
    """What files may be, as a person calls them."""

    GEOPACKAGE = "GeoPackage"
    SHAPEFILE = "shapefile"
    GEOJSON = "GeoJSON"
    GEOJSON_LINES = "GeoJSON por líneas"
    FLATGEOBUF = "FlatGeobuf"
    KML = "KML"
    GPX = "GPX"
    DXF = "DXF"
    GEOPARQUET = "GeoParquet"
    GML = "GML"
    ESRI_JSON = "JSON de Esri"
    WORKBOOK = "hoja de cálculo"
    CSV = "CSV"

    @property
    def is_table(self) -> bool:
        """Whether its positions are columns like others."""
        return self in (Kind.WORKBOOK, Kind.CSV)


_ENDINGS = {
    Kind.GEOJSON: ".geojson",
    Kind.GEOJSON_LINES: ".geojsonl",
    Kind.FLATGEOBUF: ".fgb",
    Kind.KML: ".kml",
    Kind.GPX: ".gpx",
    Kind.DXF: ".dxf",
    Kind.GEOPARQUET: ".parquet",
}
_BY_ENDING = {".gpkg": Kind.GEOPACKAGE, ".shp": Kind.SHAPEFILE, ".geojson": Kind.GEOJSON}


@dataclass(frozen=True)
class Opened:
    """A file that can be read: its kind, and the path, whose ending tells GDAL the same."""

    kind: Kind
    path: Path


@contextmanager
def opened_file(path: Path) -> Iterator[Opened]:
    """The file, or what its zip holds, for as long as the context lasts. Raises SourceError."""
    if path.stat().st_size > MAX_FILE_BYTES:
        raise SourceError(f"El archivo supera los {MAX_FILE_BYTES // 1_000_000} MB.")
    refuse_empty(path)
    start = start_of(path, _START)
    if start.startswith(ZIP) or zipfile.is_zipfile(path):
        with _opened_zip(path) as found:
            yield found
        return
    kind = _kind_of(path, start)
    if kind in _ENDINGS:
        with _linked(path, kind) as found:
            yield found
    elif kind is None:
        with dataset_in(path) as dataset:
            yield _checked(Opened(_BY_ENDING[dataset.suffix], dataset))
    else:
        yield Opened(kind, path)


def _kind_of(path: Path, start: bytes) -> Kind | None:
    """None for what ``dataset_in`` knows by itself."""
    bare = start.removeprefix(_BOM).lstrip()
    if start.startswith(b"SQLite format 3\0"):
        return None
    if start.startswith(b"fgb\x03"):
        return Kind.FLATGEOBUF
    if start.startswith(b"PAR1"):
        return Kind.GEOPARQUET
    if start.startswith(OLE):
        refuse_foreign(path)
        return Kind.WORKBOOK
    if _DXF.match(start):
        return Kind.DXF
    if bare.startswith(b"\x1e") or _FEATURE.match(bare):
        return Kind.GEOJSON_LINES
    if bare.startswith(b"{"):
        return None
    if bare.startswith(b"<") and (root := _ROOT.search(start)):
        return Kind(root[1].decode().upper())
    if is_dbf(path):
        raise SourceError(
            "Es la tabla (.dbf) de un shapefile sin su .shp: comprima en un zip los archivos .shp, "
            ".shx, .dbf y .prj."
        )
    refuse_foreign(path)
    return Kind.CSV


@contextmanager
def _linked(path: Path, kind: Kind) -> Iterator[Opened]:
    """The file under a name of ours, in a folder where nothing else lies."""
    with temporary_folder("spatial") as folder:
        link = folder / f"archivo{_ENDINGS[kind]}"
        link.symlink_to(path.resolve())
        yield _checked(Opened(kind, link))


@contextmanager
def _opened_zip(path: Path) -> Iterator[Opened]:
    """What a zip holds: a dataset, the document of a KMZ, a workbook that it is itself, a table."""
    damaged = "El zip está dañado o incompleto: descárguelo o cópielo de nuevo."
    with unpacking(damaged), zipfile.ZipFile(path) as archive:
        names = {name.lower() for name in archive.namelist()}
        is_office = any(name in names for name in _OFFICE)
        members = {} if is_office else members_of(archive)
    if is_office:
        refuse_foreign(path)
        yield Opened(Kind.WORKBOOK, path)
        return
    if not members:
        raise SourceError("El zip está vacío.")
    endings = [name.suffix.lower() for name in members]
    if ".shp" not in endings and ".gpkg" not in endings and ".dbf" in endings:
        raise SourceError("El zip trae un .dbf sin su .shp: agregue los .shp, .shx y .prj.")
    for wanted, kind in ((".kml", Kind.KML), (_TABLES, Kind.CSV)):
        found = [info for name, info in members.items() if name.name.lower().endswith(wanted)]
        is_other = any(ending in _BY_ENDING or ending == ".json" for ending in endings)
        if found and not is_other:
            with _unpacked(path, _main(found), kind) as opened:
                yield opened
            return
    if any(ending in (".zip", ".7z", ".rar", ".kmz") for ending in endings) and not any(
        ending in _BY_ENDING for ending in endings
    ):
        raise SourceError("El zip contiene otro comprimido: descomprímalo y dé el de dentro.")
    with dataset_in(path) as dataset:
        yield _checked(Opened(_BY_ENDING[dataset.suffix], dataset))


def _main(found: list[zipfile.ZipInfo]) -> zipfile.ZipInfo:
    """The first document, as a KMZ has it; of other files there may be one only."""
    if len(found) > 1 and not found[0].filename.lower().endswith(".kml"):
        names = ", ".join(sorted(info.filename[:60] for info in found)[:5])
        raise SourceError(f"El zip contiene varias tablas ({names}): deje una sola.")
    return next((info for info in found if info.filename.lower() == "doc.kml"), found[0])


@contextmanager
def _unpacked(path: Path, member: zipfile.ZipInfo, kind: Kind) -> Iterator[Opened]:
    damaged = "El zip está dañado o usa una compresión desconocida."
    with temporary_folder("spatial") as folder:
        target = folder / f"archivo{_ENDINGS.get(kind, '.csv')}"
        with (
            unpacking(damaged),
            zipfile.ZipFile(path) as archive,
            target.open("wb") as file,
        ):
            check_members([member], MAX_UNPACKED_BYTES)
            copy_member(archive, member, file, MAX_UNPACKED_BYTES)
        refuse_empty(target)
        yield _checked(Opened(kind, target))


def _checked(found: Opened) -> Opened:
    """What a kind may hold that does something by itself is refused before GDAL sees it."""
    if found.kind is Kind.GEOPACKAGE:
        refuse_hostile(found.path)
    if found.kind is Kind.SHAPEFILE:
        refuse_cut(found.path)
    if found.kind in (Kind.KML, Kind.GPX):
        _refuse_declarations(found.path)
    return found


def _refuse_declarations(path: Path) -> None:
    """Entities stand for more than they are, or for other files; no KML or GPX declares any."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        start = data[:_START]
        if start[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in start:
            raise SourceError("El XML no está en UTF-8: guárdelo en UTF-8.")
        if _DECLARATION.search(data):
            raise SourceError("El XML declara un tipo de documento o entidades, que no se admiten.")
