"""The real feed of Trujillo, against a reading by the csv module alone."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest
import shapely

from layers.themes.transit.reader import read_gtfs
from tests.layers.themes.transit.readings import CONTEXT, lines, records

REAL = Path(__file__).parents[5] / "shared/data/official/transport/gtfs_trujillo.zip"


def real_rows(name: str) -> list[dict[str, str]]:
    with zipfile.ZipFile(REAL) as archive, archive.open(name) as file:
        return list(csv.DictReader(io.TextIOWrapper(file, "utf-8-sig")))


@pytest.mark.slow
@pytest.mark.skipif(not REAL.exists(), reason="the real feed of Trujillo is not at hand")
def test_the_real_feed_of_trujillo() -> None:
    reading = read_gtfs(REAL.read_bytes(), CONTEXT)
    assert (reading.errors, reading.notices, reading.remarks) == ((), (), ())
    routes = records(reading, "transit_routes", "route_id")
    stops = records(reading, "transit_stops", "stop_id")
    assert (len(routes), len(stops)) == (85, 508)
    trips = {row["trip_id"]: row for row in real_rows("trips.txt")}
    # Every point of every shape is served.
    points: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for row in real_rows("shapes.txt"):
        points[row["shape_id"]].append((float(row["shape_pt_lon"]), float(row["shape_pt_lat"])))
    assert sum(shapely.get_num_coordinates(lines(r["geom"])) for r in routes.values()) == 106_676
    for route in ("0", "42", "84"):
        shapes = {trip["shape_id"] for trip in trips.values() if trip["route_id"] == route}
        expected = shapely.MultiLineString([points[shape] for shape in sorted(shapes)])
        assert lines(routes[route]["geom"]).equals_exact(expected, 6e-8)
    served = defaultdict(set)
    for row in real_rows("stop_times.txt"):
        served[row["stop_id"]].add(trips[row["trip_id"]]["route_id"])
    assert {stop: row["number_of_routes"] for stop, row in stops.items()} == {
        stop: len(found) for stop, found in served.items()
    }
    agencies = {row["agency_id"]: row["agency_name"] for row in real_rows("agency.txt")}
    for row in real_rows("routes.txt"):
        expected = routes[row["route_id"]]
        assert (expected["agency"], expected["name"]) == (
            agencies[row["agency_id"]],
            row["route_short_name"],
        )
    hours = defaultdict(set)
    for row in real_rows("frequencies.txt"):
        assert row["headway_secs"] == "300"
        hours[trips[row["trip_id"]]["route_id"]].add(row["start_time"][:5])
    assert {key: row["runs_from"] for key, row in routes.items()} == {
        key: min(found) for key, found in hours.items()
    }
    assert {row["headway_min"] for row in routes.values()} == {Decimal(5)}
    assert {(row["valid_from"], row["valid_to"]) for row in routes.values()} == {
        (dt.date(2025, 12, 22), dt.date(2026, 12, 21))
    }
