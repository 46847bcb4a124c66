"""A page deep in a large layer: by following ``next``, and by its number as QGIS and GDAL ask."""

from __future__ import annotations

import json
import urllib.request
from functools import partial
from urllib.parse import parse_qs, urlencode, urlsplit

import psycopg

from bench.alternate import alternate
from bench.client import Client
from bench.compare import compare
from bench.floor import drain
from bench.peers.peer import Peer
from bench.results import MILLISECONDS, Result, typical_ms
from bench.run import Run

PAGE = 1_000
DEEP = 400_000
# The way there takes fewer steps than the page that is measured.
_STRIDE = 10_000


def run(run_: Run) -> list[Result]:
    """The page after 400,000 features beside the first one."""
    first = f"{run_.server.url}/ogc/collections/bench_points/items?f=json"
    depth = max(0, min(DEEP, run_.points // _STRIDE * _STRIDE - _STRIDE))
    deep = _page_after(first, depth)
    with (
        Client(run_.server.url) as client,
        psycopg.connect(run_.dsn, autocommit=True) as connection,
    ):
        taken = alternate(
            {
                "deep": partial(client.get, deep, expected="application/geo+json"),
                "first": partial(client.get, f"{first}&limit={PAGE}"),
                "floor": partial(drain, connection, "page", after=depth, count=PAGE),
            },
            10 * run_.rounds,
        )
    times = {name: typical_ms(seconds) for name, seconds in taken.items()}
    case = f"OGC API, a page of {PAGE:,} after {depth:,}"
    peer_name = "the first page"
    return [
        Result(case, times["deep"], MILLISECONDS, 2.0, times["first"], peer_name, times["floor"]),
        _numbered(run_, depth),
    ]


def _numbered(run_: Run, depth: int) -> Result:
    """Each page a little further on than any before, so that none was asked for yet."""
    rounds = 3 * run_.rounds
    floor_at = iter(_starts(depth, rounds))
    with psycopg.connect(run_.dsn, autocommit=True) as connection:
        return compare(
            run_,
            f"{PAGE:,} from number {depth:,}, GeoJSON",
            partial(_pages, depth, rounds),
            rounds,
            goal=1.0,
            floor=lambda: drain(connection, "skipped", start=next(floor_at), count=PAGE),
        )


def _starts(depth: int, rounds: int) -> range:
    return range(depth, depth + 7 * (rounds + 1), 7)


def _pages(depth: int, rounds: int, side: Peer) -> list[str] | None:
    starts = _starts(depth, rounds)
    addresses = [side.geojson("bench_points", PAGE, start=start) for start in starts]
    return [address for address in addresses if address] or None


def _page_after(first: str, depth: int) -> str:
    """The address of the page that follows ``depth`` features."""
    url = f"{first}&limit={_STRIDE}"
    for _ in range(depth // _STRIDE):
        url = _next(url)
    parts = urlsplit(url)
    parameters = {name: values[0] for name, values in parse_qs(parts.query).items()}
    return f"{parts.scheme}://{parts.netloc}{parts.path}?" + urlencode(
        parameters | {"limit": str(PAGE)}
    )


def _next(url: str) -> str:
    with urllib.request.urlopen(url, timeout=120) as answer:  # noqa: S310 - loopback
        links = json.load(answer)["links"]
    return next(str(link["href"]) for link in links if link["rel"] == "next")
