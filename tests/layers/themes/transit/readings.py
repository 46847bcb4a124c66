"""What a feed is read as: its routes and stops, by their identifiers."""

from __future__ import annotations

import datetime as dt
from typing import Any

import shapely

from layers.reading.context import Context, Feed
from layers.reading.directory import Directory
from layers.reading.results import Provenance, Reading
from layers.themes.transit.reader import read_gtfs
from tests.feeds import feed

UNITS = Directory.of([("13", "La Libertad"), ("1301", "Trujillo"), ("15", "Lima")])
CONTEXT = Context(
    UNITS,
    dt.date(2026, 11, 25),
    False,
    Provenance("Municipalidad", "https://example.org", dt.date(2026, 1, 16)),
    Feed("trujillo", "1301"),
)

Records = dict[str, dict[str, Any]]


def records(reading: Reading, table: str, key: str) -> Records:
    return {row[key]: row for row in reading.frames[table].to_dict("records")}


def read(
    changes: dict[str, str | bytes | None] | None = None, context: Context = CONTEXT
) -> tuple[Records, Records]:
    reading = read_gtfs(feed(changes), context)
    assert reading.errors == ()
    return (
        records(reading, "transit_routes", "route_id"),
        records(reading, "transit_stops", "stop_id"),
    )


def lines(ewkt: str) -> Any:
    srid, wkt = ewkt.split(";")
    assert srid == "SRID=4326"
    return shapely.from_wkt(wkt)
