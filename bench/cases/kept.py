"""The same tile again, beside MapProxy before our own WMS, and beside nginx with a file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from urllib.parse import urlsplit

from bench.alternate import Action, alternate
from bench.cases.tiles import places_of_points
from bench.client import Client, read
from bench.compare import OURS, beside_the_best
from bench.peers import mapproxy
from bench.peers.environments import NotToBeHad
from bench.requests import TILE_PX, tile_bbox, tile_of
from bench.results import MILLISECONDS, Result, Timing
from bench.run import Run

ZOOM = 10
LAYERS = {"points": "bench_points", "polygons": "bench_polygons"}
_NGINX = "nginx"


def run(run_: Run) -> list[Result]:
    """Map tiles, vector tiles, and what a client that has the tile is told."""
    results = []
    (place,) = places_of_points(run_, 1, 31)
    with _proxy(run_) as proxy:
        for title, layer in LAYERS.items():
            box = tile_bbox(place, ZOOM)
            tile = (TILE_PX, TILE_PX)
            ours = run_.ours.image(layer, box, tile)
            others = {} if proxy is None else {proxy.name: str(proxy.image(layer, box, tile))}
            results.append(_again(run_, f"the same tile again, {title}", ours, others))
    # The place is a point's own, so its tile isn't empty.
    vector = str(run_.ours.tile(LAYERS["points"], *tile_of(place, ZOOM)))
    # A file that lies ready costs nothing but nginx: no goal, and yet what there is to reach.
    with _static(run_, vector) as address:
        case = "the same vector tile again"
        results.append(_again(run_, case, vector, {_NGINX: address}, goal=None))
    results.append(_unchanged(run_, vector))
    return results


def _again(
    run_: Run, case: str, ours: str, others: dict[str, str], goal: float | None = 1.2
) -> Result:
    """Asked for by one client; without a ``goal`` the peer is only shown."""
    clients = {name: Client(url) for name, url in {OURS: ours, **others}.items()}
    actions: dict[str, Action] = {
        name: partial(clients[name].get, url) for name, url in {OURS: ours, **others}.items()
    }
    taken = alternate(actions, 40 * run_.rounds)
    for client in clients.values():
        client.close()
    timings = {name: Timing.of(seconds) for name, seconds in taken.items()}
    return beside_the_best(case, timings, goal=goal)


def _unchanged(run_: Run, address: str) -> Result:
    with Client(address) as client:
        tag = client.get(address).headers["etag"]
        ask = partial(client.get, address, headers={"If-None-Match": tag}, status=304)
        taken = alternate({OURS: ask}, 40 * run_.rounds)[OURS]
    timing = Timing.of(taken)
    case = "a tile that the client has (304)"
    return Result(case, timing.median, MILLISECONDS, 1.0, sides={OURS: timing})


@contextmanager
def _proxy(run_: Run) -> Iterator[mapproxy.MapProxy | None]:
    """MapProxy, or None where it can't be had."""
    with ExitStack() as stack:
        proxy = None
        try:
            proxy = stack.enter_context(mapproxy.mapproxy(list(LAYERS.values()), run_.server.url))
        except (NotToBeHad, TimeoutError) as error:
            run_.missing["MapProxy"] = str(error)
        yield proxy


@contextmanager
def _static(run_: Run, address: str) -> Iterator[str]:
    """The address of a file that holds what ``address`` answers, as nginx serves it."""
    file = run_.mapserver.static / "tile.mvt"
    file.write_bytes(read(address))
    parts = urlsplit(run_.mapserver.url)
    try:
        yield f"{parts.scheme}://{parts.netloc}/static/{file.name}"
    finally:
        file.unlink()
