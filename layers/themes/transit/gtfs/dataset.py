"""A feed's files together: each read, and each reference from one to another held."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

from layers.reading.content import FileData
from layers.reading.results import RowError, SourceError
from layers.themes.transit.gtfs.archive import open_archive
from layers.themes.transit.gtfs.calendar import (
    WEEK,
    follow_services,
    read_calendar,
    read_calendar_dates,
)
from layers.themes.transit.gtfs.network import read_agencies, read_routes, read_stops, read_trips
from layers.themes.transit.gtfs.shapes import read_shapes
from layers.themes.transit.gtfs.table import Table, empty_table, read_table
from layers.themes.transit.gtfs.times import read_frequencies, read_stop_times
from layers.themes.transit.gtfs.values import parse_optional_day


@dataclass(frozen=True)
class FileSpec:
    """The columns of a file that are read, and whether a feed can do without the file."""

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    mandatory: bool = False


FILES = {
    "agency.txt": FileSpec(
        ("agency_name", "agency_url", "agency_timezone"), ("agency_id",), mandatory=True
    ),
    "stops.txt": FileSpec(
        ("stop_id", "stop_name", "stop_lat", "stop_lon"),
        ("stop_code", "location_type", "parent_station", "wheelchair_boarding"),
        mandatory=True,
    ),
    "routes.txt": FileSpec(
        ("route_id", "route_type"),
        ("agency_id", "route_short_name", "route_long_name", "route_color"),
        mandatory=True,
    ),
    "trips.txt": FileSpec(
        ("route_id", "service_id", "trip_id"), ("shape_id", "trip_headsign"), mandatory=True
    ),
    "stop_times.txt": FileSpec(
        ("trip_id", "arrival_time", "departure_time", "stop_id", "stop_sequence"),
        ("timepoint",),
        mandatory=True,
    ),
    "calendar.txt": FileSpec(("service_id", *WEEK, "start_date", "end_date")),
    "calendar_dates.txt": FileSpec(("service_id", "date", "exception_type")),
    "shapes.txt": FileSpec(("shape_id", "shape_pt_lat", "shape_pt_lon", "shape_pt_sequence")),
    "frequencies.txt": FileSpec(
        ("trip_id", "start_time", "end_time", "headway_secs"), ("exact_times",)
    ),
    "feed_info.txt": FileSpec((), ("feed_start_date", "feed_end_date")),
}


@dataclass(frozen=True)
class Dataset:
    """The files that say what runs where; fares, transfers and the like are not read.

    What was refused stays in a table's ``frame`` and is missing in its ``good``.
    """

    agency: Table
    stops: Table
    routes: Table
    trips: Table
    stop_times: Table
    calendar: Table
    calendar_dates: Table
    shapes: Table
    frequencies: Table
    feed_info: Table

    @property
    def tables(self) -> Iterator[Table]:
        return (getattr(self, item.name) for item in fields(self))

    @property
    def errors(self) -> tuple[RowError, ...]:
        return tuple(error for table in self.tables for error in table.errors)

    @property
    def notices(self) -> tuple[RowError, ...]:
        return tuple(notice for table in self.tables for notice in table.notices)


def read_dataset(data: FileData) -> Dataset:
    """The feed in a zip; raises SourceError where it can't be read as a whole."""
    with open_archive(data, FILES) as contents:
        tables = _tables(contents)
    dataset = Dataset(**tables)
    _read(dataset)
    return dataset


def _tables(contents: dict[str, Path]) -> dict[str, Table]:
    missing = [name for name, spec in FILES.items() if spec.mandatory and name not in contents]
    if missing:
        raise SourceError(f"Al zip le falta {', '.join(missing)}.")
    if not {"calendar.txt", "calendar_dates.txt"} & contents.keys():
        raise SourceError("Al zip le falta calendar.txt o calendar_dates.txt.")
    return {
        name.removesuffix(".txt"): _table(name, spec, contents.get(name))
        for name, spec in FILES.items()
    }


def _table(name: str, spec: FileSpec, content: Path | None) -> Table:
    if content is None:
        return empty_table(name, (*spec.required, *spec.optional))
    table = read_table(name, content, spec.required, spec.optional)
    if spec.mandatory and table.text.empty and not table.errors:
        raise SourceError(f"{name}: no tiene ninguna fila.")
    return table


def _read(dataset: Dataset) -> None:
    """What refers comes after what it refers to."""
    read_agencies(dataset.agency)
    read_stops(dataset.stops)
    read_routes(dataset.routes, dataset.agency)
    read_calendar(dataset.calendar)
    read_calendar_dates(dataset.calendar_dates)
    read_shapes(dataset.shapes)
    read_trips(dataset.trips, dataset.routes, dataset.shapes)
    follow_services(dataset.trips, dataset.calendar, dataset.calendar_dates)
    read_stop_times(dataset.stop_times, dataset.trips, dataset.stops)
    read_frequencies(dataset.frequencies, dataset.trips)
    dataset.feed_info.read_if_possible("feed_start_date", parse_optional_day)
    dataset.feed_info.read_if_possible("feed_end_date", parse_optional_day)
