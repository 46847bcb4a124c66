"""``few`` for many days at once: the same rules, a column at a time.

Of a million days each by itself costs more than all else that is done to them. What is held here is
held against ``few``, number by number, in ``tests/territory/accreditation/test_few_columns.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from territory.accreditation.few import WRONG
from territory.models.accreditation import NUMBERS, OUTCOMES, PERCENTILES, QUERIES
from territory.suppression import SMALLEST

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
# What stands for a number that isn't known, or isn't given.
ABSENT = -1
NAMES = (*NUMBERS, *PERCENTILES)


@dataclass(frozen=True)
class Told:
    """Days' numbers by name, ``ABSENT`` where there is none, and which were reserved already."""

    numbers: Mapping[str, Ints]
    reserved: Mapping[str, Flags]

    def has(self, name: str) -> Flags:
        found: Flags = self.numbers[name] != ABSENT
        return found

    def counted(self, name: str) -> Ints:
        """The number, 0 where there is none."""
        return np.maximum(self.numbers[name], 0)


@dataclass(frozen=True)
class Published:
    """The numbers that may be given, ``ABSENT`` elsewhere, and which of each day are withheld."""

    numbers: Mapping[str, Ints]
    withheld: Mapping[str, Flags]

    @property
    def marks(self) -> Ints:
        """Of each day a number whose bits say which of ``NAMES`` are withheld, the first lowest."""
        found = [self.withheld[name].astype(np.int64) << at for at, name in enumerate(NAMES)]
        marks: Ints = np.sum(found, axis=0, dtype=np.int64)
        return marks


def wrong(told: Told) -> Ints:
    """Of each day the place among ``few.WRONG`` of why its numbers can't be, ``ABSENT`` if none."""
    queries, given = told.numbers[QUERIES], sum(told.counted(name) for name in OUTCOMES)
    all_given = np.logical_and.reduce([told.has(name) for name in OUTCOMES])
    median, p95 = (told.numbers[name] for name in PERCENTILES)
    waits = [told.has(name) for name in PERCENTILES]
    is_known, answered = _answered(told.numbers)
    reasons = (
        told.has(QUERIES) & (given > queries),
        told.has(QUERIES) & all_given & (given != queries),
        waits[0] & waits[1] & (median > p95),
        is_known & (answered == 0) & (waits[0] | waits[1]),
    )
    return np.select(reasons, range(len(WRONG)), ABSENT)


def publishable(told: Told) -> Published:
    """What may be published of each day (``few.publishable``)."""
    withheld = _hidden(told)
    given = {name: np.where(withheld[name], ABSENT, told.numbers[name]) for name in NUMBERS}
    is_known, answered = _answered(given)
    for name in PERCENTILES:
        # Whether there was a wait would tell whether there was an answer.
        few = is_known & (answered < SMALLEST) & told.has(name)
        withheld[name] = ~is_known | few | told.reserved[name]
        given[name] = np.where(withheld[name], ABSENT, told.numbers[name])
    return Published(given, withheld)


def _hidden(told: Told) -> dict[str, Flags]:
    """The queries and outcomes that aren't given."""
    queries, has_queries = told.counted(QUERIES), told.has(QUERIES)
    counts = {name: told.counted(name) for name in OUTCOMES}
    known = {name: told.has(name) | told.reserved[name] for name in OUTCOMES}
    without = {name: known[name] & ~told.has(name) for name in OUTCOMES}
    rest = queries - sum(counts.values())
    untold = len(OUTCOMES) - sum(known[name].astype(np.int64) for name in OUTCOMES)
    is_few_left = (untold > 0) & (rest > 0) & (rest < SMALLEST + untold - 1)
    is_rest_counted = (untold > 0) & (rest != 0)
    parts = sum((counts[name] > 0).astype(np.int64) + without[name] for name in OUTCOMES)
    parts = parts + is_rest_counted
    is_few = is_few_left | _is_small(queries) | (is_rest_counted & _is_small(rest))
    for name in OUTCOMES:
        is_few = is_few | _is_small(counts[name])
    is_reserved = np.logical_or.reduce(list(without.values()))
    is_hiding = ~has_queries | is_few | is_reserved
    all_of_them = has_queries & (queries - (parts - 1) < SMALLEST)
    # Zeros stay where something else is enough.
    some = {name: known[name] & ~(told.has(name) & (counts[name] == 0)) for name in OUTCOMES}
    hidden: dict[str, Flags] = {
        name: is_hiding & np.where(~has_queries | all_of_them, known[name], some[name])
        for name in OUTCOMES
    }
    hidden[QUERIES] = np.where(has_queries, is_hiding & all_of_them, told.reserved[QUERIES])
    return hidden


def _is_small(numbers: Ints) -> Flags:
    return (numbers > 0) & (numbers < SMALLEST)


def _answered(numbers: Mapping[str, Ints]) -> tuple[Flags, Ints]:
    """Whether the numbers tell how many were answered, and how many."""
    queries, accepted, rejected, unanswered = (numbers[name] for name in NUMBERS)
    by_rest = (queries != ABSENT) & (unanswered != ABSENT)
    by_sum = (accepted != ABSENT) & (rejected != ABSENT)
    return by_rest | by_sum, np.where(by_rest, queries - unanswered, accepted + rejected)
