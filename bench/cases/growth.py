"""What grows with the number of features and of layers, and what doesn't."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from bench.alternate import Action, alternate
from bench.cases.tiles import places_of_points
from bench.client import Client
from bench.peers import peer
from bench.plots import Curve
from bench.requests import TILE_PX, box_around, tile_bbox
from bench.results import MILLISECONDS, Result, Timing
from bench.run import Run
from bench.site.layers import GROWN
from bench.site.server import site

LAYERS = (16, 100, 300)
PAGE = 1_000
# What is asked of a table a thousand times as large may take so many times as long.
_GOAL = 2.0
_DOCUMENT_MS = 10
_DOCUMENTS = (peer.WMS, peer.WFS, peer.COLLECTIONS, peer.OPENAPI)


def run(run_: Run) -> list[Result]:
    """The same questions of a thousand to a million points, then the documents of many layers."""
    return [*_features(run_), *_layers(run_)]


def _features(run_: Run) -> list[Result]:
    curve = Curve("features", "A question by the table's features", "features", "ms")
    (place,) = places_of_points(run_, 1, 51)
    taken: dict[str, dict[int, Timing]] = {}
    with Client(run_.server.url) as client:
        for size, layer in GROWN.items():
            tile = tile_bbox(place, 12)
            addresses = {
                "a page of 1,000": run_.ours.geojson(layer.name, PAGE),
                "one by id": run_.ours.one(layer.name, 1),
                "GetFeatureInfo": run_.ours.information(
                    layer.name,
                    peer.Pixel(box_around(place, 5_000), (TILE_PX, TILE_PX), 128, 128),
                ),
                "a map of a city": run_.ours.image(layer.name, tile, (300, 300)),
                "hits, all": run_.ours.hits(layer.name),
            }
            actions: dict[str, Action] = {
                name: partial(client.get, address) for name, address in addresses.items()
            }
            for name, seconds in alternate(actions, 5 * run_.rounds).items():
                timing = Timing.of(seconds)
                taken.setdefault(name, {})[size] = timing
                curve.add(name, size, timing.median)
    run_.curves.append(curve)
    least, most = min(GROWN), max(GROWN)
    return [
        Result(
            f"{name}, of {most:,} features",
            found[most].median,
            MILLISECONDS,
            _GOAL,
            found[least].median,
            f"of {least:,}",
            sides={f"of {size:,}": timing for size, timing in found.items()},
        )
        # A map has as much more to draw as the city has more points.
        for name, found in taken.items()
        if name != "a map of a city"
    ]


def _layers(run_: Run) -> list[Result]:
    curve = Curve("layers", "What a service tells of itself", "layers", "ms")
    results = []
    for number in LAYERS:
        with site(keeps_tiles=True, extra_layers=number) as server, Client(server.url) as client:
            ours = replace(run_, server=server).ours
            for kind in _DOCUMENTS:
                ask = partial(client.get, ours.document(kind))
                timing = Timing.of(alternate({"ours": ask}, 10 * run_.rounds)["ours"])
                curve.add(kind, number, timing.median)
                if number == max(LAYERS):
                    results.append(
                        Result(
                            f"{kind}, {number} layers more",
                            timing.median,
                            MILLISECONDS,
                            _DOCUMENT_MS,
                            sides={"ours": timing},
                        )
                    )
    run_.curves.append(curve)
    return results
