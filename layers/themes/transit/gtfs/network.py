"""agency.txt, stops.txt, routes.txt and trips.txt: who runs what, and where it stops."""

from __future__ import annotations

import zoneinfo
from functools import partial

from layers.reading.cells import CellError, parse_required_text, parse_url
from layers.themes.transit.gtfs.places import refuse_impossible
from layers.themes.transit.gtfs.table import Table
from layers.themes.transit.gtfs.values import (
    one_of,
    parse_color,
    parse_degrees,
    parse_id,
    parse_name,
    parse_optional_id,
)
from territory.models import TransitRoute

STOP, STATION, _ENTRANCE, _NODE, _BOARDING_AREA = "0", "1", "2", "3", "4"
# What may stand above each kind of place.
_PARENTS = {STOP: STATION, _ENTRANCE: STATION, _NODE: STATION, _BOARDING_AREA: STOP}
_NEED_NAME = (STOP, STATION, _ENTRANCE)

Mode = TransitRoute.Mode
_MODES = {
    "0": Mode.TRAM,
    "1": Mode.SUBWAY,
    "2": Mode.RAIL,
    "3": Mode.BUS,
    "4": Mode.FERRY,
    "5": Mode.CABLE,
    "6": Mode.CABLE,
    "7": Mode.CABLE,
    "11": Mode.TROLLEYBUS,
    "12": Mode.MONORAIL,
}
# The hundreds of the extended route types (developers.google.com/transit/gtfs/reference/
# extended-route-types), which many feeds use.
_EXTENDED_MODES = {
    "1": Mode.RAIL,
    "2": Mode.BUS,
    "4": Mode.SUBWAY,
    "7": Mode.BUS,
    "8": Mode.TROLLEYBUS,
    "9": Mode.TRAM,
    "10": Mode.FERRY,
    "12": Mode.FERRY,
    "13": Mode.CABLE,
    "14": Mode.CABLE,
}


def parse_mode(raw: str) -> str:
    """The mode of a ``route_type``, basic or extended."""
    text = raw.strip()
    mode = _MODES.get(text)
    if mode is None and text.isascii() and text.isdigit() and 3 <= len(text) <= 4:
        mode = _EXTENDED_MODES.get(text[:-2])
    if mode is None:
        raise CellError("No es un tipo de ruta de GTFS (3 es bus).")
    return mode.value


def read_agencies(agency: Table) -> None:
    agency.read("agency_id", parse_optional_id)
    agency.read_name("agency_name", partial(parse_required_text, max_length=200))
    agency.read("agency_timezone", _parse_timezone)
    agency.read_if_possible("agency_url", parse_url)
    agency.refuse_repeated("agency_id")
    zones = agency.good["agency_timezone"]
    others = zones.index[zones != zones.iloc[0]] if len(zones) else zones.index
    agency.refuse(others, "agency_timezone", "Todos los operadores deben tener la misma zona.")


def read_stops(stops: Table) -> None:
    stops.read("stop_id", parse_id)
    stops.read("location_type", _parse_location_type)
    stops.read_name("stop_name", parse_name)
    stops.read("stop_lat", parse_degrees, "float64")
    stops.read("stop_lon", parse_degrees, "float64")
    stops.read("parent_station", parse_optional_id)
    stops.read_if_possible("stop_code", parse_name)
    stops.read_if_possible("wheelchair_boarding", one_of(("", "0", "1", "2")))
    stops.refuse_repeated("stop_id")
    named = stops.good[stops.good["location_type"].isin(_NEED_NAME)]
    stops.refuse(named.index[named["stop_name"] == ""], "stop_name", "Falta el nombre.")
    for column in ("stop_lat", "stop_lon"):
        placed = stops.good[stops.good["location_type"].isin(_NEED_NAME)]
        stops.refuse(placed.index[placed[column].isna()], column, "Falta la coordenada.")
    refuse_impossible(stops, "stop_lon", "stop_lat")
    _check_parents(stops)


def read_routes(routes: Table, agency: Table) -> None:
    routes.read("route_id", parse_id)
    routes.read("route_type", parse_mode)
    routes.read_name("route_short_name", parse_name)
    routes.read_name("route_long_name", parse_name)
    routes.read("agency_id", parse_optional_id)
    routes.read_if_possible("route_color", parse_color)
    routes.refuse_repeated("route_id")
    good = routes.good
    nameless = (good["route_short_name"] == "") & (good["route_long_name"] == "")
    reason = "Falta el nombre: corto, largo o ambos."
    routes.refuse(good.index[nameless], "route_short_name", reason)
    without = routes.good["agency_id"] == ""
    if len(agency.text) > 1:
        reason = "Falta el operador: agency.txt tiene varios."
        routes.refuse(routes.good.index[without], "agency_id", reason)
    _follow_if_given(routes, "agency_id", agency, "agency_id")


def read_trips(trips: Table, routes: Table, shapes: Table) -> None:
    trips.read("trip_id", parse_id)
    trips.read("route_id", parse_id)
    trips.read("service_id", parse_id)
    trips.read("shape_id", parse_optional_id)
    trips.read_if_possible("trip_headsign", parse_name)
    trips.refuse_repeated("trip_id")
    trips.follow("route_id", routes, "route_id")
    # A shape of which nothing is left costs the trip its line, not its place.
    given = trips.good["shape_id"]
    unknown = (given != "") & ~given.isin(shapes.frame["shape_id"].to_numpy())
    trips.refuse(given.index[unknown], "shape_id", f"No está en {shapes.name}.")


def _follow_if_given(table: Table, column: str, target: Table, key: str) -> None:
    given = table.good[column]
    unknown = (given != "") & ~given.isin(target.frame[key].to_numpy())
    table.refuse(given.index[unknown], column, f"No está en {target.name}.")


def _check_parents(stops: Table) -> None:
    good = stops.good
    kinds, parents = good["location_type"], good["parent_station"]
    given = parents != ""
    stops.refuse(
        good.index[given & (kinds == STATION)],
        "parent_station",
        "Una estación no pertenece a otra.",
    )
    needed = kinds.isin((_ENTRANCE, _NODE, _BOARDING_AREA))
    stops.refuse(good.index[~given & needed], "parent_station", "Falta la estación.")
    _follow_if_given(stops, "parent_station", stops, "stop_id")
    good = stops.good
    above = good["parent_station"].map(dict(zip(good["stop_id"], kinds, strict=False)))
    wrong = above.notna() & (above != good["location_type"].map(_PARENTS))
    reason = "Lo que indica no es del tipo que corresponde (location_type)."
    stops.refuse(good.index[wrong], "parent_station", reason)


def _parse_location_type(raw: str) -> str:
    return one_of(("", STOP, STATION, _ENTRANCE, _NODE, _BOARDING_AREA))(raw) or STOP


def _parse_timezone(raw: str) -> str:
    if raw.strip() not in zoneinfo.available_timezones():
        raise CellError("No es una zona horaria (la del Perú es America/Lima).")
    return raw.strip()
