"""What other people wait for while many connections are slow, and while many requests are heavy."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from functools import partial
from itertools import cycle, islice

from bench.crowd import Answers, again, person, slow_body, slow_header, slow_reader
from bench.requests import GEOJSON, PERU, features, image
from bench.results import MILLISECONDS, Result, typical_ms
from bench.run import Run

SLOW = 50
HEAVY = 16
SECONDS_A_ROUND = 3
PEOPLE = ("/healthz", "/", "/api/v1/commitments/")
_PEER = "quiet"

Slow = Callable[[], Coroutine[None, None, None]]


def run(run_: Run) -> list[Result]:
    """The median of other people over that of a quiet site, and the longest that one waited."""
    seconds = SECONDS_A_ROUND * run_.rounds
    quiet = asyncio.run(_people(run_, seconds, []))
    slow = asyncio.run(_people(run_, seconds, _slow(run_)))
    heavy = asyncio.run(_heavy(run_, seconds))
    return [
        Result(
            f"other people's median beside {SLOW} slow connections",
            typical_ms(slow.seconds),
            MILLISECONDS,
            2,
            peer=typical_ms(quiet.seconds),
            peer_name=_PEER,
        ),
        Result(
            f"the longest wait beside {SLOW} slow connections",
            max(slow.seconds) * 1000,
            MILLISECONDS,
            1000,
        ),
        Result(
            f"/healthz beside {HEAVY} clients of maps and layers, 95 of 100",
            sorted(heavy.seconds)[int(0.95 * (len(heavy.seconds) - 1))] * 1000,
            MILLISECONDS,
            200,
        ),
    ]


def _slow(run_: Run) -> list[Slow]:
    url = features(run_, "bench_points", GEOJSON, count=50_000).ours
    kinds = [
        partial(slow_header, run_.server.url),
        partial(slow_body, run_.server.url),
        partial(slow_reader, url),
    ]
    return [partial(again, kind) for kind in islice(cycle(kinds), SLOW)]


async def _people(run_: Run, seconds: float, others: list[Slow]) -> Answers:
    tasks = [asyncio.create_task(other()) for other in others]
    until = time.monotonic() + seconds
    answers = Answers()
    await asyncio.gather(*(person(f"{run_.server.url}{path}", until, answers) for path in PEOPLE))
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return answers


async def _heavy(run_: Run, seconds: float) -> Answers:
    """Of ``/healthz``, while others draw the country and read layers without a pause."""
    urls = cycle(
        [
            image(run_, "bench_polygons", PERU, (1024, 1024)).ours,
            features(run_, "bench_points", GEOJSON, count=10_000).ours,
        ]
    )
    until = time.monotonic() + seconds
    answers = Answers()
    work = [person(url, until, Answers(), pause_s=0) for url in islice(urls, HEAVY)]
    await asyncio.gather(person(f"{run_.server.url}/healthz", until, answers), *work)
    return answers
