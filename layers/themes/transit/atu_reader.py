"""Commitment 9: the stops that ATU publishes as CSV. Format: ``docs/importar-transporte.md``."""

from __future__ import annotations

import hashlib
from functools import partial
from typing import Any

from layers.reading.cells import CellError, Row, parse_required_text, parse_text
from layers.reading.context import Context
from layers.reading.directory import Directory
from layers.reading.positions import parse_position
from layers.reading.results import Reading, RowError
from layers.reading.tabular import read_csv
from layers.themes.transit.reader import SAMPLE_STOPS, STOP_FIELDS, as_frame, placed_values
from territory.models.transport import LIMA_AND_CALLAO
from territory.names import fold

REQUIRED_COLUMNS = ("parnom", "disnom", "latitud", "longitud")
OPTIONAL_COLUMNS = ("tipodet", "cornom")

# All of it is one feed, beside those of GTFS.
FEED = "atu"

# ATU's territory: the districts of these provinces have no namesakes among themselves.
_PROVINCES = (("Lima", "Lima"), ("Callao", "Callao"))
# What the file writes where it knows nothing.
_NOTHING = "na"


def read_atu_stops(data: bytes, context: Context) -> Reading:
    """The stops of a CSV file; raises SourceError where it can't be read as a whole.

    The file has no key and repeats stops, so the key is made of all that tells two apart.
    """
    table = read_csv(data, REQUIRED_COLUMNS, OPTIONAL_COLUMNS)
    records: dict[int, dict[str, Any]] = {}
    errors: list[RowError] = list(table.errors)
    notices: list[RowError] = []
    seen: dict[str, int] = {}
    for number, cells in zip(table.frame.index, table.frame.to_dict("records"), strict=True):
        row = Row(int(number), {str(column): str(cell) for column, cell in cells.items()})
        record = _record(row, context)
        if not row.errors and (first := seen.setdefault(record["stop_id"], row.number)) != number:
            row.leave_out("parnom", f"Repite el paradero de la fila {first}: cuenta una vez.")
        elif not row.errors:
            records[row.number] = record
        errors.extend(row.errors)
        notices.extend(row.notices)
    remarks = (f"Filas que repiten un paradero: {len(notices)}.",) if notices else ()
    frames = {"transit_stops": as_frame(records, STOP_FIELDS)}
    errors.sort(key=lambda error: error.row)
    return Reading(frames, tuple(errors), tuple(notices), remarks, FEED)


def _record(row: Row, context: Context) -> dict[str, Any]:
    name = row.read("parnom", partial(parse_required_text, max_length=500))
    if name is not None and fold(name).startswith(fold(SAMPLE_STOPS[0])) != context.samples:
        row.refuse(
            "parnom",
            f"Las muestras se llaman «{SAMPLE_STOPS[0]} …»."
            if context.samples
            else "Es una fila de ejemplo y no puede publicarse como un hecho.",
        )
    ubigeo = row.read("disnom", partial(_parse_district, units=context.units)) or ""
    point = row.read("latitud", partial(_parse_position, longitude=row.cells["longitud"]))
    service = row.read("tipodet", _parse_word) or ""
    corridor = row.read("cornom", _parse_word) or ""
    parts = (name or "", ubigeo, point or "", service, corridor)
    return {
        "stop_id": hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16],
        "code": "",
        "name": name,
        "kind": "stop",
        "service": service,
        "corridor": corridor,
        "station": "",
        "wheelchair": None,
        "routes": "",
        "number_of_routes": None,
        "geom": point,
        **placed_values(context, FEED, ubigeo, LIMA_AND_CALLAO),
    }


def _parse_district(raw: str, units: Directory) -> str:
    for department, province in _PROVINCES:
        if ubigeo := units.find(department, province, raw):
            return ubigeo
    raise CellError("No es un distrito de la provincia de Lima ni del Callao.")


def _parse_position(latitude: str, longitude: str) -> str:
    point = parse_position(latitude, longitude)
    if point is None:
        raise CellError("Falta la posición.")
    return point


def _parse_word(raw: str) -> str:
    text = parse_text(raw, max_length=100)
    return "" if fold(text) == _NOTHING else text
