"""Counts by a filter that was never asked for, and the features of a rectangle."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import psycopg

from bench.cases.tiles import places_of_points
from bench.compare import compare
from bench.floor import drain
from bench.peers.peer import Box, Column, Peer
from bench.results import Result
from bench.run import Run

LAYER = "bench_points"
_HITS_GOAL, _HITS_SLACK_MS = 1.2, 4.0
_BOX_FEATURES, _BOX_GOAL = 2_000, 0.7
# Degrees: the side of a rectangle doubles until it holds enough.
_LEAST_SIDE, _MOST_SIDE = 0.02, 8.0


@dataclass(frozen=True)
class _Asked:
    """A filter's parts."""

    column: Column | None = None
    box: Box | None = None


def run(run_: Run) -> list[Result]:
    """Counts of all, by an attribute, by a rectangle and by both; a rectangle's features."""
    with psycopg.connect(run_.dsn, autocommit=True) as connection:
        box = _box_of(connection, run_)
        condition = _inside(box)
        results = [_all(run_)]
        for case, asked, where in (
            ("attribute", _Asked(Column("people", "{number}")), "people = {number}"),
            ("rectangle", _Asked(box=box), condition),
            (
                "both",
                _Asked(Column("people", "{number}"), box),
                f"people = {{number}} AND {condition}",
            ),
        ):
            results.append(_counted(run_, connection, case, asked, where))
        west, south, east, north = box
        floor = partial(drain, connection, "box", west=west, south=south, east=east, north=north)
        results.append(
            compare(
                run_,
                f"the features of a rectangle, about {_BOX_FEATURES:,}, GeoJSON",
                partial(_features, box),
                6 * run_.rounds,
                goal=_BOX_GOAL,
                floor=floor,
            )
        )
    return results


def _all(run_: Run) -> Result:
    return compare(run_, "hits, all", partial(_hits, [_Asked()]), 6 * run_.rounds, goal=1.0)


def _counted(
    run_: Run, connection: psycopg.Connection, case: str, asked: _Asked, where: str
) -> Result:
    """Each question is one that this run has not asked, of either side."""
    rounds = 4 * run_.rounds
    numbers = range(1, rounds + 2)
    floor_numbers = iter(numbers)
    return compare(
        run_,
        f"hits, new filter by {case}",
        partial(_hits, [_numbered(asked, number) for number in numbers]),
        rounds,
        goal=_HITS_GOAL,
        slack_ms=_HITS_SLACK_MS,
        floor=lambda: drain(connection, "hits", condition=where.format(number=next(floor_numbers))),
    )


def _numbered(asked: _Asked, number: int) -> _Asked:
    """The same filter with another number, or a rectangle that is a hair wider."""
    column, box = asked.column, asked.box
    if column is not None:
        column = Column(column.name, column.value.format(number=number))
    elif box is not None:
        west, south, east, north = box
        box = (west - number * 1e-6, south, east, north)
    return _Asked(column, box)


def _hits(asked: list[_Asked], side: Peer) -> list[str] | None:
    addresses = [side.hits(LAYER, column=one.column, box=one.box) for one in asked]
    return [address for address in addresses if address] or None


def _features(box: Box, side: Peer) -> list[str] | None:
    address = side.geojson(LAYER, 10_000, box=box)
    return [address] if address else None


def _box_of(connection: psycopg.Connection, run_: Run) -> Box:
    """A rectangle around a point that holds about as many points as wanted, or the largest."""
    ((longitude, latitude),) = places_of_points(run_, 1, 23)
    side = _LEAST_SIDE
    while True:
        half = side / 2
        box = (longitude - half, latitude - half, longitude + half, latitude + half)
        row = connection.execute(f"SELECT count(*) FROM {LAYER} WHERE {_inside(box)}").fetchone()  # noqa: S608 - ours
        assert row is not None
        if row[0] >= _BOX_FEATURES or side >= _MOST_SIDE:
            return box
        side *= 1.2


def _inside(box: Box) -> str:
    return f"ST_Intersects(geom, ST_MakeEnvelope({', '.join(map(repr, box))}, 4326))"
