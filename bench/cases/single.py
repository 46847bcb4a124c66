"""Small questions: one feature by its key, what lies at a pixel, a legend."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import psycopg

from bench.cases.tiles import places_of_points
from bench.compare import compare
from bench.floor import drain
from bench.peers.peer import Peer, Pixel
from bench.requests import TILE_PX, box_around
from bench.results import Result
from bench.run import Run

_MAP_M = 20_000.0
_ONE_MS = 2.5
_KEYS = 50


def run(run_: Run) -> list[Result]:
    """Each beside every peer that answers it."""
    rounds = 20 * run_.rounds
    keys = [1 + number * (run_.points // _KEYS) for number in range(_KEYS)]
    with psycopg.connect(run_.dsn, autocommit=True) as connection:
        floor = partial(drain, connection, "one", key=keys[_KEYS // 2])
        one = compare(run_, "one by id", partial(_ones, keys), rounds, goal=1.0, floor=floor)
    results = [one, replace(one, case="one by id, by itself", goal=_ONE_MS, is_absolute=True)]
    pixels = [_pixel(place) for place in places_of_points(run_, 20, 17)]
    for title, layer in (("points", "bench_points"), ("polygons", "bench_polygons")):
        question = partial(_information, layer, pixels)
        case = f"GetFeatureInfo, {title}"
        results.append(compare(run_, case, question, rounds, goal=1.0))
    results.append(compare(run_, "GetLegendGraphic", _legend, rounds, goal=1.0))
    return results


def _ones(keys: list[int], side: Peer) -> list[str] | None:
    return _known([side.one("bench_points", key) for key in keys])


def _information(layer: str, pixels: list[Pixel], side: Peer) -> list[str] | None:
    return _known([side.information(layer, pixel) for pixel in pixels])


def _legend(side: Peer) -> list[str] | None:
    return _known([side.legend("bench_polygons")])


def _known(addresses: list[str | None]) -> list[str] | None:
    return [address for address in addresses if address] or None


def _pixel(place: tuple[float, float]) -> Pixel:
    """The middle of a map of 20 km around a place, on which its point lies."""
    middle = TILE_PX // 2
    return Pixel(box_around(place, _MAP_M), (TILE_PX, TILE_PX), middle, middle)
