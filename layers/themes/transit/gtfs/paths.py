"""The lines of routes: their shapes or, where there are none, straight from stop to stop."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from layers.themes.transit.gtfs.dataset import Dataset
from layers.themes.transit.gtfs.places import points
from layers.themes.transit.gtfs.times import in_order


@dataclass(frozen=True)
class Path:
    """A route's lines as EWKT, and what they are drawn from: ``"shapes"`` or ``"stops"``."""

    ewkt: str
    source: str


def paths(dataset: Dataset) -> dict[str, Path]:
    """By route; one without any line is missing.

    Each shape that a route's trips take is a line of it, whole: both ways, and each variant.
    """
    shapes = _shapes(dataset)
    found: dict[str, Path] = {}
    for route, own in dataset.trips.good.groupby("route_id")["shape_id"]:
        lines = [shapes[shape] for shape in sorted(own.unique()) if shape in shapes]
        if lines:
            found[str(route)] = Path(_ewkt(lines), "shapes")
    for route, lines in _stop_lines(dataset, found).items():
        found[route] = Path(_ewkt(lines), "stops")
    return found


def _shapes(dataset: Dataset) -> dict[str, str]:
    ordered = dataset.shapes.good.sort_values(["shape_id", "shape_pt_sequence"], kind="stable")
    ordered = ordered.assign(point=points(ordered, "shape_pt_lon", "shape_pt_lat"))
    lines = ((str(shape), list(own)) for shape, own in ordered.groupby("shape_id")["point"])
    return {shape: ", ".join(line) for shape, line in lines if _is_line(line)}


def _stop_lines(dataset: Dataset, drawn: Iterable[str]) -> dict[str, list[str]]:
    """For the routes that are not drawn yet, each sequence of stops once."""
    trips = dataset.trips.good[["trip_id", "route_id"]]
    trips = trips[~trips["route_id"].isin(list(drawn))]
    stops = dataset.stops.good[["stop_id", "stop_lon", "stop_lat"]]
    stops = stops.assign(point=points(stops, "stop_lon", "stop_lat"))[["stop_id", "point"]]
    rows = in_order(dataset.stop_times)[["trip_id", "stop_id"]]
    rows = rows.merge(trips, on="trip_id").merge(stops, on="stop_id")
    found: dict[str, dict[str, None]] = {}
    for (route, _trip), own in rows.groupby(["route_id", "trip_id"], sort=True)["point"]:
        line = list(own)
        if _is_line(line):
            found.setdefault(str(route), {})[", ".join(line)] = None
    return {route: list(lines) for route, lines in found.items()}


def _is_line(line: list[str]) -> bool:
    return len(set(line)) > 1


def _ewkt(lines: Iterable[str]) -> str:
    return f"SRID=4326;MULTILINESTRING({', '.join(f'({line})' for line in lines)})"
