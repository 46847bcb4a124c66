"""Features out: GeoJSON and GML 3.2 beside MapServer and beside PostGIS alone."""

from __future__ import annotations

from functools import partial

import psycopg

from bench.alternate import alternate
from bench.client import Client
from bench.compare import compare
from bench.floor import drain
from bench.peers.peer import Peer
from bench.requests import GEOJSON, GML, features
from bench.results import MILLISECONDS, Result, typical_ms
from bench.run import FLOOR, PEER, Run

MANY, FEW = 50_000, 1_000
_FLOORS = {GEOJSON: "geojson", GML: "gml"}
# Beside every peer that has them; the slowest take seconds.
_AMONG_ALL = (
    (f"{FEW:,} points, GeoJSON, among all", "bench_points", FEW, 5),
    (f"{MANY:,} points, GeoJSON, among all", "bench_points", MANY, 1),
    ("20,000 polygons, GeoJSON, among all", "bench_polygons", 20_000, 1),
)
_NAMES = {GEOJSON: "GeoJSON", GML: "GML 3.2"}


def run(run_: Run) -> list[Result]:
    """50,000 features in both formats, then 1,000."""
    results = []
    for format_, goal in ((GEOJSON, 0.6), (GML, 0.4)):
        ours, peer, floor = _times(run_, format_, MANY, 2 * run_.rounds)
        case = f"{MANY:,} features, {_NAMES[format_]}"
        results.append(Result(case, ours, MILLISECONDS, goal, peer, PEER, floor))
        if format_ == GEOJSON:
            above = f"{case}, over the floor"
            results.append(Result(above, ours, MILLISECONDS, 1.5, floor, FLOOR, floor))
    for case, layer, count, rounds in _AMONG_ALL:
        question = partial(_geojson, layer, count)
        results.append(compare(run_, case, question, rounds * run_.rounds, goal=0.6))
    for format_ in (GEOJSON, GML):
        ours, peer, floor = _times(run_, format_, FEW, 10 * run_.rounds)
        case = f"{FEW:,} features, {_NAMES[format_]}"
        results.append(Result(case, ours, MILLISECONDS, 1.0, peer, PEER, floor))
    return results


def _times(run_: Run, format_: str, count: int, rounds: int) -> tuple[float, float, float]:
    """Ours, the peer's and the floor's, in milliseconds."""
    pair = features(run_, "bench_points", format_, count=count)
    with (
        Client(run_.server.url) as ours,
        Client(run_.peer_url) as peer,
        psycopg.connect(run_.dsn, autocommit=True) as connection,
    ):
        taken = alternate(
            {
                "ours": lambda: _get(ours, pair.ours),
                "peer": lambda: _get(peer, pair.peer),
                "floor": partial(drain, connection, _FLOORS[format_], count=count),
            },
            rounds,
        )
    return typical_ms(taken["ours"]), typical_ms(taken["peer"]), typical_ms(taken["floor"])


def _geojson(layer: str, count: int, side: Peer) -> list[str] | None:
    address = side.geojson(layer, count)
    return [address] if address else None


def _get(client: Client, url: str) -> None:
    client.get(url, expected=("application/", "text/xml"))
