"""The sources that may be harvested: a table, of which every line is off until it is turned on."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from layers.errors import InvalidParameter, TerritorioError
from layers.models import CoverageKind, DatasetTheme, Licence
from layers.rasters.registering import MAX_UNIT
from layers.rasters.units import check_unit
from layers.reading.results import SourceError

TABLE = Path(__file__).with_name("sources.csv")
_KEY = re.compile(r"[a-z][a-z0-9_]{1,59}")
_NUMBERS = range(1, 19)


class UnknownSource(TerritorioError):
    """No hay una fuente con ese nombre."""


class Protocol(StrEnum):
    """How a source is asked."""

    WFS = "wfs"
    OGC_API = "ogc-api"
    ARCGIS = "arcgis"
    FILE = "file"
    BOUNDARIES = "boundaries"
    WMS = "wms"
    CSW = "csw"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Protocol.WFS: "WFS",
    Protocol.OGC_API: "OGC API Features",
    Protocol.ARCGIS: "ArcGIS REST",
    Protocol.FILE: "archivo por HTTP",
    Protocol.BOUNDARIES: "límites por HTTP",
    Protocol.WMS: "WMS",
    Protocol.CSW: "CSW",
}


@dataclass(frozen=True)
class Source:
    """A line of the table.

    ``layer``: what it is called at the service; empty where nobody said yet which of its layers is
    wanted, so that it can't be harvested. ``fields``: the columns that are taken; where the table
    declares none, those of the first harvest. ``key_field``: the column that says which row is
    which. ``options``: what else is said of a file (``layer``, ``x``, ``y``, ``crs``, ``ubigeo``
    …, as a person chooses of one that is uploaded). ``every_days``: how often it is due.
    ``told_in``: where the address was read.
    """

    key: str
    title: str
    protocol: Protocol
    version: str
    address: str
    layer: str
    owner: str
    owner_name: str
    licence: str
    theme: str
    commitments: tuple[int, ...]
    fields: tuple[str, ...]
    key_field: str
    cutoff: dt.date | None
    options: Mapping[str, str]
    every_days: int
    told_in: str

    @property
    def is_raster(self) -> bool:
        """Whether it is a GeoTIFF: the table says what its numbers are."""
        return self.protocol is Protocol.FILE and "kind" in self.options

    @property
    def measures(self) -> str:
        """What a raster's numbers say, with their unit; empty of what is no raster."""
        if not self.is_raster:
            return ""
        label = str(CoverageKind(self.options["kind"]).label)
        unit = self.options.get("unit", "")
        return f"{label}; unidad: {unit}" if unit else label

    @property
    def is_ready(self) -> bool:
        """Whether the table says all that a harvest needs."""
        return bool(self.layer) or self.protocol is Protocol.FILE


def sources() -> tuple[Source, ...]:
    """All of them, in the table's order; raises SourceError where it can't be read."""
    path = Path(settings.HARVEST_SOURCES) if settings.HARVEST_SOURCES else TABLE
    try:
        return _read(path, path.stat().st_mtime_ns)
    except OSError as error:
        raise SourceError(f"La tabla de fuentes «{path.name}» no se puede leer.") from error


def find(key: str) -> Source:
    """The source of that key; raises UnknownSource."""
    found = next((source for source in sources() if source.key == key), None)
    if found is None:
        raise UnknownSource(f"No hay una fuente «{key[:60]}».")
    return found


@lru_cache(maxsize=4)
def _read(path: Path, _changed_at: int) -> tuple[Source, ...]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        found = tuple(_source(row, number) for number, row in enumerate(csv.DictReader(file), 2))
    keys = [source.key for source in found]
    if twice := sorted({key for key in keys if keys.count(key) > 1}):
        raise SourceError(f"La tabla de fuentes repite: {', '.join(twice)}.")
    return found


def _source(row: Mapping[str, str | None], number: int) -> Source:
    """A line; raises SourceError, which names the line and the column."""
    said = {name: (value or "").strip() for name, value in row.items() if name}
    for name, is_right in (
        ("key", bool(_KEY.fullmatch(said.get("key", "")))),
        ("protocol", said.get("protocol") in list(Protocol)),
        ("address", said.get("address", "").startswith(("http://", "https://"))),
        ("licence", said.get("licence", "") in ("", *Licence.values)),
        ("theme", said.get("theme") in DatasetTheme.values),
        ("title", 0 < len(said.get("title", "")) <= 200),
        ("owner", 0 < len(said.get("owner", "")) <= 30),
        ("every_days", said.get("every_days", "").isdecimal()),
        ("commitments", all(_is_commitment(n) for n in said.get("commitments", "").split())),
    ):
        if not is_right:
            raise _refused(said, name, number)
    options = dict(pair.partition("=")[::2] for pair in said.get("options", "").split())
    if not _is_raster_right(options):
        raise _refused(said, "options", number)
    return Source(
        key=said["key"],
        title=said["title"],
        protocol=Protocol(said["protocol"]),
        version=said.get("version", ""),
        address=said["address"],
        layer=said.get("layer", ""),
        owner=said["owner"],
        owner_name=said.get("owner_name", "") or said["owner"],
        licence=said.get("licence", ""),
        theme=said["theme"],
        commitments=tuple(map(int, said.get("commitments", "").split())),
        fields=tuple(said.get("fields", "").split()),
        key_field=said.get("key_field", ""),
        cutoff=_day(said.get("cutoff", ""), number),
        options=options,
        every_days=max(1, int(said["every_days"])),
        told_in=said.get("told_in", ""),
    )


def _refused(said: Mapping[str, str], name: str, number: int) -> SourceError:
    return SourceError(
        f"La tabla de fuentes, línea {number}: «{said.get(name, '')[:60]}» no vale para {name}."
    )


def _is_raster_right(options: Mapping[str, str]) -> bool:
    """Whether a raster's numbers are of a known kind, with their unit where they have one."""
    if "kind" not in options:
        return True
    kind, unit = options["kind"], options.get("unit", "")
    if kind == CoverageKind.CLASSES:
        return not unit
    try:
        check_unit(kind, unit)
    except InvalidParameter:
        return False
    return kind in CoverageKind.values and len(unit) <= MAX_UNIT


def _is_commitment(text: str) -> bool:
    return text.isdecimal() and int(text) in _NUMBERS


def _day(text: str, number: int) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError as error:
        raise SourceError(
            f"La tabla de fuentes, línea {number}: «{text[:60]}» no vale para cutoff."
        ) from error
