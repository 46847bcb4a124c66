"""What a day gives away, by trying every day that looks the same."""

from __future__ import annotations

import itertools
from collections import defaultdict

from territory.accreditation.few import Day, publishable, wrong
from territory.models.accreditation import NUMBERS
from territory.suppression import SMALLEST

MOST = 24
Outcomes = tuple[int, ...]


def every_day() -> dict[tuple[object, ...], list[Outcomes]]:
    """What is published → the days of which it is, of all days of up to ``MOST`` queries."""
    found: dict[tuple[object, ...], list[Outcomes]] = defaultdict(list)
    for outcomes in itertools.product(range(MOST + 1), repeat=3):
        if sum(outcomes) > MOST:
            continue
        answered = outcomes[0] + outcomes[1]
        waits = (300, 900) if answered else (None, None)
        day = publishable(sum(outcomes), outcomes, waits)
        found[_seen(day)].append(outcomes)
    return found


def _seen(day: Day) -> tuple[object, ...]:
    return tuple(vars(day).values())


def test_no_small_number_follows_from_what_is_published() -> None:
    small = 0
    for seen, days in every_day().items():
        for at in range(3):
            could_be = {day[at] for day in days}
            if any(0 < number < SMALLEST for number in could_be):
                # It may be a number that isn't small as well.
                # Of a day of which nothing is given it is known that it is of a few, or none.
                assert seen[0] is None or max(could_be) >= SMALLEST, f"{seen} tells {days}"
                assert len(could_be) >= SMALLEST, f"{seen} tells {days}"
            small += any(0 < number < SMALLEST for number in could_be)
        for number in seen[:4]:
            assert number is None or number == 0 or int(str(number)) >= SMALLEST
    assert small > 100


def test_a_wait_is_of_five_answers_or_more_and_says_nothing_more() -> None:
    given = 0
    for seen, days in every_day().items():
        waits = seen[4:6]
        if waits == (None, None):
            continue
        given += 1
        assert all(day[0] + day[1] >= SMALLEST for day in days)
    assert given > 100


def test_numbers_that_cannot_be_of_one_day() -> None:
    assert "más" in wrong(10, (8, 3, None), (None, None))
    assert "no suman" in wrong(10, (8, 1, 0), (None, None))
    assert "mediana" in wrong(10, (8, 2, 0), (9, 8))
    assert "no hubo" in wrong(10, (0, 0, 10), (9, None))
    assert not wrong(10, (8, 2, 0), (8, 9))
    assert not wrong(10, (8, None, 0), (None, None))
    assert not wrong(0, (0, 0, 0), (None, None))


def test_what_no_column_tells_is_not_deduced_either() -> None:
    assert publishable(10, (8, None, None), (None, None)).accepted is None
    assert publishable(10, (10, None, None), (None, None)).accepted == 10
    assert publishable(20, (10, None, None), (None, None)).accepted == 10
    assert publishable(None, (10, 10, None), (None, None)).accepted is None


def test_nothing_but_zeros_is_published() -> None:
    day = publishable(0, (0, 0, 0), (None, None))
    assert [getattr(day, name) for name in NUMBERS] == [0, 0, 0, 0]
    assert not day.withheld
