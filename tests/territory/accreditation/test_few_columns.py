"""Many days at once are held to what each of them is by itself."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from territory.accreditation import few, few_columns
from territory.accreditation.few_columns import ABSENT, NAMES, Told
from territory.models.accreditation import OUTCOMES

# A number, none, or one that was reserved.
Cell = int | str | None
_SMALL: tuple[Cell, ...] = (None, "reserved", 0, 1, 4, 5, 9)
_CELLS = st.one_of(
    st.none(), st.just("reserved"), st.integers(0, 12), st.sampled_from([90, 100, 1_000_000])
)


def _told(days: Sequence[Sequence[Cell]]) -> Told:
    columns = list(zip(*days, strict=True))
    return Told(
        {name: np.array([c if isinstance(c, int) else ABSENT for c in cells], dtype=np.int64)
         for name, cells in zip(NAMES, columns, strict=True)},
        {name: np.array([c == "reserved" for c in cells])
         for name, cells in zip(NAMES, columns, strict=True)},
    )  # fmt: skip


def _hold(days: Sequence[Sequence[Cell]]) -> None:
    told = _told(days)
    wrong, found = few_columns.wrong(told), few_columns.publishable(told)
    marks = found.marks
    for at, day in enumerate(days):
        queries, *rest = (cell if isinstance(cell, int) else None for cell in day)
        outcomes, waits = tuple(rest[: len(OUTCOMES)]), tuple(rest[len(OUTCOMES) :])
        reserved = frozenset(n for n, cell in zip(NAMES, day, strict=True) if cell == "reserved")
        said = few.wrong(queries, outcomes, waits)
        assert (few.WRONG[wrong[at]] if wrong[at] != ABSENT else "") == said, day
        own = few.publishable(queries, outcomes, waits, reserved)
        for name in NAMES:
            number = int(found.numbers[name][at])
            assert (None if number == ABSENT else number) == getattr(own, name), (day, name)
        withheld = tuple(n for place, n in enumerate(NAMES) if marks[at] >> place & 1)
        assert withheld == own.withheld, day


def test_every_day_of_a_few() -> None:
    """All of seven states of each number that counts, with waits and without."""
    counts = list(product(_SMALL, repeat=4))
    for waits in ((None, None), (10, 20), (20, 10), ("reserved", 7), (None, "reserved")):
        _hold([(*day, *waits) for day in counts])


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(*[_CELLS] * len(NAMES)), min_size=1, max_size=20))
def test_any_days(days: list[tuple[Cell, ...]]) -> None:
    _hold(days)
