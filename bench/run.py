"""What every case is given."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field

from bench import database
from bench.peers.environments import NotToBeHad
from bench.peers.gisserver import gisserver
from bench.peers.mapserver import MapServer, mapserver
from bench.peers.ours import Ours
from bench.peers.peer import Peer
from bench.peers.pygeoapi import pygeoapi
from bench.peers.qgis_server import qgis_server
from bench.peers.tipg import tipg
from bench.plots import Curve
from bench.results import Result
from bench.site.layers import LINES, POINTS, POLYGONS
from bench.site.server import Server, site

PEER = "MapServer"
# A name of its own, so that a reader of the results sees what was compared.
FLOOR = "PostGIS"
_LAYERS = (POINTS, POLYGONS, LINES)
_TABLES = [layer.name for layer in _LAYERS]


@dataclass(frozen=True)
class Run:
    """The servers, the database behind them, and how thorough to be.

    ``peers`` has MapServer first; ``missing`` says why another isn't among them. ``rounds``
    scales every case's number of repetitions; ``points`` is how many points there are. ``curves``
    are what cases leave to be drawn.
    """

    server: Server
    mapserver: MapServer
    dsn: str
    rounds: int
    points: int
    peers: tuple[Peer, ...]
    missing: dict[str, str] = field(default_factory=dict)
    curves: list[Curve] = field(default_factory=list)

    @property
    def ours(self) -> Ours:
        """The site, to be asked as the peers are."""
        return Ours(self.server.url)

    @property
    def peer_url(self) -> str:
        """MapServer's address, which takes parameters appended by ``&``."""
        return self.mapserver.url


Case = Callable[[Run], list[Result]]


@contextmanager
def all_servers(rounds: int, points: int, names: Sequence[str] | None = None) -> Iterator[Run]:
    """Runs the site and its peers on Django's database during the block.

    MapServer must be there; of the others those that can be had (``names``: no others).
    """
    dsn = database.address()
    others: dict[str, Callable[[], AbstractContextManager[Peer]]] = {
        "QGIS Server": lambda: qgis_server(_LAYERS, dsn),
        "tipg": lambda: tipg(_TABLES, dsn),
        "django-gisserver": lambda: gisserver(dsn),
        "pygeoapi": lambda: pygeoapi(_TABLES, dsn),
    }
    missing: dict[str, str] = {}
    with ExitStack() as stack:
        first = stack.enter_context(mapserver(_LAYERS, dsn))
        peers: list[Peer] = [first]
        for name, start in others.items():
            if names is not None and name not in names:
                continue
            try:
                peers.append(stack.enter_context(start()))
            except (NotToBeHad, TimeoutError) as error:
                missing[name] = str(error)
        server = stack.enter_context(site())
        yield Run(server, first, dsn, rounds, points, tuple(peers), missing)
