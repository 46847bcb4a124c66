"""The features of one layer as GDAL reads them, with every text as its file has it.

GDAL gives up the whole file for a byte that isn't of the encoding, and cuts a text at its first
NUL. Here the bytes are decoded by the rules of all formats (``encodings``).
"""

from __future__ import annotations

import codecs
import mmap
import re
import sqlite3
import struct
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import quote

import numpy as np

from layers.reading.bounds import BLOCK
from layers.reading.encodings import DBASE_CODE_PAGES, decode, decode_cell, encoding_of
from layers.reading.gdal import pyogrio
from layers.reading.results import SourceError

# A NUL of JSON's, and not the text of one: an even number of backslashes before it.
_JSON_NUL = re.compile(rb"(?<!\\)((?:\\\\)*)\\u0000")
_LANGUAGE = 29  # the byte of a dBase header that names its code page (``DBASE_CODE_PAGES``)
_RAW = "latin-1"  # a character for each byte

Columns = dict[str, Any]
Wanted = Callable[[str], bool]


def geopackage(dataset: Path) -> closing[sqlite3.Connection]:
    """A GeoPackage as the database that it is, read only; closed with the block."""
    return closing(sqlite3.connect(f"file:{quote(str(dataset))}?mode=ro&immutable=1", uri=True))


def read_features(
    dataset: Path, layer: str, fields: Iterable[str], wanted: Wanted
) -> tuple[Mapping[str, Any], Any, Columns]:
    """Its description, geometries as WKB, and the wanted ones of its columns, by name.

    ``fields`` are all columns, as GDAL calls them; ``wanted`` chooses by their right names.
    ``dataset`` lies in a folder of ours: a shapefile's parts there are changed. Raises what
    GDAL does where the file can't be read.
    """
    if dataset.suffix == ".shp":
        return _read_shapefile(dataset, layer, wanted)
    if dataset.suffix in (".geojson", ".json"):
        dataset = _without_nul(dataset)
    chosen = _chosen(fields, wanted)
    try:
        meta, fids, geometries, columns = _read(dataset, layer, chosen)
    except UnicodeDecodeError:
        meta, fids, geometries, columns = _read(dataset, layer, chosen, _RAW)
        columns = _decoded(columns, "utf-8")
    if dataset.suffix == ".gpkg":
        _restore_cut(dataset, layer, fids, columns)
    return meta, geometries, columns


def _chosen(fields: Iterable[str], wanted: Wanted) -> list[str]:
    return [field for field in map(str, fields) if wanted(_name(field))]


def _read(
    dataset: Path, layer: str, fields: list[str], encoding: str | None = None
) -> tuple[Any, Any, Any, Columns]:
    meta, fids, geometries, data = pyogrio().raw.read(
        dataset,
        layer=layer,
        columns=fields,
        encoding=encoding,
        return_fids=True,
        datetime_as_string=True,
    )
    names = map(str, meta["fields"])
    return meta, fids, geometries, dict(zip(names, data, strict=True))


def _read_shapefile(dataset: Path, layer: str, wanted: Wanted) -> tuple[Any, Any, Columns]:
    """What the file says of its encoding is often wrong: GDAL isn't told, and the bytes decide."""
    refuse_cut(dataset)
    declared = _named_encoding(dataset)
    # Asked again: without its encoding GDAL may call them otherwise.
    fields = pyogrio().read_info(dataset, layer=layer)["fields"]
    meta, _fids, geometries, columns = _read(dataset, layer, _chosen(fields, wanted))
    return meta, geometries, _decoded(columns, declared)


def refuse_cut(dataset: Path) -> None:
    """GDAL reads what there is of a shapefile whose copy stopped, and says nothing of the rest."""
    for part in (dataset, dataset.with_suffix(".dbf")):
        with part.open("rb") as file:
            header = file.read(32)
        if len(header) < 32:
            raise SourceError(f"El {part.suffix} está cortado: no tiene ni la cabecera.")
        if part is dataset:
            expected = 2 * int(struct.unpack_from(">i", header, 24)[0])
        else:
            count, start, length = struct.unpack_from("<IHH", header, 4)
            expected = start + count * length
        if (size := part.stat().st_size) < expected:
            raise SourceError(
                f"El {part.suffix} está cortado: anuncia {expected} bytes y trae {size}."
            )


def _named_encoding(dataset: Path) -> str:
    """The encoding that the ``.cpg`` or the table's header names, which both forget it then."""
    named = "cp1252"
    with dataset.with_suffix(".dbf").open("r+b") as table:
        table.seek(_LANGUAGE)
        named = DBASE_CODE_PAGES.get((table.read(1) or b"\0")[0], named)
        table.seek(_LANGUAGE)
        table.write(b"\0")
    cpg = dataset.with_suffix(".cpg")
    if cpg.exists():
        text = cpg.read_bytes()[:80].decode("ascii", "ignore").strip().lower()
        cpg.unlink()
        number = re.sub(r"\D", "", text)
        for name in (text, f"cp{number}", {"88591": "cp1252"}.get(number, "")):
            try:
                return codecs.lookup(name).name
            except LookupError:
                continue
    return named


def _decoded(columns: Columns, declared: str) -> Columns:
    """Texts that hold a character for each byte, as what they say."""
    texts = {
        name: [value.encode(_RAW) if isinstance(value, str) else value for value in column]
        for name, column in columns.items()
        if column.dtype == object
    }
    cells = (cell for column in texts.values() for cell in column if isinstance(cell, bytes))
    encoding = encoding_of(b"\n".join(cells), declared)
    decoded = {
        name: _objects([decode_cell(c, encoding) if isinstance(c, bytes) else c for c in column])
        for name, column in texts.items()
    }
    return {_name(name): decoded.get(name, column) for name, column in columns.items()}


def _objects(values: list[Any]) -> np.ndarray[Any, np.dtype[np.object_]]:
    return np.fromiter(values, dtype=object, count=len(values))


def _name(raw: str) -> str:
    try:
        return decode(raw.encode(_RAW))
    except UnicodeEncodeError:  # GDAL decoded it
        return raw


def _without_nul(dataset: Path) -> Path:
    """The file, or one beside it whose NULs are characters that no text has."""
    with dataset.open("rb") as file:
        if not _holds(file, rb"\u0000"):
            return dataset
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            marked = _JSON_NUL.sub(rb"\1\\ufffd", data)
    target = dataset.parent / "sin-nul" / dataset.name  # GDAL calls the layer by the file's name
    target.parent.mkdir()
    target.write_bytes(marked)
    return target


def _holds(file: BinaryIO, sought: bytes) -> bool:
    """Whether a file holds some bytes; of a large one no more than two blocks are in memory."""
    before = b""
    while block := file.read(BLOCK):
        seen = before + block
        if sought in seen:
            return True
        before = seen[1 - len(sought) :]
    return False


def _restore_cut(dataset: Path, layer: str, fids: Any, columns: Columns) -> None:
    """Put in whole the texts of a GeoPackage that GDAL cut at a NUL."""
    texts = [name for name, column in columns.items() if column.dtype == object]
    place = {int(fid): at for at, fid in enumerate(fids)}
    with geopackage(dataset) as database:
        for name in texts:
            column = '"' + name.replace('"', '""') + '"'
            table = '"' + layer.replace('"', '""') + '"'
            found = database.execute(
                f"SELECT rowid, CAST({column} AS blob) FROM {table} "  # noqa: S608
                f"WHERE typeof({column}) = 'text' AND instr(CAST({column} AS blob), x'00') > 0"
            )
            for fid, value in found:
                if fid in place:
                    columns[name][place[fid]] = decode_cell(value, "utf-8")
