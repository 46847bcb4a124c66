"""Which numbers of a day's queries aren't published, being of a few people or telling of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from territory.models.accreditation import NUMBERS, OUTCOMES, PERCENTILES, QUERIES
from territory.suppression import SMALLEST, is_small

Number = int | None
# Of a day whose queries aren't given there were so many at most.
MOST_WITHHELD = SMALLEST + len(OUTCOMES) - 2
# Why numbers can't be of one day; where there are several reasons, the first is told.
WRONG = (
    "Aceptadas, rechazadas y sin respuesta suman más que las consultas.",
    "Aceptadas, rechazadas y sin respuesta no suman las consultas.",
    "La mediana de la espera es mayor que su percentil 95.",
    "Dice cuánto se esperó por respuestas que no hubo.",
)


@dataclass(frozen=True)
class Day:
    """A day's numbers as they may be published; ``withheld`` names those that aren't."""

    queries: Number
    accepted: Number
    rejected: Number
    unanswered: Number
    median_ms: Number
    p95_ms: Number
    withheld: tuple[str, ...] = ()


def wrong(queries: Number, outcomes: Sequence[Number], percentiles: Sequence[Number]) -> str:
    """Why the numbers can't be of one day; "" where they can, or nobody knows."""
    given = [number for number in outcomes if number is not None]
    median, p95 = percentiles
    if queries is not None and sum(given) > queries:
        return WRONG[0]
    if queries is not None and len(given) == len(OUTCOMES) and sum(given) != queries:
        return WRONG[1]
    if median is not None and p95 is not None and median > p95:
        return WRONG[2]
    if _answered(queries, *outcomes) == 0 and (median is not None or p95 is not None):
        return WRONG[3]
    return ""


@lru_cache(maxsize=65_536)
def publishable(
    queries: Number,
    outcomes: tuple[Number, ...],
    percentiles: tuple[Number, ...],
    reserved: frozenset[str] = frozenset(),
) -> Day:
    """What may be published of a day's numbers, those ``reserved`` already among what isn't.

    Where an outcome is of a few, none but zeros is given: were only as many hidden as subtraction
    asks for, who knows the rule could tell of some days which they are. Where the queries are so
    few that each outcome is of a few, they aren't given either. Where the queries aren't said,
    nothing says that a small number can't be deduced. A percentile is given where what is published
    tells that it is of five answers or more, so that it being there says nothing further.
    """
    told = {name: n for name, n in zip(OUTCOMES, outcomes, strict=True) if n is not None}
    hidden = _hidden(queries, told, reserved)
    given = {name: None if name in hidden else told.get(name) for name in OUTCOMES}
    given[QUERIES] = None if QUERIES in hidden else queries
    waits = dict(zip(PERCENTILES, percentiles, strict=True))
    answered = _answered(*(given[name] for name in NUMBERS))
    if answered is None:
        # Whether there was a wait would tell whether there was an answer.
        hidden |= waits.keys()
    elif answered < SMALLEST:
        hidden |= {name for name, wait in waits.items() if wait is not None}
    hidden |= reserved & waits.keys()
    given |= {name: None if name in hidden else wait for name, wait in waits.items()}
    withheld = tuple(name for name in (*NUMBERS, *PERCENTILES) if name in hidden)
    return Day(**given, withheld=withheld)


def _hidden(queries: Number, told: dict[str, int], reserved: frozenset[str]) -> set[str]:
    """The queries and outcomes that aren't given."""
    known = {*told, *(reserved & set(OUTCOMES))}
    if queries is None:
        return known | (reserved & {QUERIES})
    # What no column tells follows by subtraction, be it of one outcome or of several.
    rest = queries - sum(told.values())
    untold = len(OUTCOMES) - len(known)
    is_few_left = untold > 0 and 0 < rest < SMALLEST + untold - 1
    numbers = [number for number in told.values() if number] + ([rest] if untold and rest else [])
    number_of_parts = len(numbers) + len(known - told.keys())
    is_few = is_few_left or any(map(is_small, (queries, *numbers)))
    if known == told.keys() and not is_few:
        return set()
    if queries - (number_of_parts - 1) < SMALLEST:
        return known | {QUERIES}
    return {name for name in known if told.get(name) != 0}


def _answered(queries: Number, accepted: Number, rejected: Number, unanswered: Number) -> Number:
    """How many were answered; None where the numbers don't tell."""
    if queries is not None and unanswered is not None:
        return queries - unanswered
    if accepted is not None and rejected is not None:
        return accepted + rejected
    return None
