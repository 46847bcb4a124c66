"""The shapes of a file that a planner brings, each as a part of a zone or with what is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from django.contrib.gis.geos import GEOSGeometry
from pyproj import Geod

from layers import sandbox
from layers.editing.shapes import checked_parts
from layers.errors import InvalidGeometry
from layers.reading.spatial.shapes import SHAPES
from layers.temporary import temporary_folder

# Twenty thousand vertices, which are all that a zone may have, take less than a tenth of it in any
# of the formats.
MAX_FILE_BYTES = 20_000_000
# More than these nobody chooses from by looking at them.
MAX_SHAPES = 500
# A walk around a place ends near where it began: so far, and as little of its whole way.
MAX_GAP_M = 50.0
MAX_GAP_SHARE = 0.1

_GEOD = Geod(ellps="WGS84")


@dataclass(frozen=True)
class FoundShape:
    """A shape of a file: what a zone can have of it, or why nothing.

    ``geometry`` is a valid MultiPolygon in EPSG:4326, None where there is a ``fault``, a sentence
    in Spanish. ``notes`` say what was done to it. ``row`` is its number in its layer, from 1.
    """

    layer: str
    row: int
    title: str
    geometry: shapely.MultiPolygon | None
    notes: tuple[str, ...] = ()
    fault: str = ""


@dataclass(frozen=True)
class FoundShapes:
    """What a file holds: ``kind`` as a person calls it, ``crs`` by name, remarks on the whole."""

    kind: str
    crs: str
    shapes: tuple[FoundShape, ...]
    remarks: tuple[str, ...]


def shapes_in(path: Path, crs: str = "") -> FoundShapes:
    """The shapes of a file of any kind that has them; ``crs`` in place of the file's own.

    It is read in a process that can do nothing else (``layers.sandbox``). Raises SourceError, and
    ChoiceMissing where the file doesn't say its CRS.
    """
    with temporary_folder("zone-file") as folder:
        arguments = {"crs": crs, "max_features": MAX_SHAPES}
        found = sandbox.run("read_shapes", {"file": path}, arguments, folder)
        with (folder / SHAPES).open(encoding="utf-8") as lines:
            shapes = tuple(_shape(json.loads(line)) for line in lines)
    remarks = (*found["remarks"], *_points_left_out(found["points"]))
    return FoundShapes(found["kind"], (found["crs"] or {}).get("name", ""), shapes, remarks)


def _points_left_out(points: dict[str, int]) -> Iterator[str]:
    for layer, number in points.items():
        if number:
            yield (
                f"La capa «{layer[:60]}» tiene solo puntos ({number}), que no tienen superficie: "
                "no se ofrecen."
            )


def _shape(line: dict[str, Any]) -> FoundShape:
    about = (line["layer"], line["row"], line["title"])
    if line["geometry"] is None:
        return FoundShape(*about, None, fault=line["fault"] or "No tiene geometría.")
    shape = shapely.from_wkb(line["geometry"])
    notes: tuple[str, ...] = ()
    try:
        if shapely.get_dimensions(shape) < 2:
            shape, notes = _outlined(shape)
        found = checked_parts(GEOSGeometry(memoryview(shapely.to_wkb(shape)), srid=4326))
    except InvalidGeometry as error:
        return FoundShape(*about, None, fault=error.message)
    return FoundShape(*about, found.shape, (*notes, *found.notes))


def _outlined(shape: shapely.Geometry) -> tuple[shapely.MultiPolygon, tuple[str, ...]]:
    """What lines enclose that end where they began, as a walk around a place does."""
    if shapely.get_dimensions(shape) == 0:
        raise InvalidGeometry("Es un punto, sin superficie: una zona se hace de polígonos.")
    parts, notes = [], []
    for line in shapely.get_parts(shape):
        gap, way = _gap_m(line), _GEOD.geometry_length(line)
        if len(line.coords) < 4 or gap > min(MAX_GAP_M, MAX_GAP_SHARE * way):
            raise InvalidGeometry(
                f"Es una línea abierta, sin superficie: entre su principio y su fin hay "
                f"{gap:.0f} m. Una zona se hace de polígonos o de recorridos que se cierran."
            )
        if gap:
            notes.append(f"El recorrido se cierra con un tramo de {gap:.0f} m.")
        parts.append(shapely.Polygon(line.coords))
    return shapely.multipolygons(parts), ("Se toma lo que el recorrido encierra.", *notes)


def _gap_m(line: shapely.LineString) -> float:
    (x, y), (other_x, other_y) = line.coords[0], line.coords[-1]
    return float(_GEOD.inv(x, y, other_x, other_y)[2])
