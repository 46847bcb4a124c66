"""What every case is given."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from bench import database
from bench.mapserver import mapserver
from bench.results import Result
from bench.site.layers import LINES, POINTS, POLYGONS
from bench.site.server import Server, site

PEER = "MapServer"
# A name of its own, so that a reader of the results sees what was compared.
FLOOR = "PostGIS"


@dataclass(frozen=True)
class Run:
    """The two servers, the database behind them, and how thorough to be.

    ``peer_url`` takes parameters appended by ``&``. ``rounds`` scales every case's number of
    repetitions; ``points`` is how many points there are.
    """

    server: Server
    peer_url: str
    dsn: str
    rounds: int
    points: int


Case = Callable[[Run], list[Result]]


@contextmanager
def both_servers(rounds: int, points: int) -> Iterator[Run]:
    """Runs the site and MapServer on Django's database during the block."""
    dsn = database.address()
    with ExitStack() as stack:
        peer_url = stack.enter_context(mapserver((POINTS, POLYGONS, LINES), dsn))
        server = stack.enter_context(site())
        yield Run(server, peer_url, dsn, rounds, points)
