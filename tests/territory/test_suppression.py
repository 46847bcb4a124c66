"""No count of fewer than five people is given, nor found out from those that are given."""

from __future__ import annotations

import random
from itertools import product

import pytest

from territory.suppression import SMALLEST, suppressed


def possible(counts: list[int], hidden: frozenset[int], total: int, place: int) -> set[int]:
    """Each number that a hidden count may be, by trying all: 1 or more each, total known."""
    rest = total - sum(count for at, count in enumerate(counts) if at not in hidden)
    places = sorted(hidden)
    tried = product(range(1, rest + 1), repeat=len(places) - 1)
    found = set()
    for first in tried:
        last = rest - sum(first)
        if last >= 1:
            found.add((*first, last)[places.index(place)])
    return found


def test_nothing_is_hidden_where_all_are_many() -> None:
    assert suppressed([40, 25, 0, 5], 70).hidden == frozenset()


def test_a_lone_small_one_takes_the_next_larger_with_it() -> None:
    """Statistical disclosure control: complementary suppression."""
    assert suppressed([40, 25, 3, 7], 75).hidden == {2, 3}


def test_zero_is_of_nobody_and_hides_nobody() -> None:
    assert suppressed([40, 0, 3, 7], 50).hidden == {2, 3}


def test_two_ones_are_no_protection_to_one_another() -> None:
    """2 = 1 + 1 in one way only."""
    assert suppressed([1, 1, 30, 60], 92).hidden == {0, 1, 2}


def test_a_total_known_from_elsewhere_gives_nothing_away() -> None:
    assert suppressed([40, 25, 3, 7], None).hidden == {2, 3}


def test_of_so_few_people_nothing_is_given() -> None:
    assert suppressed([2, 3], 5).too_few
    assert suppressed([3, 0, 0], 3).too_few
    assert suppressed([4], None).too_few
    assert suppressed([], 3).too_few
    assert not suppressed([], 5).too_few


def test_where_people_gave_several_answers_there_is_nothing_to_subtract() -> None:
    found = suppressed([40, 35, 3], 50)
    assert found.hidden == {2}
    assert not found.too_few


def test_what_the_agency_reserved_is_protected_too() -> None:
    assert suppressed([40, 25, None, 7], 75).hidden == {2, 3}


@pytest.mark.parametrize("seed", range(60))
def test_no_small_count_can_be_narrowed_down(seed: int) -> None:
    """By brute force over every way in which the hidden ones may make up the total."""
    chance = random.Random(seed)
    counts = [chance.choice((0, 1, 2, 3, 4, 6, 9, 14)) for _ in range(chance.randint(2, 4))]
    total = sum(counts) + chance.choice((0, 0, 3))
    found = suppressed(counts, total)
    small = {place for place, count in enumerate(counts) if 0 < count < SMALLEST}
    assert small <= found.hidden
    if found.too_few:
        return
    for place in small:
        assert possible(counts, found.hidden, total, place) >= set(range(1, SMALLEST + 1))
