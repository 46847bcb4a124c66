"""Commitments 9 and 10: a GTFS feed as routes and stops. See ``docs/importar-transporte.md``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from django.db import models

from layers.reading.content import FileData
from layers.reading.context import Context
from layers.reading.field_parsers import or_unknown
from layers.reading.provenance import PROVENANCE, provenance_values
from layers.reading.results import Reading, SourceError
from layers.reading.samples import SampleMark
from layers.themes.transit.gtfs.dataset import Dataset, read_dataset
from layers.themes.transit.gtfs.departures import departures, service_dates, services
from layers.themes.transit.gtfs.network import STATION, STOP
from layers.themes.transit.gtfs.paths import Path, paths
from layers.themes.transit.gtfs.places import points
from layers.themes.transit.gtfs.second_opinion import COLUMNS, second_opinion
from layers.themes.transit.gtfs.service import Summary, summaries
from layers.themes.transit.gtfs.table import Table
from territory.models import TransitRoute, TransitStop
from territory.models.transport import commitment_of

_PLACED_FIELDS = ("feed", "declared_ubigeo", "commitments", *PROVENANCE)
_SUMMARY: Summary = {
    "destinations": "",
    "number_of_stops": None,
    "headway_min": None,
    "headway_max": None,
    "runs_from": "",
    "runs_until": "",
    "service_days": "",
    "valid_from": None,
    "valid_to": None,
}
ROUTE_FIELDS = (
    "route_id",
    "name",
    "short_name",
    "long_name",
    "agency",
    "mode",
    "color",
    *_SUMMARY,
    "path_source",
    "geom",
    *_PLACED_FIELDS,
)
STOP_FIELDS = (
    "stop_id",
    "code",
    "name",
    "kind",
    "service",
    "corridor",
    "station",
    "wheelchair",
    "routes",
    "number_of_routes",
    "geom",
    *_PLACED_FIELDS,
)

_OF_FEED = ("feed", "is_sample")
SERVICE_FIELDS = ("service_id", "week", "starts", "ends", *_OF_FEED)
SERVICE_DATE_FIELDS = ("service_id", "date", "is_added", *_OF_FEED)
DEPARTURE_FIELDS = (
    "route_id",
    "stop_id",
    "service_id",
    "hour",
    "departures",
    "starts",
    *_OF_FEED,
)
NOTICE_FIELDS = (*COLUMNS, *_OF_FEED)

_SAMPLE_ROUTES = SampleMark(("RUTA DE EJEMPLO",))
SAMPLE_STOPS = SampleMark(("PARADERO DE EJEMPLO", "ESTACIÓN DE EJEMPLO"))
# Places that passengers look for; entrances and the like are parts of them.
_KINDS = {STOP: "stop", STATION: "station"}
_WHEELCHAIR = {"1": True, "2": False}


def read_gtfs(data: FileData, context: Context) -> Reading:
    """The feed's routes and stops; raises SourceError where it can't be read as a whole."""
    commitment = commitment_of(context.served.unit)
    if commitment is None:
        raise SourceError(
            "El departamento de Lima abarca Lima Metropolitana (compromiso 9) y otras provincias "
            "(compromiso 10): indique la provincia o el distrito."
        )
    dataset = read_dataset(data)
    samples = context.samples
    _check_samples(dataset.routes, "route_long_name", _SAMPLE_ROUTES, samples=samples)
    _check_samples(dataset.stops, "stop_name", SAMPLE_STOPS, samples=samples)
    placed = {
        "feed": context.served.name,
        "declared_ubigeo": context.served.unit,
        "commitments": [commitment],
        **provenance_values(TransitRoute, context),
    }
    drawn = paths(dataset)
    remarks = _report_undrawn(dataset, drawn)
    frames = {
        "transit_routes": _frame(TransitRoute, _routes(dataset, drawn, placed), ROUTE_FIELDS),
        "transit_stops": _frame(TransitStop, _stops(dataset, placed), STOP_FIELDS),
    }
    notices = second_opinion(data, context.today)
    if dataset.routes.good.empty and dataset.stops.good.empty:
        notices = notices.iloc[:0]  # of a feed of which nothing is published, nothing is said
    beside = _of_feed({**_timetable(dataset), "transit_notices": notices}, context)
    return Reading(
        frames | beside,
        dataset.errors,
        dataset.notices,
        remarks,
        context.served.name,
        tuple(beside),
    )


def _timetable(dataset: Dataset) -> dict[str, pd.DataFrame]:
    """What runs when, of the trips that are left."""
    return {
        "transit_services": services(dataset),
        "transit_service_dates": service_dates(dataset),
        "transit_departures": departures(dataset),
    }


def _of_feed(frames: dict[str, pd.DataFrame], context: Context) -> dict[str, pd.DataFrame]:
    """Frames of what no map shows, as the feed's."""
    feed, samples = context.served.name, context.samples
    return {
        name: frame.assign(feed=feed, is_sample=samples).astype(object)
        for name, frame in frames.items()
    }


def _frame(
    model: type[models.Model], records: dict[int, dict[str, Any]], columns: tuple[str, ...]
) -> pd.DataFrame:
    # As objects: a missing number stays None and doesn't become NaN.
    frame = pd.DataFrame(list(records.values()), list(records), columns, dtype=object)
    return frame.apply(lambda values: or_unknown(model, str(values.name), values))


def _check_samples(table: Table, column: str, mark: SampleMark, *, samples: bool) -> None:
    """Refuse facts among samples and samples among facts."""
    given = table.good[column]
    marked = given.map(mark.is_on).astype(bool)
    if column == "stop_name":
        marked |= samples & (given == "")  # what lies within a station may have no name
    table.refuse(given.index[marked != samples], column, mark.reason(samples=samples))


def _routes(
    dataset: Dataset, drawn: Mapping[str, Path], placed: dict[str, Any]
) -> dict[int, dict[str, Any]]:
    services = summaries(dataset)
    agencies = dataset.agency.good.set_index("agency_id")["agency_name"].to_dict()
    only = next(iter(agencies.values())) if len(agencies) == 1 else ""
    records: dict[int, dict[str, Any]] = {}
    for row, cells in dataset.routes.good.to_dict("index").items():
        short, long = cells["route_short_name"], cells["route_long_name"]
        path = drawn.get(cells["route_id"])
        records[int(row)] = {
            "route_id": cells["route_id"],
            "name": short or long,
            "short_name": short,
            "long_name": long,
            "agency": agencies.get(cells["agency_id"], only),
            "mode": cells["route_type"],
            "color": cells["route_color"] or "",
            **_SUMMARY,
            **services.get(cells["route_id"], {}),
            "path_source": path.source if path else "",
            "geom": path.ewkt if path else None,
            **placed,
        }
    return records


def _stops(dataset: Dataset, placed: dict[str, Any]) -> dict[int, dict[str, Any]]:
    good = dataset.stops.good
    names = dict(zip(good["stop_id"], good["stop_name"], strict=True))
    routes = _routes_by_stop(dataset)
    shown = good[good["location_type"].isin(list(_KINDS))]
    shown = shown.assign(point=points(shown, "stop_lon", "stop_lat"))
    inherited = dict(zip(good["stop_id"], good["wheelchair_boarding"], strict=True))
    records: dict[int, dict[str, Any]] = {}
    for row, cells in shown.to_dict("index").items():
        parent = cells["parent_station"]
        access = cells["wheelchair_boarding"]
        if access in (None, "", "0"):
            access = inherited.get(parent)
        served = routes.get(cells["stop_id"], [])
        records[int(row)] = {
            "stop_id": cells["stop_id"],
            "code": cells["stop_code"] or "",
            "name": cells["stop_name"],
            "kind": _KINDS[cells["location_type"]],
            "service": "",
            "corridor": "",
            "station": names.get(parent, ""),
            "wheelchair": _WHEELCHAIR.get(access or ""),
            "routes": ", ".join(sorted(set(served))),
            "number_of_routes": len(served),
            "geom": f"SRID=4326;POINT({cells['point']})",
            **placed,
        }
    return records


def _routes_by_stop(dataset: Dataset) -> dict[str, list[str]]:
    """The names of the routes at each stop, and at each station those of its stops."""
    routes = dataset.routes.good
    names = routes["route_short_name"].where(
        routes["route_short_name"] != "", routes["route_long_name"]
    )
    named = pd.DataFrame({"route_id": routes["route_id"], "name": names})
    calls = dataset.stop_times.good[["trip_id", "stop_id"]]
    calls = calls.merge(dataset.trips.good[["trip_id", "route_id"]], on="trip_id")
    calls = calls[["stop_id", "route_id"]].drop_duplicates().merge(named, on="route_id")
    stops = dataset.stops.good[["stop_id", "parent_station"]]
    above = calls.merge(stops[stops["parent_station"] != ""], on="stop_id")
    above = above.assign(stop_id=above["parent_station"])[["stop_id", "route_id", "name"]]
    everything = pd.concat([calls, above]).drop_duplicates(["stop_id", "route_id"])
    return {str(stop): list(own) for stop, own in everything.groupby("stop_id")["name"]}


def _report_undrawn(dataset: Dataset, drawn: Mapping[str, Path]) -> tuple[str, ...]:
    """Note the routes that get no line, and tell of those whose line is not the vehicles' way."""
    good = dataset.routes.good
    undrawn = good.index[~good["route_id"].isin(list(drawn))]
    reason = "No tiene viajes que digan por dónde pasa: se publica sin línea."
    dataset.routes.leave_out(undrawn, "route_id", reason)
    straight = sum(path.source == "stops" for path in drawn.values())
    if not straight:
        return ()
    return (f"Rutas sin trazado, dibujadas con rectas entre paraderos: {straight}.",)
