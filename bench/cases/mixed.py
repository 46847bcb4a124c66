"""Many people at once, who ask for maps, features and single things, beside MapServer."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from bench.cases.tiles import places_of_points
from bench.client import Client
from bench.peers.peer import Peer, Pixel
from bench.plots import Curve
from bench.requests import MAX_ZOOM, MIN_ZOOM, TILE_PX, box_around, tile_bbox
from bench.results import MILLISECONDS, QUESTIONS, Result, Timing
from bench.run import PEER, Run

CLIENTS = (1, 4, 8, 16, 64)
# Those of which goals speak.
_HELD = (8, 64)
SECONDS_A_ROUND = 2.0
_THROUGHPUT_GOAL = round(1 / 1.5, 3)
_LAYERS = ("bench_points", "bench_polygons", "bench_lines")


def run(run_: Run) -> list[Result]:
    """Questions a second and the 99th of a hundred, by the number of clients."""
    results = []
    curve = Curve("clients", "Mixed questions by the number of clients", "clients", QUESTIONS)
    for clients in CLIENTS:
        taken: dict[str, list[float]] = {"ours": [], PEER: []}
        rates: dict[str, list[float]] = {"ours": [], PEER: []}
        for number in range(max(2, run_.rounds)):
            for side in (run_.ours, run_.mapserver):
                began = time.perf_counter()
                seconds = _crowd(run_, side, clients, number)
                rates[side.name].append(len(seconds) / (time.perf_counter() - began))
                taken[side.name] += seconds
        timings = {name: Timing.of(seconds) for name, seconds in taken.items()}
        ours, peer = (sum(found) / len(found) for found in rates.values())
        curve.add("ours", clients, ours)
        curve.add(PEER, clients, peer)
        is_held = clients in _HELD
        case = f"mixed questions, {clients} clients"
        results += [
            Result(
                f"{case}, a second",
                ours,
                QUESTIONS,
                _THROUGHPUT_GOAL if is_held else 1.0,
                peer,
                PEER,
                sides=timings,
            ),
            Result(
                f"{case}, 99 of 100",
                timings["ours"].p99,
                MILLISECONDS,
                1.0,
                timings[PEER].p99,
                PEER,
            ),
        ]
    run_.curves.append(curve)
    return results


def _crowd(run_: Run, side: Peer, clients: int, number: int) -> list[float]:
    """The seconds that each question of each client took; both sides are asked the same ones."""
    until = time.perf_counter() + SECONDS_A_ROUND

    def person(index: int) -> list[float]:
        seconds = []
        with Client(side.url) as client:
            for url in _questions(run_, side, 1000 * number + index):
                began = time.perf_counter()
                if began > until:
                    break
                client.get(url)
                seconds.append(time.perf_counter() - began)
        return seconds

    with ThreadPoolExecutor(clients) as pool:
        return [second for found in pool.map(person, range(clients)) for second in found]


def _questions(run_: Run, side: Peer, seed: int) -> Iterator[str]:
    """Of ten seven are map tiles, one a rectangle's features, one a feature, one a pixel."""
    chosen = random.Random(seed)  # noqa: S311 - a fixed seed is the point
    tile = (TILE_PX, TILE_PX)
    while True:
        for place in places_of_points(run_, 50, chosen.randint(0, 10**6)):
            layer = chosen.choice(_LAYERS)
            kind = chosen.randrange(10)
            middle = TILE_PX // 2
            longitude, latitude = place
            address = {
                7: side.geojson(
                    layer,
                    500,
                    box=(longitude - 0.05, latitude - 0.05, longitude + 0.05, latitude + 0.05),
                ),
                8: side.one("bench_points", chosen.randint(1, run_.points)),
                9: side.information(layer, Pixel(box_around(place, 20_000), tile, middle, middle)),
            }.get(kind) or side.image(
                layer, tile_bbox(place, chosen.randint(MIN_ZOOM, MAX_ZOOM)), tile
            )
            if address:
                yield address
