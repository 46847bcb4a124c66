"""The arithmetic of the bench and the shape of what it writes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench import report
from bench.requests import tile_bbox
from bench.results import MILLISECONDS, RATE, ROWS, Result, typical_ms


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


def test_the_typical_time_is_the_median_in_milliseconds() -> None:
    assert typical_ms([0.001, 0.003, 9.0]) == pytest.approx(3.0)


def test_results_and_document_hold_every_case(tmp_path: Path) -> None:
    results = [
        Result("one", 50.123456, MILLISECONDS, 0.6, 100, "MapServer", 40),
        Result("two", 400.0, "MB", 30),
    ]
    report.write_results(results, tmp_path / "results.json")
    facts = {"sizes": "many", "size": "1 × 1", "tolerance": "8"}
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
