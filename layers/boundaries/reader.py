"""Official boundaries: from a file's features to units of INEI's directory with their polygons.

Which columns are read is in ``columns``, how a unit is found in ``territory.unit_names``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pandas as pd
import pyproj
import shapely

from layers.boundaries.columns import BoundaryColumns, Level, find_columns
from layers.boundaries.row import Row
from layers.reading.cells import CellError, parse_ubigeo
from layers.reading.code_and_names import another_unit, reniec_hint
from layers.reading.directory import Directory
from layers.reading.results import Cleaned, RowError, SourceError
from layers.reading.vector import VectorTable
from territory.unit_names import reniec_department

# ``geom`` is a polygon or multipolygon as hexadecimal EWKB; ``name`` what the file calls it.
FIELDS = ("ubigeo", "name", "geom", "remark")

GEOMETRY = "geometría"

# Peru with its islands, and half a degree around: west, south, east, north.
PERU = (-82.0, -19.0, -68.0, 0.6)

# How far from its unit's capital a polygon may be. In INEI's files the furthest is 4 km off;
# a wrong UTM zone puts one 600 km off, another province's polygon tens.
MAX_FROM_CAPITAL_KM = 20.0
# A file most of whose polygons are further than this from the capital is of other units: of
# INEI's 99% are within, under RENIEC's codes 10%.
NEAR_CAPITAL_KM = 2.0

_ELLIPSOID = pyproj.Geod(ellps="WGS84")
_RENIEC_NEEDS_NAMES = (
    "Los códigos de RENIEC solo se aceptan junto a los nombres de departamento, provincia y "
    "distrito, por los que se busca cada unidad; faltan columnas de nombres."
)

# A row's place in the file, what was read of it, and what was refused.
ReadRow = tuple[int, dict[str, str], list[RowError]]

_POLYGONS = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)


class Scheme(StrEnum):
    """Who gave the codes of a file."""

    INEI = "inei"
    RENIEC = "reniec"


@dataclass(frozen=True, kw_only=True)
class CleanBoundaries(Cleaned):
    """The rows that can be published, indexed by their place in the file, and the refused.

    ``named`` maps every row whose unit is known, refused or not, to its ubigeo, ``called`` every
    row to the name that the file has for it. ``crs`` names what the coordinates were
    transformed from.
    """

    level: Level
    named: Mapping[int, str]
    called: Mapping[int, str]
    rows: int
    crs: str


def clean_boundaries(
    table: VectorTable,
    directory: Directory,
    capitals: Mapping[str, tuple[float, float]],
    *,
    level: Level | None = None,
    scheme: Scheme | None = None,
) -> CleanBoundaries:
    """The boundaries of ``table`` by unit.

    ``capitals`` maps a ubigeo to its capital's longitude and latitude: a boundary lies around
    its capital, which holds a code against the place on the ground. With ``scheme`` RENIEC the
    codes are left aside and units are found by their names. Raises SourceError where the file's
    codes turn out to be another scheme's, or nothing says which unit a row is.
    """
    texts = {column: list(table.frame[column]) for column in table.frame.columns}
    columns = find_columns(list(texts), texts, level)
    if scheme == Scheme.RENIEC and not columns.has_all_names:
        raise SourceError(_RENIEC_NEEDS_NAMES)
    reader = _Reader(columns, directory, capitals, use_codes=scheme != Scheme.RENIEC)
    rows = [
        reader.read(Row(int(number), cells), geometry)
        for number, cells, geometry in zip(
            table.frame.index, table.frame.to_dict("records"), table.geometries, strict=True
        )
    ]
    if scheme != Scheme.RENIEC:
        _check_scheme(reader)
    reader.refuse_misplaced(rows)
    kept = {number: record for number, record, errors in rows if not errors}
    return CleanBoundaries(
        pd.DataFrame(list(kept.values()), list(kept), FIELDS, dtype=object),
        tuple(error for _, _, errors in rows for error in errors),
        level=columns.level,
        named={number: record["ubigeo"] for number, record, _ in rows if record["ubigeo"]},
        called={number: record["name"] for number, record, _ in rows},
        rows=len(rows),
        crs=table.crs,
    )


class _Reader:
    """Reads row after row, and counts what speaks for and against the codes' being INEI's."""

    def __init__(
        self,
        columns: BoundaryColumns,
        directory: Directory,
        capitals: Mapping[str, tuple[float, float]],
        *,
        use_codes: bool,
    ) -> None:
        self.columns = columns
        self.directory = directory
        self.capitals = capitals
        self.use_codes = use_codes and bool(columns.code)
        self.agreeing = 0
        # Pairs (the code's unit, the names' unit) that are not the same.
        self.contradicting: list[tuple[str, str]] = []
        # Ubigeo → from its capital to the closest of its polygons.
        self.distances_km: dict[str, float] = {}

    def read(self, row: Row, geometry: Any) -> ReadRow:
        names = [row.cells[column] if column else "" for column in self.columns.names]
        record = {"ubigeo": "", "name": names[-1][:200], "geom": "", "remark": ""}
        code = self._code(row) if self.use_codes else None
        if code:
            self._check_names(row, code, names, record)
        elif not row.errors:
            self._match_names(row, names, geometry, record)
        if record["ubigeo"] and not row.errors:
            record["geom"] = self._polygon(row, record["ubigeo"], geometry)
        return row.number, record, row.errors

    def _code(self, row: Row) -> str | None:
        """The row's code by INEI's form; None where it has none, or after its refusal."""
        text = "".join(
            row.cells[column].removesuffix(".0").zfill(2) for column in self.columns.code
        )
        if not any(row.cells[column] for column in self.columns.code):
            return None
        try:
            code = parse_ubigeo(text)
        except CellError as error:
            row.refuse(self.columns.code_column, str(error))
            return None
        digits = self.columns.level.digits
        if len(code) != digits:
            reason = f"Tiene {len(code)} dígitos; un {self.columns.level.label} tiene {digits}."
            row.refuse(self.columns.code_column, reason)
            return None
        return code

    def _check_names(self, row: Row, code: str, names: list[str], record: dict[str, str]) -> None:
        """Believes a code as far as the names beside it agree; a spelling is only remarked."""
        column, directory = self.columns.code_column, self.directory
        named = directory.find(*names) if all(names) else None
        if code not in directory:
            hint = f" Por sus nombres sería {directory.label(named)}, {named}." if named else ""
            reason = (
                f"El directorio vigente del INEI no tiene un {self.columns.level.label} {code}."
            )
            row.refuse(column, reason + hint)
            return
        record["ubigeo"] = code
        if named is not None and named != code:
            self.contradicting.append((code, named))
            row.refuse(
                column,
                f"El {code} del INEI es {directory.label(code)}, pero los nombres del archivo son "
                f"los de {directory.label(named)}, {named}{reniec_hint(code, named)}.",
            )
            record["ubigeo"] = named
            return
        self.agreeing += named == code
        differing = directory.differing(code, names)
        if named is None and (other := another_unit(directory, code, names)):
            row.refuse(column, other)
            return
        record["remark"] = " ".join(
            f"El archivo escribe «{theirs}»; el INEI, «{ours}»."
            for theirs, ours in dict.fromkeys(differing)
        )

    def _match_names(
        self, row: Row, names: list[str], geometry: Any, record: dict[str, str]
    ) -> None:
        column = self.columns.names[-1] or self.columns.code_column
        if not all(names):
            row.refuse(column, "La fila no tiene código ni todos los nombres.")
            return
        found = self.directory.find(*names)
        if found is not None:
            record["ubigeo"] = found
            return
        likely = self.directory.resembling(*names)
        if likely is None:
            label = self.columns.level.label
            row.refuse(column, f"El INEI no tiene un {label} «{', '.join(reversed(names))}».")
        elif self._distance_km(likely, geometry) == 0:
            # Alike, and on the spot: two independent witnesses.
            record["ubigeo"] = likely
            record["remark"] = (
                f"Tomado por {self.directory.label(likely)}: se escribe casi igual y contiene su "
                "capital."
            )
        else:
            row.refuse(column, f"¿Es {self.directory.label(likely)}, {likely}? Corrija el nombre.")

    def _polygon(self, row: Row, ubigeo: str, geometry: Any) -> str:
        fault = geometry_fault(geometry)
        if fault is not None:
            row.errors.append(RowError(row.number, GEOMETRY, ubigeo, fault))
            return ""
        distance = self._distance_km(ubigeo, geometry)
        if distance is not None:
            self.distances_km[ubigeo] = min(distance, self.distances_km.get(ubigeo, distance))
        return str(shapely.to_wkb(shapely.set_srid(geometry, 4326), hex=True, include_srid=True))

    def refuse_misplaced(self, rows: Iterable[ReadRow]) -> None:
        """Refuses the rows of a unit none of whose polygons is anywhere near its capital."""
        for number, record, errors in rows:
            distance = self.distances_km.get(record["ubigeo"], 0.0)
            if record["geom"] and distance > MAX_FROM_CAPITAL_KM:
                reason = (
                    f"Está a {distance:.0f} km de la capital de "
                    f"{self.directory.label(record['ubigeo'])}: ¿otro código, otro sistema de "
                    "coordenadas u otra zona UTM?"
                )
                errors.append(RowError(number, GEOMETRY, record["ubigeo"], reason))

    def _distance_km(self, ubigeo: str, geometry: Any) -> float | None:
        """From a unit's capital to a polygon, 0 inside; None where either is unknown."""
        capital = self.capitals.get(ubigeo)
        if capital is None or geometry_fault(geometry) is not None:
            return None
        way = shapely.shortest_line(geometry, shapely.Point(capital))
        return float(_ELLIPSOID.geometry_length(way)) / 1000


def geometry_fault(geometry: Any) -> str | None:
    """Why a geometry in EPSG:4326 can't be a boundary in Peru, in Spanish; None if it can."""
    if geometry is None or geometry.is_empty:
        return "No tiene geometría, o es ilegible."
    if shapely.get_type_id(geometry) not in _POLYGONS:
        return f"Es {geometry.geom_type}; un límite es un polígono."
    west, south, east, north = shapely.bounds(geometry)
    if PERU[0] <= west and PERU[1] <= south and east <= PERU[2] and north <= PERU[3]:
        return None
    if PERU[0] <= south and PERU[1] <= west and north <= PERU[2] and east <= PERU[3]:
        return "Cae fuera del Perú: longitud y latitud parecen intercambiadas."
    return "Cae fuera del Perú: ¿el sistema de coordenadas es el que dice el archivo?"


def _check_scheme(reader: _Reader) -> None:
    """Refuses a file whose codes, held against names and places, are not INEI's."""
    contradicting = reader.contradicting
    if len(contradicting) > reader.agreeing:
        moved = sum(code[:2] == reniec_department(named[:2]) for code, named in contradicting)
        whose = "son de RENIEC" if moved > len(contradicting) / 2 else "no son del INEI"
        code, named = contradicting[0]
        raise SourceError(
            f"Los códigos del archivo {whose}: {len(contradicting)} contradicen a los nombres y "
            f"{reader.agreeing} coinciden. Por ejemplo {code}, que para el INEI es "
            f"{reader.directory.label(code)}, acompaña a los nombres de "
            f"{reader.directory.label(named)}. Con --scheme reniec se buscan por sus nombres."
        )
    distances_km = reader.distances_km.values()
    near = sum(distance <= NEAR_CAPITAL_KM for distance in distances_km)
    if near < len(distances_km) / 2:
        raise SourceError(
            f"Los códigos del archivo no son los del INEI (¿son de RENIEC?) o sus coordenadas "
            f"están mal: de {len(distances_km)} unidades solo {near} están donde está su capital."
        )
