"""The whole country with every point, beside MapServer and beside our own unthinned map."""

from __future__ import annotations

from functools import partial

import numpy as np
import psycopg

from bench.compare import compare
from bench.floor import drain
from bench.peers.peer import Peer
from bench.pictures import fetch, share_differing
from bench.requests import PERU, PERU_PX, image
from bench.results import Result
from bench.run import Run
from bench.site.layers import POINTS


def run(run_: Run) -> list[Result]:
    """The time of each kind, and what thinning costs in fidelity."""
    with psycopg.connect(run_.dsn, autocommit=True) as connection:
        floor = partial(drain, connection, "country")
        case = f"the country, {run_.points:,} points"
        points = compare(run_, case, partial(_map, POINTS.name), run_.rounds, goal=0.2, floor=floor)
    lines, polygons = (
        compare(run_, f"the country, {title}", partial(_map, layer), run_.rounds, goal=goal)
        for title, layer, goal in (
            ("lines", "bench_lines", 0.333),
            ("polygons", "bench_polygons", 0.5),
        )
    )
    return [points, *_fidelity(run_), lines, polygons]


def _map(layer: str, side: Peer) -> list[str] | None:
    address = side.image(layer, PERU, PERU_PX)
    return [address] if address else None


def _fidelity(run_: Run) -> list[Result]:
    """How far the thinned map is from the one that draws every point."""
    thinned = fetch(image(run_, POINTS.name, PERU, PERU_PX).ours)
    whole = fetch(image(run_, f"{POINTS.name}_unthinned", PERU, PERU_PX).ours)
    differing = 100 * share_differing(thinned, whole)
    colors = [rule.marker.fill.color for rule in POINTS.style.rules if rule.marker]
    lost = sum(_has_color(whole, color) and not _has_color(thinned, color) for color in colors)
    return [
        Result("the country, pixels unlike those of the unthinned map", differing, "%", 1.0),
        Result("the country, classes that thinning lost", lost, "classes", 0),
    ]


def _has_color(pixels: np.ndarray, color: str) -> bool:
    """Whether some pixel is wholly of that colour."""
    wanted = [int(color[start : start + 2], 16) for start in (1, 3, 5)] + [255]
    return bool((pixels == wanted).all(axis=2).any())
