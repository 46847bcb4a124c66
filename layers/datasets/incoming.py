"""What the sandbox read of a file, as the contents of a dataset's table."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from layers.datasets.columns import Column
from layers.datasets.names import DBASE_LENGTH, column_names, may_be_cut
from layers.datasets.refuges import why_no_places
from layers.fields import FieldType
from layers.geometry_types import GeometryType
from layers.reading.cells import CellError, parse_ubigeo
from layers.reading.numbers import grouped
from layers.reading.results import ChoiceMissing, SourceError
from layers.reading.spatial.geometry import PERU_AND_ITS_SEA
from layers.reading.spatial.opening import Kind
from layers.reading.spatial.places import candidates, coordinate_columns
from layers.reading.spatial.reading import FEATURES, NOTICES

MAX_COLUMNS = 200
# So many of a file's notices are kept to be shown; a person looks through no more.
MAX_NOTICES = 1_000
DIMENSIONS = {0: "puntos", 1: "líneas", 2: "áreas"}
_OF_TYPE = {"Point": 0, "LineString": 1, "Polygon": 2}
_MANY = (
    GeometryType.MULTI_POINT,
    GeometryType.MULTI_LINE_STRING,
    GeometryType.MULTI_POLYGON,
)
_TYPES = {
    "text": FieldType.STRING,
    "integer": FieldType.INTEGER,
    "number": FieldType.NUMBER,
    "boolean": FieldType.BOOLEAN,
    "date": FieldType.DATE,
    "datetime": FieldType.DATETIME,
}
# WKB's types by dimension, whatever of height and measure they have (OGC 06-103r4, 8.2).
_DIMENSION_OF = {1: 0, 4: 0, 2: 1, 5: 1, 3: 2, 6: 2}


@dataclass(frozen=True)
class Incoming:
    """A file that was read: its columns, and its rows where the sandbox wrote them.

    ``dimension`` is that of the shapes that are taken; None of a table without. ``units`` is the
    name of the column of ubigeos that gives the rows their shapes.
    """

    folder: Path
    summary: Mapping[str, Any]
    geometry: GeometryType
    columns: tuple[Column, ...]
    dimension: int | None
    units: str = ""

    def rows(self) -> Iterator[Sequence[Any]]:
        """The rows as a table takes them; those of another dimension are left out."""
        ubigeo = self._ubigeo()
        for line in self._lines():
            values = line["values"]
            if ubigeo is not None:
                values[ubigeo] = as_ubigeo(values[ubigeo])
            if not self.geometry:
                yield values
            elif self.units:
                yield [None, *values]
            elif line["geometry"] is None or dimension_of(line["geometry"]) == self.dimension:
                yield [line["geometry"], *values]

    def notices(self) -> list[list[Any]]:
        """Row, column, value, reason and whether it was mended, of the first that there are."""
        found = []
        with (self.folder / NOTICES).open(encoding="utf-8") as file:
            for text in file:
                row, column, value, reason, _file, _code, mended = json.loads(text)
                found.append([row, column, value, reason, mended])
                if len(found) == MAX_NOTICES:
                    break
        return found

    @property
    def has_own_shapes(self) -> bool:
        """Whether its rows have places of their own: neither none, nor those of units."""
        return bool(self.geometry) and not self.units

    def report(self, remarks: Sequence[str] = ()) -> dict[str, Any]:
        """What became of the file, to be kept and shown; ``remarks`` beside the reader's own."""
        kept = ("kind", "layer", "crs", "features", "without_geometry", "types")
        return {
            **{name: self.summary.get(name) for name in kept},
            "remarks": [*self.summary["remarks"], *remarks],
            "units": self.units,
            "notices": self.notices(),
            "number_of_notices": self.summary["notices"],
            "other_shapes": self._others(),
        }

    def _others(self) -> str:
        """What of the file is another layer's, as a sentence."""
        present = dimensions_in(self.summary)
        others = [
            f"{grouped(number)} con {DIMENSIONS[dimension]}"
            for dimension, number in sorted(present.items())
            if dimension != self.dimension
        ]
        return f"Quedaron fuera elementos de otra clase: {', '.join(others)}." if others else ""

    def _ubigeo(self) -> int | None:
        return next((at for at, c in enumerate(self.columns) if c.name == self.units), None)

    def _lines(self) -> Iterator[dict[str, Any]]:
        with (self.folder / FEATURES).open(encoding="utf-8") as file:
            for text in file:
                yield json.loads(text)


def incoming(folder: Path, summary: Mapping[str, Any], chosen: Mapping[str, Any]) -> Incoming:
    """What was read, once nothing is left to be decided.

    Raises ChoiceMissing, and SourceError where the file can't be a layer.
    """
    columns = columns_of(summary, str(chosen.get("ubigeo") or ""))
    units = _units_column(summary, columns, chosen)
    if units:
        return Incoming(folder, summary, GeometryType.MULTI_POLYGON, columns, None, units)
    present = dimensions_in(summary)
    if not present:
        return _without_geometry(folder, summary, columns, chosen)
    _check_place(summary)
    dimension = _chosen_dimension(present, chosen)
    is_single = dimension == 0 and "MultiPoint" not in summary["types"]
    geometry = GeometryType.POINT if is_single else _MANY[dimension]
    return Incoming(folder, summary, geometry, columns, dimension)


def refuse_places(title: str, read: Incoming) -> None:
    """Raise SourceError where the file says where victims, or places that protect them, are.

    ``title`` is the layer's; the file's own name for the layer is asked too.
    """
    named = str(read.summary.get("layer") or "").replace("_", " ")
    reason = why_no_places(title, read.columns) or why_no_places(named, read.columns)
    has_coordinates = coordinate_columns([column.original for column in read.columns])
    if reason and (read.has_own_shapes or has_coordinates):
        raise SourceError(f"La capa no se hace con lugares. {reason}")


def columns_of(summary: Mapping[str, Any], ubigeo: str = "") -> tuple[Column, ...]:
    """The file's columns, with names that are valid and their own as titles."""
    originals = [column["name"] for column in summary["columns"]]
    if len(originals) > MAX_COLUMNS:
        raise SourceError(
            f"El archivo tiene {grouped(len(originals))} columnas; se admiten {MAX_COLUMNS}: deje "
            "las que se van a publicar."
        )
    cut = summary["kind"] == Kind.SHAPEFILE
    return tuple(
        Column(
            name=name,
            original=original[:200],
            title=_title(original),
            type=FieldType.STRING if original == ubigeo else _TYPES[column["type"]],
            description=_CUT if cut and may_be_cut(original) else "",
        )
        for name, original, column in zip(
            column_names(originals), originals, summary["columns"], strict=True
        )
    )


_CUT = f"El shapefile corta los nombres a {DBASE_LENGTH} letras: complete el título."


def _title(original: str) -> str:
    """As a person would write it: ``POBLACION_TOTAL`` → Poblacion total."""
    text = " ".join(original.replace("_", " ").split())
    return (text.capitalize() if text.isupper() or text.islower() else text)[:200] or "Columna"


def dimensions_in(summary: Mapping[str, Any]) -> dict[int, int]:
    """Dimension → how many shapes of it there are."""
    found: dict[int, int] = {}
    for kind, number in summary["types"].items():
        dimension = _OF_TYPE[kind.removeprefix("Multi").replace("LinearRing", "LineString")]
        found[dimension] = found.get(dimension, 0) + number
    return found


def dimension_of(wkb: str) -> int | None:
    """The dimension of hexadecimal WKB, by its second field: none but the first bytes are read."""
    order = "little" if wkb[:2] == "01" else "big"
    code = int.from_bytes(bytes.fromhex(wkb[2:10]), order) & 0xFF  # type: ignore[arg-type]
    return _DIMENSION_OF.get(code)


def as_ubigeo(value: Any) -> str | None:
    """The code with the zero that spreadsheets drop; as it is where it is none."""
    if value is None:
        return None
    try:
        return parse_ubigeo(str(value))
    except CellError:
        return str(value)


def _units_column(
    summary: Mapping[str, Any], columns: tuple[Column, ...], chosen: Mapping[str, Any]
) -> str:
    wanted = str(chosen.get("ubigeo") or "")
    if not wanted:
        return ""
    for column, described in zip(columns, summary["columns"], strict=True):
        if described["name"] == wanted:
            return column.name
    raise SourceError(f"El archivo no tiene la columna «{wanted[:60]}».")


def _without_geometry(
    folder: Path, summary: Mapping[str, Any], columns: tuple[Column, ...], chosen: Mapping[str, Any]
) -> Incoming:
    names = [column["name"] for column in summary["columns"]]
    if chosen.get("without_geometry"):
        return Incoming(folder, summary, GeometryType.NONE, columns, None)
    if not Kind(summary["kind"]).is_table:
        raise SourceError("Ningún elemento del archivo tiene una geometría que se pueda tomar.")
    found = candidates(names)
    raise ChoiceMissing(
        "Diga en qué columnas están las coordenadas o el ubigeo, o que quede como tabla.",
        "ubigeo" if "ubigeo" in found and "x" not in found else "x",
        names,
    )


def _chosen_dimension(present: Mapping[int, int], chosen: Mapping[str, Any]) -> int:
    wanted = chosen.get("dimension")
    if wanted is not None and int(wanted) in present:
        return int(wanted)
    if len(present) == 1:
        return next(iter(present))
    kinds = ", ".join(f"{grouped(n)} con {DIMENSIONS[d]}" for d, n in sorted(present.items()))
    raise ChoiceMissing(
        f"El archivo mezcla geometrías: {kinds}. Una capa es de una clase: elija cuál; de las "
        "demás puede hacer otra con el mismo archivo.",
        "dimension",
        [str(dimension) for dimension in sorted(present)],
    )


def _check_place(summary: Mapping[str, Any]) -> None:
    """A file that is wholly elsewhere is in another CRS than it says, or isn't of the country."""
    west, south, east, north = summary["extent"]
    least_x, least_y, most_x, most_y = PERU_AND_ITS_SEA
    if west <= most_x and east >= least_x and south <= most_y and north >= least_y:
        return
    swapped = south <= most_x and north >= least_x and west <= most_y and east >= least_y
    hint = (
        "La longitud y la latitud parecen intercambiadas."
        if swapped
        else "Elija el sistema de coordenadas en que está."
    )
    raise SourceError(
        f"Todo el archivo queda fuera del Perú: longitudes de {west:.3f} a {east:.3f}, latitudes "
        f"de {south:.3f} a {north:.3f}. {hint}"
    )
