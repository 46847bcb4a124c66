"""Numbers of few people leave no trace, and none can be worked out of those that are published."""

from __future__ import annotations

import random
from itertools import product

import pytest

from layers.reading.counted import Counted, parse_counted
from layers.themes.ugel_trainings.few import Published, published, wrong_sum
from territory.models.ugel_trainings import PARTICIPANTS, SECTORS


def said(total: str, *parts: str) -> tuple[Counted, dict[str, Counted]]:
    texts = [*parts, *[""] * (len(SECTORS) - len(parts))]
    return parse_counted(total), dict(zip(SECTORS, map(parse_counted, texts), strict=True))


def shown(total: str, *parts: str) -> Published:
    return published(*said(total, *parts))


def again(found: Published) -> Published:
    """What is published, written as it goes out and read once more."""
    texts = {
        name: "reservado" if name in found.withheld else "" if value is None else str(value)
        for name, value in found.numbers.items()
    }
    total = texts.pop(PARTICIPANTS)
    return shown(total, *(texts[name] for name in SECTORS))


def test_what_is_large_enough_is_published_and_zero_too() -> None:
    found = shown("30", "6", "12", "12", "0", "0", "0", "0")
    assert found.withheld == []
    assert list(found.numbers.values()) == [30, 6, 12, 12, 0, 0, 0, 0]


def test_a_small_number_takes_its_complement_along() -> None:
    found = shown("30", "3", "12", "15", "0")
    assert found.withheld == ["regional_office", "ugel_office"]
    assert found.numbers[PARTICIPANTS] == 30
    assert found.numbers["schools"] == 15
    assert found.numbers["regional_government"] == 0


@pytest.mark.parametrize("total", ["1", "4"])
def test_of_very_few_people_nothing_is_published(total: str) -> None:
    found = shown(total, total, "0")
    assert found.withheld == [PARTICIPANTS, "regional_office", "ugel_office"]
    assert set(found.numbers.values()) == {None}


def test_without_the_participants_no_sector_is_published() -> None:
    found = shown("", "12", "20")
    assert found.withheld == ["regional_office", "ugel_office"]
    assert set(found.numbers.values()) == {None}
    assert shown("", "").withheld == []


@pytest.mark.parametrize(
    ("total", "parts", "wrong"),
    [
        ("30", ("20", "11"), "suman más"),
        ("30", ("20", "9", "0", "0", "0", "0", "0"), "no suman"),
        ("30", ("20", "9"), ""),
        ("30", ("20", "10", "0", "0", "0", "0", "0"), ""),
        ("", ("20", "10"), ""),
        ("30", ("reservado", "31"), "suman más"),
    ],
)
def test_sectors_are_parts_of_the_participants(
    total: str, parts: tuple[str, ...], wrong: str
) -> None:
    found = wrong_sum(*said(total, *parts))
    assert wrong in found
    assert bool(wrong) == bool(found)


def test_no_hidden_number_can_be_worked_out_and_what_goes_out_comes_in_again() -> None:
    """An attacker who knows the total and the given tries every value of what is hidden."""
    chance = random.Random("pocos")
    for _ in range(400):
        counts = [chance.choice((0, 1, 2, 4, 5, 6, 11)) for _ in range(4)]
        counts += [0] * (len(SECTORS) - len(counts))
        found = shown(str(sum(counts)), *map(str, counts))
        assert again(found) == found
        assert all(v is None or v == 0 or v >= 5 for v in found.numbers.values())
        if PARTICIPANTS in found.withheld or not found.withheld:
            continue
        rest = sum(counts) - sum(found.numbers[n] or 0 for n in SECTORS)
        tries = [t for t in product(range(1, 23), repeat=len(found.withheld)) if sum(t) == rest]
        for place, name in enumerate(found.withheld):
            real = counts[SECTORS.index(name)]
            possible = {each[place] for each in tries}
            assert real in possible
            assert possible >= {1, 2, 3, 4, 5}, (counts, found)
