"""Files as MININTER publishes its complaints (SIDPOL)."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable

from layers.reading.context import Context
from layers.reading.directory import Directory
from layers.reading.results import Provenance, Reading
from layers.themes.crime_counts.reader import read_complaints

UNITS = {
    "13": "La Libertad",
    "1301": "Trujillo",
    "130101": "Trujillo",
    "130102": "El Porvenir",
    "14": "Lambayeque",
    "1401": "Chiclayo",
    "140101": "Chiclayo",
    "15": "Lima",
    "1501": "Lima",
    "150101": "Lima",
    "1502": "Barranca",
    "150201": "Barranca",
    "02": "Áncash",
    "0201": "Huaraz",
    "020101": "Huaraz",
}
CUTOFF = dt.date(2020, 12, 31)
HEADER = (
    "ANIO",
    "MES",
    "DPTO_HECHO_NEW",
    "PROV_HECHO",
    "DIST_HECHO",
    "UBIGEO_HECHO",
    "P_MODALIDADES",
    "cantidad",
)
TRUJILLO = ("LA LIBERTAD", "TRUJILLO", "TRUJILLO", "130101")
PORVENIR = ("LA LIBERTAD", "TRUJILLO", "EL PORVENIR", "130102")
CHICLAYO = ("LAMBAYEQUE", "CHICLAYO", "CHICLAYO", "140101")
LIMA = ("LIMA METROPOLITANA", "LIMA", "LIMA", "150101")
BARRANCA = ("REGION LIMA", "BARRANCA", "BARRANCA", "150201")
# The number lost its zero at the source.
HUARAZ = ("ANCASH", "HUARAZ", "HUARAZ", "20101")

Row = tuple[object, ...]


def row(
    place: tuple[str, ...] = TRUJILLO,
    year: object = 2019,
    month: object = 1,
    kind: str = "Robo",
    value: object = 12,
) -> Row:
    return (year, month, *place, kind, value)


def whole_year(place: tuple[str, ...] = TRUJILLO, year: int = 2019, **given: object) -> list[Row]:
    return [row(place, year, month, **given) for month in range(1, 13)]  # type: ignore[arg-type]


def written(rows: Iterable[Row], header: Iterable[str] = HEADER) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().encode()


def context(cutoff: dt.date = CUTOFF, *, samples: bool = False) -> Context:
    source = Provenance("MININTER, SIDPOL", "https://www.gob.pe/mininter", cutoff)
    return Context(Directory(UNITS), dt.date(2026, 1, 31), samples, source)


def read(*rows: Row, cutoff: dt.date = CUTOFF) -> Reading:
    return read_complaints(written(rows), context(cutoff))


def cells(reading: Reading) -> dict[tuple[str, str, str], tuple[int | None, str]]:
    """(unit, period, kind) → value and state."""
    found = {}
    for _at, one in reading.frames["crime_counts"].iterrows():
        start = one["period_start"].isoformat()
        period = start[:4] if one["granularity"] == "year" else start[:7]
        key = (one["declared_ubigeo"], period, one["category"])
        assert key not in found, key
        found[key] = (one["value"], one["state"])
    return found
