"""One question to every side that has an answer to it, in turn, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from itertools import cycle

from bench.alternate import Action, alternate
from bench.client import Client
from bench.peers.peer import Peer
from bench.results import MILLISECONDS, Result, Timing
from bench.run import Run

OURS, FLOOR = "ours", "PostGIS"
Question = Callable[[Peer], Iterable[str] | None]


def compare(
    run: Run,
    case: str,
    question: Question,
    rounds: int,
    *,
    goal: float,
    slack_ms: float = 0,
    peers: Iterable[str] | None = None,
    floor: Action | None = None,
) -> Result:
    """Ours beside the best of the peers that answer.

    Args:
        run: the sides.
        case: its name in the report.
        question: gives a side's addresses, which are asked for one after the other and then anew,
            or None where the side has no answer.
        rounds: how many of them.
        goal: the most that ours may take, as a share of the best peer's time; with
            ``slack_ms`` added to that.
        slack_ms: see there.
        peers: the names of those to ask; all by default.
        floor: what the database alone needs.
    """
    wanted = None if peers is None else set(peers)
    asked = [run.ours, *(peer for peer in run.peers if wanted is None or peer.name in wanted)]
    with ExitStack() as stack:
        actions = {}
        for side in asked:
            addresses = question(side)
            if addresses is not None:
                client = stack.enter_context(Client(side.url))
                actions[side.name] = _asking(client, cycle(list(addresses)))
        if floor is not None:
            actions[FLOOR] = floor
        taken = alternate(actions, rounds)
    timings = {name: Timing.of(seconds) for name, seconds in taken.items()}
    return beside_the_best(case, timings, goal=goal, slack_ms=slack_ms)


def beside_the_best(
    case: str, timings: dict[str, Timing], *, goal: float | None, slack_ms: float = 0
) -> Result:
    """The result of these timings, of which one is ours and one may be the floor's.

    Without a peer the floor is what ours is held to.
    """
    ours, floor = timings[OURS], timings.get(FLOOR)
    others = {name: timing for name, timing in timings.items() if name not in (OURS, FLOOR)}
    if not others and floor is not None:
        others = {FLOOR: floor}
    best = min(others, key=lambda name: others[name].median) if others else None
    held_to = others[best].median if best else None
    return Result(
        case,
        ours.median,
        MILLISECONDS,
        goal if goal is None or held_to is None else round(goal + slack_ms / held_to, 3),
        held_to,
        best,
        floor.median if floor else None,
        sides=timings,
    )


def _asking(client: Client, addresses: Iterator[str]) -> Action:
    return lambda: client.get(next(addresses))
