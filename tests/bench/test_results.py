"""The arithmetic of the bench and the shape of what it writes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import etree

from bench import report
from bench.compare import beside_the_best
from bench.plots import Curve, knee, svg
from bench.requests import box_around, tile_bbox, tile_of
from bench.results import MILLISECONDS, QUESTIONS, RATE, ROWS, Result, Timing, typical_ms


@pytest.mark.parametrize(
    ("ours", "peer", "unit", "ratio"),
    [
        (50.0, 100.0, MILLISECONDS, 0.5),
        (100.0, 50.0, MILLISECONDS, 2.0),
        # Twice as many tiles a second take half of the time.
        (200.0, 100.0, RATE, 0.5),
    ],
)
def test_ratio_is_our_time_over_the_peers(
    ours: float, peer: float, unit: str, ratio: float
) -> None:
    result = Result("x", ours, unit, 1.0, peer, "MapServer")
    assert result.ratio == pytest.approx(ratio)
    assert result.is_reached == (ratio <= 1)


@pytest.mark.parametrize(("ours", "is_reached"), [(9.9, True), (10.0, True), (10.1, False)])
def test_without_a_peer_the_goal_bounds_our_own_figure(ours: float, is_reached: bool) -> None:
    result = Result("x", ours, MILLISECONDS, 10)
    assert result.ratio is None
    assert result.is_reached == is_reached


@pytest.mark.parametrize(("ours", "is_reached"), [(9.9, False), (10.0, True), (10.1, True)])
def test_of_a_rate_the_goal_is_the_least(ours: float, is_reached: bool) -> None:
    assert Result("x", ours, ROWS, 10).is_reached == is_reached


def test_a_case_without_a_goal_is_shown_and_not_judged() -> None:
    sides = {"ours": timing(9), "nginx": timing(1)}
    result = beside_the_best("x", sides, goal=None, slack_ms=5)
    assert (result.ratio, result.goal, result.as_dict()["ok"]) == (9, None, None)
    row = report.table([result]).splitlines()[-1]
    assert [cell.strip() for cell in row.split("|")[1:-1]] == [
        "x",
        "9.00 ms",
        "1.00 ms nginx",
        "",
        "9.00",
        "",
        "",
    ]


def test_the_typical_time_is_the_median_in_milliseconds() -> None:
    assert typical_ms([0.001, 0.003, 9.0]) == pytest.approx(3.0)


def test_results_and_document_hold_every_case(tmp_path: Path) -> None:
    sides = {"ours": Timing.of([0.05, 0.04, 0.06]), "MapServer": Timing.of([0.1])}
    results = [
        Result("one", 50.123456, MILLISECONDS, 0.6, 100, "MapServer", 40, sides=sides),
        Result("two", 400.0, "MB", 30),
    ]
    report.write_results(results, tmp_path / "results.json")
    facts = {"sizes": "many", "size": "1 × 1", "tolerance": "8", "peers": "MapServer"}
    facts |= {"features_a_tile": "8,000", "layers": "4", "curves": ""}
    report.write_document(results, {"processor": "x"}, facts, tmp_path / "performance.md")
    one, two = json.loads((tmp_path / "results.json").read_text())
    assert one == {
        "case": "one",
        "ours": 50.12,
        "peer": 100.0,
        "peer_name": "MapServer",
        "floor": 40.0,
        "unit": "ms",
        "ratio": 0.5012,
        "goal": 0.6,
        "ok": True,
        "sides": {"ours": [50.0, 60.0, 60.0], "MapServer": [100.0, 100.0, 100.0]},
    }
    assert two | {"ours": 400.0, "peer": None, "ratio": None, "ok": False} == two
    document = (tmp_path / "performance.md").read_text()
    assert "Missed in this run: two." in document
    assert "- processor: x" in document


def test_a_place_lies_in_its_tile() -> None:
    """Lima in the tile scheme of the web: zoom 10, column 292, row 546."""
    side = 40075016.685578488 / 2**10
    west, south, east, north = tile_bbox((-77.03, -12.05), 10)
    half = 20037508.342789244
    assert (west + half) / side == pytest.approx(292)
    assert (half - north) / side == pytest.approx(546)
    assert (east - west, north - south) == pytest.approx((side, side))


def test_a_places_tile_is_the_one_that_its_rectangle_says() -> None:
    assert tile_of((-77.03, -12.05), 10) == (10, 292, 546)


def test_a_box_has_its_place_in_the_middle() -> None:
    west, south, east, north = box_around((-77.03, -12.05), 20_000)
    assert (east - west, north - south) == pytest.approx((20_000, 20_000))
    tile_west, tile_south, tile_east, tile_north = tile_bbox((-77.03, -12.05), 18)
    assert tile_west <= (west + east) / 2 <= tile_east
    assert tile_south <= (south + north) / 2 <= tile_north


def timing(milliseconds: float) -> Timing:
    return Timing.of([milliseconds / 1000])


def test_ours_is_held_to_the_best_of_its_peers_and_never_to_the_floor() -> None:
    sides = {"ours": timing(9), "tipg": timing(10), "pygeoapi": timing(30), "PostGIS": timing(1)}
    result = beside_the_best("x", sides, goal=1.0)
    assert (result.peer_name, result.peer, result.floor) == ("tipg", 10, 1)
    assert result.is_reached
    assert set(result.sides) == set(sides)


def test_without_a_peer_ours_is_held_to_the_floor_and_what_is_granted() -> None:
    sides = {"ours": timing(11), "PostGIS": timing(5)}
    assert beside_the_best("x", sides, goal=1.2, slack_ms=5).is_reached
    assert not beside_the_best("x", sides, goal=1.2, slack_ms=4.9).is_reached


def test_what_a_side_took_has_its_slow_answers_too() -> None:
    found = Timing.of([number / 1000 for number in range(1, 102)])
    assert (found.median, found.p95, found.p99, found.count) == pytest.approx((51, 96, 100, 101))


@pytest.mark.parametrize(("ours", "is_reached"), [(2.4, True), (2.6, False)])
def test_a_case_by_itself_is_held_to_its_own_goal_beside_a_peer(
    ours: float, is_reached: bool
) -> None:
    result = Result("x", ours, MILLISECONDS, 2.5, 0.1, "tipg", is_absolute=True)
    assert result.is_reached == is_reached


@pytest.mark.parametrize(
    ("points", "x"),
    [
        ([(1, 10), (2, 20), (4, 40)], None),
        ([(1, 10), (2, 19), (4, 21), (8, 22)], 2),
        ([(1, 10), (2, 9)], 1),
    ],
)
def test_the_knee_is_where_more_clients_give_little_more(
    points: list[tuple[float, float]], x: float | None
) -> None:
    assert knee(points) == x


def test_a_curve_is_drawn_with_the_name_of_each_side() -> None:
    curve = Curve("x", "Más & más", "clients", QUESTIONS)
    for side, y in (("ours", 5.0), ("MapServer", 5.1)):
        curve.add(side, 1, y)
        curve.add(side, 64, 2 * y)
    picture = etree.fromstring(svg(curve).encode())
    texts = [text.text for text in picture.iter("{*}text")]
    assert {"Más & más", "ours", "MapServer", "clients"} <= set(texts)
    heights = [
        float(t.get("y", "nan")) for t in picture.iter("{*}text") if t.text in ("ours", "MapServer")
    ]
    assert abs(heights[0] - heights[1]) >= 15
    assert "ours keeps up to 1 clients" in report.curves([curve])
