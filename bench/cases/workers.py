"""A worker from its start to its first map, and what it holds when nobody asks for anything."""

from __future__ import annotations

import time
from pathlib import Path

from bench.cases.tiles import places_of_points
from bench.client import Client
from bench.requests import TILE_PX, image, tile_bbox
from bench.results import MILLISECONDS, Result
from bench.run import Run
from bench.site.server import site

_START_MS, _REST_MB = 1_500, 150
_KIB = 1024


def run(run_: Run) -> list[Result]:
    """Of a site started for this alone: both workers' start, then their memory (PSS)."""
    (place,) = places_of_points(run_, 1, 41)
    began = time.perf_counter()
    with site(keeps_tiles=False) as server:
        path = image(run_, "bench_points", tile_bbox(place, 10), (TILE_PX, TILE_PX)).ours
        url = server.url + path.removeprefix(run_.server.url)
        with Client(server.url) as client:
            client.get(url, expected="image/png")
            started = (time.perf_counter() - began) * 1000
            asked = []
            for _ in range(20):
                one = time.perf_counter()
                client.get(url, expected="image/png")
                asked.append(time.perf_counter() - one)
        resting = max(_share_mb(pid) for pid in server.workers())
    return [
        Result("from the start to the first map, nginx and all", started, MILLISECONDS, _START_MS),
        Result("the slowest of the next 20 maps", max(asked) * 1000, MILLISECONDS, _START_MS),
        Result("a worker at rest, its share of memory (PSS)", resting, "MB", _REST_MB),
    ]


def _share_mb(pid: int) -> float:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / _KIB
    raise ValueError(f"process {pid} tells no share")
