"""What a feed amounts to, held against another reader of GTFS: the gtfs-kit library."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import geopandas
import gtfs_kit
import pytest
import shapely

from layers.reading.context import Context, Feed
from layers.reading.directory import Directory
from layers.reading.results import Provenance, Reading
from layers.themes.transit.gtfs.dataset import read_dataset
from layers.themes.transit.gtfs.service import describe_week
from layers.themes.transit.reader import read_gtfs
from tests.territory.shapes import FIXTURES, SHARED_DATA

# One of each kind: with the same files.
SAMPLES = list(
    {
        frozenset(file.name for file in path.iterdir()): path
        for path in sorted((FIXTURES / "samples" / "transport").iterdir())
    }.values()
)
REAL = SHARED_DATA / "official" / "transport" / "gtfs_trujillo.zip"
FEEDS = [
    *(pytest.param(path, id=path.name) for path in SAMPLES),
    pytest.param(
        REAL,
        id="real",
        marks=pytest.mark.skipif(not REAL.exists(), reason="no real feed is at hand"),
    ),
]
TODAY = dt.date(2026, 1, 31)
UTM = 32717


@pytest.fixture(params=FEEDS)
def path(request: pytest.FixtureRequest) -> Path:
    return Path(request.param)


@cache
def content(path: Path) -> bytes:
    """The feed's zip."""
    if path.is_file():
        return path.read_bytes()
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for file in path.iterdir():
            archive.write(file, file.name)
    return written.getvalue()


@cache
def ours(path: Path) -> Reading:
    context = Context(
        Directory({"13": "La Libertad", "1301": "Trujillo"}),
        TODAY,
        path.is_dir(),
        Provenance("x", "", TODAY),
        Feed("x", "1301"),
    )
    reading = read_gtfs(content(path), context)
    assert reading.errors == ()
    return reading


@cache
def theirs(path: Path) -> Any:
    return gtfs_kit.read_feed(path, dist_units="m")


def routes(path: Path) -> dict[str, dict[str, Any]]:
    rows = ours(path).frames["transit_routes"].to_dict("records")
    return {row["route_id"]: row for row in rows}


def test_the_routes_and_their_trips(path: Path) -> None:
    feed, dataset = theirs(path), read_dataset(content(path))
    assert set(routes(path)) == set(feed.routes["route_id"])
    expected = feed.trips.groupby("route_id").size().to_dict()
    assert dataset.trips.good.groupby("route_id").size().to_dict() == expected


def test_the_stops_and_where_they_are(path: Path) -> None:
    places = theirs(path).get_stops(as_gdf=True)
    if "location_type" in places:
        places = places[places["location_type"].fillna(0).isin([0, 1])]
    expected = dict(zip(places["stop_id"], places.geometry, strict=True))
    frame = ours(path).frames["transit_stops"]
    points = shapely.from_wkt([ewkt.partition(";")[2] for ewkt in frame["geom"]])
    found = dict(zip(frame["stop_id"], points, strict=True))
    assert found.keys() == expected.keys()
    # Seven decimals of a degree, a centimetre, are published.
    assert all(point.equals_exact(expected[stop], 1e-7) for stop, point in found.items())


def test_how_many_stops_a_route_has(path: Path) -> None:
    feed = theirs(path)
    calls = feed.stop_times.merge(feed.trips, on="trip_id")
    expected = calls.groupby("route_id")["stop_id"].nunique().to_dict()
    found = {route: row["number_of_stops"] for route, row in routes(path).items()}
    assert {route: number for route, number in found.items() if number} == expected


def test_on_which_days_a_route_runs(path: Path) -> None:
    """Four weeks of the period for which the feed answers, day by day."""
    feed, published = theirs(path), routes(path)
    start = max(row["valid_from"] for row in published.values() if row["valid_from"])
    days = {f"{day:%Y%m%d}": day for day in (start + dt.timedelta(n) for n in range(28))}
    without_exceptions = feed.copy()
    without_exceptions.calendar_dates = None
    activity = without_exceptions.compute_trip_activity(list(days))
    for route, own in activity.merge(feed.trips, on="trip_id").groupby("route_id"):
        weekdays = {days[day].weekday() for day in days if own[day].any()}
        row = published[str(route)]
        assert row["valid_from"] <= start <= start + dt.timedelta(27) <= row["valid_to"]
        week = describe_week(day in weekdays for day in range(7))
        assert row["service_days"] == (week or "solo en fechas señaladas")


def test_the_days_that_a_feed_answers_for(path: Path) -> None:
    dates = [dt.date.fromisoformat(day) for day in theirs(path).get_dates()]
    for row in routes(path).values():
        assert dates[0] <= row["valid_from"] <= row["valid_to"] <= dates[-1]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_when_a_route_starts_and_ends(path: Path) -> None:
    """What frequencies repeat ends at most an interval before the published end.

    Of the samples only: the other reader takes two minutes to write out a real feed's trips.
    """
    feed = theirs(path).expand_frequencies()
    starts = feed.compute_trip_stats()[["route_id", "start_time"]]
    for route, times in starts.groupby("route_id")["start_time"]:
        row = routes(path)[str(route)]
        first, last = minutes(times.min()), minutes(times.max())
        assert minutes(row["runs_from"]) == first
        assert 0 <= minutes(row["runs_until"]) - last <= (row["headway_max"] or 0)


def minutes(clock: str) -> int:
    """Since the service day began; "HH:MM" or "HH:MM:SS"."""
    hours, rest, *_ = clock.split(":")
    return int(hours) * 60 + int(rest)


def test_the_lines_of_a_route(path: Path) -> None:
    """As many as its trips have shapes, each as long, metres of UTM zone 17."""
    feed = theirs(path)
    drawn = {} if feed.shapes is None else lengths(feed.get_shapes(as_gdf=True))
    for route, own in feed.trips.groupby("route_id"):
        shapes = set(own["shape_id"].dropna()) if "shape_id" in own else set()
        row = routes(path)[str(route)]
        lines = shapely.from_wkt(row["geom"].partition(";")[2])
        assert row["path_source"] == ("shapes" if shapes else "stops")
        if shapes:
            expected = sorted(drawn[shape] for shape in shapes)
            assert sorted(metres(line) for line in lines.geoms) == pytest.approx(expected, rel=1e-5)


def lengths(shapes: Any) -> dict[str, float]:
    metric = shapes.to_crs(UTM)
    return dict(zip(metric["shape_id"], metric.length, strict=True))


def metres(line: Any) -> float:
    return float(geopandas.GeoSeries([line], crs=4326).to_crs(UTM).length[0])
