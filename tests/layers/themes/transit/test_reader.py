"""A GTFS feed as routes and stops: what is published of it, and that it is what the feed says."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
import shapely

from layers.reading.context import Feed
from layers.reading.results import SourceError
from layers.themes.transit.gtfs.service import clock, describe_week
from layers.themes.transit.reader import ROUTE_FIELDS, STOP_FIELDS, read_gtfs
from territory.models.transport import commitment_of
from tests.feeds import FEED, changed, feed, with_row
from tests.layers.themes.transit.readings import CONTEXT, lines, read, records


def test_a_route_is_what_its_trips_amount_to() -> None:
    routes, _stops = read()
    route = routes["R1"]
    assert tuple(route) == ROUTE_FIELDS
    path = lines(route.pop("geom"))
    assert path.equals_exact(
        shapely.MultiLineString([[(-79.03, -8.1), (-79.03, -8.105), (-79.01, -8.12)]]), 1e-9
    )
    assert route == {
        "route_id": "R1",
        "name": "10",
        "short_name": "10",
        "long_name": "Óvalo - Mercado",
        "agency": "Operador A",
        "mode": "bus",
        "color": "#1C6EA4",
        "destinations": "Mercado",
        "number_of_stops": 3,
        "headway_min": Decimal("7.50"),
        "headway_max": Decimal("10.00"),
        "runs_from": "05:00",
        "runs_until": "23:00",
        "service_days": "todos los días",
        # The calendar says 2000 to 2100; the feed answers for less.
        "valid_from": dt.date(2026, 1, 15),
        "valid_to": dt.date(2026, 12, 31),
        "path_source": "shapes",
        "feed": "trujillo",
        "declared_ubigeo": "1301",
        "commitments": [10],
        "source": "Municipalidad",
        "source_url": "https://example.org",
        "cutoff_date": dt.date(2026, 1, 16),
        "is_sample": False,
    }


def test_a_route_without_shape_and_frequencies() -> None:
    reading = read_gtfs(feed(), CONTEXT)
    route = records(reading, "transit_routes", "route_id")["R2"]
    assert (route["name"], route["path_source"]) == ("Plaza - Mercado", "stops")
    assert lines(route["geom"]).equals_exact(
        shapely.MultiLineString(
            [[(-79.02, -8.11), (-79.01, -8.12)], [(-79.01, -8.12), (-79.02, -8.11)]]
        ),
        1e-9,
    )
    assert (route["headway_min"], route["headway_max"]) == (None, None)
    # A departure after midnight belongs to the service day before.
    assert (route["runs_from"], route["runs_until"]) == ("06:31", "24:10")
    assert route["service_days"] == "lunes a viernes"
    assert (route["valid_from"], route["valid_to"]) == (dt.date(2026, 1, 15), dt.date(2026, 6, 30))
    assert reading.remarks == ("Rutas sin trazado, dibujadas con rectas entre paraderos: 1.",)


def test_each_way_once_and_a_shape_shared_by_trips_once() -> None:
    again = {"trips.txt": FEED["trips.txt"] + "R1,D,T4,H1,Óvalo\nR2,L,T5,,Mercado\n"}
    again["stop_times.txt"] = FEED["stop_times.txt"] + (
        "T4,00:00:00,00:00:00,S1,1\nT4,00:20:00,00:20:00,S3,2\n"
        "T5,07:00:00,07:00:00,S2,1\nT5,07:20:00,07:20:00,S3,2\n"
    )
    routes, _stops = read(dict(again))
    assert len(lines(routes["R1"]["geom"]).geoms) == 1
    assert len(lines(routes["R2"]["geom"]).geoms) == 2
    assert routes["R1"]["destinations"] == "Mercado; Óvalo"


def test_a_stop_is_what_stops_there() -> None:
    _routes, stops = read()
    assert tuple(stops["S2"]) == STOP_FIELDS
    expected = {
        "name": "Plaza",
        "kind": "stop",
        "routes": "10, Plaza - Mercado",
        "number_of_routes": 2,
        "geom": "SRID=4326;POINT(-79.0200000 -8.1100000)",
    }
    assert {key: stops["S2"][key] for key in expected} == expected
    assert (stops["S1"]["routes"], stops["S1"]["number_of_routes"]) == ("10", 1)
    assert stops["S1"]["wheelchair"] is None


def test_a_station_has_the_routes_of_its_stops_and_lends_them_its_access() -> None:
    text = (
        "stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station,"
        "wheelchair_boarding,stop_code\n"
        "S1,Óvalo,-8.10,-79.03,,E1,,P-1\nS2,Plaza,-8.11,-79.02,0,E1,2,\nS3,Mercado,-8.12,-79.01,0,,,\n"
        "E1,Central,-8.10,-79.031,1,,1,\nX1,Puerta,-8.10,-79.0311,2,E1,,\nN1,,,,3,E1,,\n"
    )
    _routes, stops = read({"stops.txt": text})
    # Entrances and nodes are parts of a station, not places to look for.
    assert set(stops) == {"S1", "S2", "S3", "E1"}
    assert (stops["E1"]["kind"], stops["E1"]["number_of_routes"]) == ("station", 2)
    assert stops["S1"]["station"] == "Central"
    assert stops["S1"]["code"] == "P-1"
    access = {key: stops[key]["wheelchair"] for key in ("S1", "S2", "S3", "E1")}
    assert access == {"S1": True, "S2": False, "S3": None, "E1": True}


def test_a_route_without_trips_is_published_without_a_line() -> None:
    reading = read_gtfs(feed(with_row("routes.txt", "R3,A,30,,3,")), CONTEXT)
    route = records(reading, "transit_routes", "route_id")["R3"]
    assert (route["geom"], route["path_source"], route["valid_from"]) == (None, None, None)
    (notice,) = reading.notices
    assert (notice.file, notice.row, notice.column) == ("routes.txt", 4, "route_id")


def test_a_line_of_one_place_is_none() -> None:
    still = FEED["stop_times.txt"].replace("S3,2\nT3", "S2,2\nT3").replace(",S3,1", ",S2,1")
    routes, _stops = read({"stop_times.txt": still})
    assert routes["R2"]["geom"] is None


def test_days_that_only_exceptions_give() -> None:
    dates = "service_id,date,exception_type\nL,20260628,1\nL,20251224,1\nL,20260101,2\n"
    routes, _stops = read(
        {
            "calendar.txt": None,
            "calendar_dates.txt": dates,
            "trips.txt": FEED["trips.txt"].replace(",D,", ",L,"),
        }
    )
    route = routes["R2"]
    assert route["service_days"] == "solo en fechas señaladas"
    # The day before the feed's own period is none of its days.
    assert (route["valid_from"], route["valid_to"]) == (dt.date(2026, 6, 28),) * 2


def test_a_calendar_outside_the_feeds_period_says_nothing() -> None:
    routes, _stops = read(changed("calendar.txt", "20260101,20260630", "20200101,20200630"))
    route = routes["R2"]
    assert (route["service_days"], route["valid_from"], route["valid_to"]) == (None, None, None)


def test_without_feed_info_the_calendar_stands() -> None:
    routes, _stops = read(
        {
            "feed_info.txt": None,
            "frequencies.txt": None,
            "shapes.txt": None,
            "trips.txt": FEED["trips.txt"].replace("H1", ""),
        }
    )
    assert routes["R1"]["valid_to"] == dt.date(2100, 1, 1)
    assert (routes["R1"]["runs_from"], routes["R1"]["headway_min"]) == ("00:00", None)
    assert routes["R1"]["path_source"] == "stops"


@pytest.mark.parametrize(
    ("week", "expected"),
    [
        ("1111111", "todos los días"),
        ("1111100", "lunes a viernes"),
        ("0000011", "sábado y domingo"),
        ("1010100", "lunes, miércoles y viernes"),
        ("0000001", "domingo"),
        ("0000000", ""),
    ],
)
def test_a_week_in_words(week: str, expected: str) -> None:
    assert describe_week(day == "1" for day in week) == expected


def test_a_clock_beyond_midnight() -> None:
    assert [clock(seconds) for seconds in (0, 3599, 86400, 90061)] == [
        "00:00",
        "00:59",
        "24:00",
        "25:01",
    ]


@pytest.mark.parametrize(
    ("ubigeo", "number"),
    [
        ("1501", 9),
        ("150122", 9),
        ("07", 9),
        ("0701", 9),
        ("070106", 9),
        ("1508", 10),
        ("13", 10),
        ("1301", 10),
        ("15", None),
    ],
)
def test_the_unit_decides_the_commitment(ubigeo: str, number: int | None) -> None:
    assert commitment_of(ubigeo) == number


def test_the_department_of_lima_does_not_decide_it() -> None:
    with pytest.raises(SourceError, match="compromiso 9"):
        read_gtfs(feed(), replace(CONTEXT, feed=Feed("lima", "15")))


def test_samples_and_facts_are_distinguished() -> None:
    sample = {
        "routes.txt": FEED["routes.txt"]
        .replace("Óvalo - Mercado", "RUTA DE EJEMPLO 1")
        .replace("Plaza - Mercado", "Ruta de ejemplo 2"),
        "stops.txt": FEED["stops.txt"]
        .replace("Óvalo", "PARADERO DE EJEMPLO 1")
        .replace("Plaza", "Paradero de ejemplo 2")
        .replace("Mercado", "ESTACION DE EJEMPLO 1"),
    }
    samples = replace(CONTEXT, samples=True)
    assert read_gtfs(feed(dict(sample)), samples).errors == ()
    as_facts = read_gtfs(feed(dict(sample)), CONTEXT)
    assert as_facts.number_of_rows == 0
    refused = sorted((e.file, e.row) for e in as_facts.errors)
    assert refused == [("routes.txt", n) for n in (2, 3)] + [("stops.txt", n) for n in (2, 3, 4)]
    assert read_gtfs(feed(), samples).number_of_rows == 0
