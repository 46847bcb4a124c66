"""Departures by hour, held against every departure listed one by one in plain Python."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import pytest

from layers.themes.transit.gtfs.dataset import read_dataset
from layers.themes.transit.gtfs.departures import departures, service_dates, services
from tests.feeds import changed, feed

Cell = tuple[str, str, str, int]


def counted(changes: dict[str, str | bytes | None] | None = None) -> dict[Cell, tuple[int, int]]:
    frame = departures(read_dataset(feed(changes)))
    return {
        (row.route_id, row.stop_id, row.service_id, row.hour): (row.departures, row.starts)
        for row in frame.itertuples()
    }


def listed(windows: list[tuple[int, int, int]], offsets: dict[str, float]) -> Counter[Any]:
    """(stop, hour) → departures: each start of each window, one by one."""
    found: Counter[Any] = Counter()
    for start, end, headway in windows:
        for leaving in range(start, end, headway):
            for stop, offset in offsets.items():
                found[stop, int(leaving + offset) // 3600] += 1
    return found


def test_what_frequencies_repeat_is_counted_each_time() -> None:
    """GTFS Schedule Reference, frequencies.txt: from start_time, before end_time."""
    windows = [(5 * 3600, 9 * 3600, 450), (9 * 3600, 23 * 3600, 600)]
    # S2 has no time: half way between 0 and 20 minutes.
    expected = listed(windows, {"S1": 0, "S2": 600})
    found = counted()
    own = {(stop, hour): n for (route, stop, _s, hour), (n, _b) in found.items() if route == "R1"}
    assert own == expected
    begins = {
        stop: sum(b for (r, s, _v, _h), (_n, b) in found.items() if (r, s) == ("R1", stop))
        for stop in ("S1", "S2")
    }
    assert begins == {"S1": sum(len(range(*w)) for w in windows), "S2": 0}


def test_a_timetable_leaves_each_stop_but_the_last() -> None:
    found = counted()
    assert found["R2", "S2", "L", 6] == (1, 1)
    assert found["R2", "S3", "L", 24] == (1, 1)
    assert ("R2", "S3", "L", 6) not in found
    assert ("R2", "S2", "L", 24) not in found


@pytest.mark.parametrize(
    ("end", "headway", "expected"),
    [
        ("06:00:00", 3600, {5: 1}),
        ("06:00:01", 3600, {5: 1, 6: 1}),
        ("05:00:01", 60, {5: 1}),
        ("08:00:00", 7000, {5: 1, 6: 1}),
        ("26:30:00", 1800, dict.fromkeys(range(5, 26), 2) | {26: 1}),
    ],
)
def test_the_edges_of_a_window(end: str, headway: int, expected: dict[int, int]) -> None:
    text = f"trip_id,start_time,end_time,headway_secs\nT1,05:00:00,{end},{headway}\n"
    found = counted({"frequencies.txt": text})
    own = {hour: n for (r, stop, _v, hour), (n, _b) in found.items() if (r, stop) == ("R1", "S1")}
    assert own == expected


def test_a_vehicle_a_second_is_not_listed_one_by_one() -> None:
    text = "trip_id,start_time,end_time,headway_secs\nT1,00:00:00,24:00:00,1\n"
    frame = departures(read_dataset(feed({"frequencies.txt": text})))
    own = frame[(frame["route_id"] == "R1") & (frame["stop_id"] == "S1")]
    assert own["departures"].sum() == 86_400
    assert len(own) == 24


def test_services_keep_to_the_days_for_which_the_feed_answers() -> None:
    """feed_info.txt: from 2026-01-15 to 2026-12-31."""
    found = {row.service_id: row for row in services(read_dataset(feed())).itertuples()}
    every, week = found["D"], found["L"]
    assert (every.week, every.starts, every.ends) == (
        "1111111",
        dt.date(2026, 1, 15),
        dt.date(2026, 12, 31),
    )
    assert (week.week, week.ends) == ("1111100", dt.date(2026, 6, 30))


def test_single_days_are_kept_within_the_feed_s_own() -> None:
    text = (
        "service_id,date,exception_type\nL,20260501,2\nL,20260502,1\nL,20250101,1\nX,20260101,1\n"
    )
    frame = service_dates(read_dataset(feed({"calendar_dates.txt": text})))
    assert [tuple(row) for row in frame.itertuples(index=False)] == [
        ("L", dt.date(2026, 5, 1), False),
        ("L", dt.date(2026, 5, 2), True),
    ]


def test_a_feed_without_frequencies_or_without_timetables() -> None:
    assert {route for route, *_ in counted({"frequencies.txt": None})} == {"R1", "R2"}
    trips = "route_id,service_id,trip_id,shape_id,trip_headsign\nR1,D,T1,H1,Mercado\n"
    calls = "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
    calls += "T1,00:00:00,00:00:00,S1,1\nT1,00:20:00,00:20:00,S3,9\n"
    assert {r for r, *_ in counted({"trips.txt": trips, "stop_times.txt": calls})} == {"R1"}


def test_what_is_left_of_a_refused_stop_is_not_guessed() -> None:
    """A trip whose last stop is refused has no time there to lie before."""
    found = counted(changed("stop_times.txt", "T1,00:20:00,00:20:00,S3,9", "T1,xx,xx,S3,9"))
    assert {stop for route, stop, _v, _h in found if route == "R1"} == {"S1"}
