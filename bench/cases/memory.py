"""What a worker's memory does between an answer of 1,000 features and one of all of them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench.client import Client
from bench.requests import GEOJSON, GML, features
from bench.results import Result
from bench.run import Run

FEW = 1_000
_MEGABYTE_KB = 1024


def run(run_: Run) -> list[Result]:
    """The growth of the workers' peak, in each format."""
    _warm(run_)
    return [
        Result(
            f"worker memory, {FEW:,} to {run_.points:,} features, {name}",
            _growth_mb(run_, format_),
            "MB",
            30,
        )
        for format_, name in ((GEOJSON, "GeoJSON"), (GML, "GML 3.2"))
    ]


def _warm(run_: Run) -> None:
    """Enough at once that every worker has loaded what it needs for both formats."""
    urls = [features(run_, "bench_points", name, count=FEW).ours for name in (GEOJSON, GML)]

    def ask(_number: int) -> None:
        with Client(run_.server.url) as client:
            for url in urls * 4:
                client.get(url)

    with ThreadPoolExecutor(8) as pool:
        for _ in pool.map(ask, range(16)):
            pass


def _growth_mb(run_: Run, format_: str) -> float:
    """Of the worker that grew most, whichever of them answered."""
    few = _peaks_mb(run_, format_, FEW)
    all_ = _peaks_mb(run_, format_, run_.points)
    return max(all_[pid] - few[pid] for pid in few)


def _peaks_mb(run_: Run, format_: str, count: int) -> dict[int, float]:
    """The highest resident size of each worker while one of them answers."""
    workers = run_.server.workers()
    for pid in workers:
        Path(f"/proc/{pid}/clear_refs").write_text("5")  # proc(5): resets the peak
    with Client(run_.server.url) as client:
        client.get(features(run_, "bench_points", format_, count=count).ours)
    return {pid: _peak_of(pid) for pid in workers}


def _peak_of(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / _MEGABYTE_KB
    raise ValueError(f"process {pid} tells no peak")
