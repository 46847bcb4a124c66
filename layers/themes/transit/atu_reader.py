"""Commitment 9: the stops that ATU publishes as CSV. Format: ``docs/importar-transporte.md``."""

from __future__ import annotations

import hashlib

import pandas as pd

from layers.reading.cells import CellError
from layers.reading.columns import Columns
from layers.reading.content import FileData
from layers.reading.context import Context
from layers.reading.positions import parse_position
from layers.reading.results import Reading
from layers.reading.specification import Column, Specification
from layers.reading.tabular import read_csv
from layers.reading.text import ILLEGIBLE_NAME
from layers.themes.transit.reader import SAMPLE_STOPS, STOP_FIELDS
from territory.models import TransitStop
from territory.models.transport import LIMA_AND_CALLAO
from territory.names import fold

# All of it is one feed, beside those of GTFS.
FEED = "atu"

# ATU's territory: the districts of these provinces have no namesakes among themselves.
_PROVINCES = (("Lima", "Lima"), ("Callao", "Callao"))
# What the file writes where it knows nothing.
_NOTHING = "na"


def _without_na(raw: str) -> str:
    return "" if fold(raw) == _NOTHING else raw


_READ = (
    Column(
        "parnom",
        "name",
        "nombre. Uno ilegible (tildes perdidas) se publica sin él, y se informa",
        required=True,
        strict=True,
        sample=SAMPLE_STOPS,
        illegible=ILLEGIBLE_NAME,
    ),
    Column(
        "disnom",
        part_of="declared_ubigeo",
        about="distrito, por su nombre: de la provincia de Lima o del Callao",
        required=True,
        strict=True,
    ),
    Column("latitud", part_of="geom", about="grados decimales", required=True, strict=True),
    Column("longitud", part_of="geom", about="grados decimales", required=True, strict=True),
    Column(
        "tipodet", "service", "servicio. `NA` cuenta como vacío", strict=True, prepare=_without_na
    ),
    Column(
        "cornom", "corridor", "corredor. `NA` cuenta como vacío", strict=True, prepare=_without_na
    ),
)
FILE = Specification(
    TransitStop,
    _READ,
    commitments=(LIMA_AND_CALLAO,),
    computed=STOP_FIELDS,
)


def read_atu_stops(data: FileData, context: Context) -> Reading:
    """The stops of a CSV file; raises SourceError where it can't be read as a whole.

    The file has no key and repeats stops, so the key is made of all that tells two apart.
    """
    file = read_csv(data, FILE.required, FILE.optional, FILE.aliases)
    table = Columns(file.frame)
    values = {field: FILE.unknown(field) for field in FILE.computed} | FILE.read(table, context)

    def parse_district(raw: str) -> str:
        for department, province in _PROVINCES:
            if ubigeo := context.units.find(department, province, raw):
                return ubigeo
        raise CellError("No es un distrito de la provincia de Lima ni del Callao.")

    values |= {
        "feed": FEED,
        "kind": TransitStop.Kind.STOP.value,
        "declared_ubigeo": table.read("disnom", parse_district),
        "geom": table.read_together(("latitud", "longitud"), _parse_position, refuse=True),
    }
    values["stop_id"] = _keys(values)
    again = table.repeated((values["stop_id"],))
    reasons = {
        row: f"Repite el paradero de la fila {first}: cuenta una vez."
        for row, first in again.items()
    }
    table.report(reasons, "parnom", refuse=False)
    frame = FILE.frame(table, values).drop(list(again))
    errors = sorted((*file.errors, *table.errors), key=lambda error: error.row)
    remarks = (f"Filas que repiten un paradero: {len(again)}.",) if again else ()
    return Reading({"transit_stops": frame}, tuple(errors), table.notices, remarks, FEED)


def _keys(values: dict[str, pd.Series]) -> pd.Series:
    distinguishing = ("name", "declared_ubigeo", "geom", "service", "corridor")
    rows = pd.concat([values[field] for field in distinguishing], axis=1)
    texts = ("\n".join(text or "" for text in row) for row in rows.itertuples(index=False))
    keys = [hashlib.sha256(text.encode()).hexdigest()[:16] for text in texts]
    return pd.Series(keys, rows.index, dtype=object)


def _parse_position(latitude: str, longitude: str) -> str:
    point = parse_position(latitude, longitude)
    if point is None:
        raise CellError("Falta la posición.")
    return point
