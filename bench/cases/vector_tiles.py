"""Vector tiles that nobody asked for before, beside tipg with as many features at most."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path

import psycopg
import pyogrio

from bench.cases.tiles import places_of_points
from bench.client import read
from bench.compare import compare
from bench.floor import drain
from bench.peers.peer import Peer
from bench.requests import tile_of
from bench.results import Result
from bench.run import Run
from bench.site.server import site

ZOOMS = (5, 8, 11)
LAYERS = {"points": "bench_points", "polygons": "bench_polygons"}
# Between tiles of one zoom times differ more than between rounds, so each asks for several.
PLACES = 4
_PEERS = ("tipg", "MapServer")
_WHOLE_COUNTRY_MS = 150
_FLOOR_GOAL = 1.3

Place = tuple[int, int, int]


def run(run_: Run) -> list[Result]:
    """Each layer at three zooms; a site of its own that keeps no tiles is asked."""
    results = []
    with site(keeps_tiles=False) as server:
        unkept = replace(run_, server=server)
        for title, layer in LAYERS.items():
            for zoom in ZOOMS:
                results += _measured(unkept, title, layer, zoom)
    return results


def _measured(run_: Run, title: str, layer: str, zoom: int) -> list[Result]:
    places = _places(run_, layer, zoom)
    if not places:  # where the country is thinly settled
        return []
    with psycopg.connect(run_.dsn, autocommit=True) as connection:
        keys = _keys(connection, run_, layer, places[0])
        floor = partial(drain, connection, "vector_tile", **keys)
        case = f"vector tile, {title}, zoom {zoom}"
        result = compare(
            run_,
            case,
            partial(_tiles, layer, places),
            2 * run_.rounds * len(places),
            goal=1.0,
            peers=_PEERS,
        )
        same = compare(
            run_,
            f"{case}, over the floor of its features",
            partial(_tiles, layer, places[:1]),
            2 * run_.rounds,
            goal=_FLOOR_GOAL,
            peers=(),
            floor=floor,
        )
    results = [result, same]
    if zoom == min(ZOOMS) and title == "points":
        ours = result.ours
        results.append(
            Result(f"{case}, by itself", ours, result.unit, _WHOLE_COUNTRY_MS, is_absolute=True)
        )
    return results


def _places(run_: Run, layer: str, zoom: int) -> list[Place]:
    """Zoom, column and row of tiles that hold something, each once."""
    around = dict.fromkeys(tile_of(at, zoom) for at in places_of_points(run_, PLACES * 4, zoom))
    filled = (place for place in around if read(str(run_.ours.tile(layer, *place))))
    return list(islice(filled, PLACES))


def _tiles(layer: str, places: Iterable[Place], side: Peer) -> list[str] | None:
    addresses = [side.tile(layer, *place) for place in places]
    return [address for address in addresses if address] or None


def _keys(connection: psycopg.Connection, run_: Run, layer: str, place: Place) -> dict[str, object]:
    """What the floor is told: the tile, and keys of as many of its rows as ours holds."""
    zoom, column, row = place
    count = features_in(str(run_.ours.tile(layer, *place)), layer)
    found = connection.execute(
        # The table is one of the bench's own.
        f"SELECT id FROM {layer} WHERE geom && ST_Transform("  # noqa: S608
        "ST_TileEnvelope(%s, %s, %s), 4326) ORDER BY md5(id::text) LIMIT %s",
        [zoom, column, row, count],
    ).fetchall()
    keys = ",".join(str(key) for (key,) in found)
    return {"layer": layer, "zoom": zoom, "column": column, "row": row, "keys": keys}


def features_in(address: str, layer: str) -> int:
    """How many features a vector tile's layer holds."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tile.mvt"
        path.write_bytes(read(address))
        return int(pyogrio.read_info(path, layer=layer)["features"])
