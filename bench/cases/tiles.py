"""Random 256 px WMS tiles, zoom 8 to 13, none asked for twice, so that no cache can help."""

from __future__ import annotations

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from statistics import median

import psycopg

from bench.alternate import Action, alternate
from bench.client import Client
from bench.requests import Pair, tiles
from bench.results import RATE, Result
from bench.run import PEER, Run

CLIENTS = 8
# Tiles that a client asks for before the other side has its turn, by the number of clients.
BLOCKS = {1: 40, CLIENTS: 10}
ALL_LAYERS = "bench_polygons,bench_lines,bench_points"
SELECTIONS = {
    "points": "bench_points",
    "polygons": "bench_polygons",
    "lines": "bench_lines",
    "three layers": ALL_LAYERS,
}


def run(run_: Run) -> list[Result]:
    """Each layer and all together; one client, then eight at once."""
    results = []
    for number, (title, layers) in enumerate(SELECTIONS.items()):
        for clients, block in BLOCKS.items():
            count = clients * block * (run_.rounds + 1)
            pairs = _pairs(run_, layers, count, 10 * number + clients)
            ours, peer = _rates(run_, pairs, clients)
            asked_by = "one client" if clients == 1 else f"{clients} clients"
            results.append(Result(f"tiles, {title}, {asked_by}", ours, RATE, 1.0, peer, PEER))
    return results


def places_of_points(run_: Run, count: int, seed: int) -> list[tuple[float, float]]:
    """Longitude and latitude of points chosen at random, the same for the same seed."""
    chosen = random.Random(seed)  # noqa: S311 - a fixed seed is the point
    ids = [chosen.randint(1, run_.points) for _ in range(count)]
    with psycopg.connect(run_.dsn) as connection:
        return connection.execute(
            "SELECT ST_X(geom), ST_Y(geom) FROM unnest(%s::bigint[]) WITH ORDINALITY AS a(id, n) "
            "JOIN bench_points USING (id) ORDER BY n",
            [ids],
        ).fetchall()


def _pairs(run_: Run, layers: str, count: int, seed: int) -> list[Pair]:
    """Tiles around places that have something to draw."""
    return tiles(run_, layers, places_of_points(run_, count, seed), seed)


def _rates(run_: Run, pairs: list[Pair], clients: int) -> tuple[float, float]:
    """Tiles a second, ours and the peer's: of the rounds the median."""
    with ExitStack() as stack:
        pool = stack.enter_context(ThreadPoolExecutor(clients))
        ours = _asker(stack, pool, run_.server.url, [pair.ours for pair in pairs], clients)
        peer = _asker(stack, pool, run_.peer_url, [pair.peer for pair in pairs], clients)
        taken = alternate({"ours": ours, "peer": peer}, run_.rounds)
    number = clients * BLOCKS[clients]
    return number / median(taken["ours"]), number / median(taken["peer"])


def _asker(
    stack: ExitStack, pool: ThreadPoolExecutor, server: str, urls: list[str], clients: int
) -> Action:
    """An action that asks for the next tiles, as many a client as a block has."""
    connections = [stack.enter_context(Client(server)) for _ in range(clients)]
    blocks = _blocks(urls, BLOCKS[clients])

    def ask() -> None:
        work = [(client, next(blocks)) for client in connections]
        for _ in pool.map(_get_all, *zip(*work, strict=True)):
            pass

    return ask


def _blocks(urls: list[str], size: int) -> Iterator[list[str]]:
    for start in range(0, len(urls), size):
        yield urls[start : start + size]


def _get_all(client: Client, urls: list[str]) -> None:
    for url in urls:
        client.get(url, expected="image/png")
