"""Whoever takes home all that is told of victims of trafficking learns no small number.

What an anonymous client reads is gathered, what it must add up to is known, and for each hidden
cell the least and the most that it can be are worked out, in whole numbers.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from territory.models import TraffickingCount
from territory.models.trafficking import DIVISIONS, Victims
from tests.attacker.trafficking_rows import (
    Cells,
    by_items,
    national,
    publish,
    shortened,
    truth_of,
)
from tests.territory.disclosure.deducing import Equation, Key, System
from tests.territory.shapes import SHARED_DATA

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

REAL = SHARED_DATA / "official" / "security"


def equations(cells: Cells, truth: dict[Key, int]) -> list[Equation]:
    """What divides what: all victims by purpose, capture, means and scope.

    Where the file itself leaves some victims in none, as it does of the scope, they aren't more.
    """
    found: list[Equation] = []
    for key in cells:
        if key[-1] != Victims.ALL.value:
            continue
        for way in DIVISIONS:
            parts = [(*key[:-1], code) for code in way if (*key[:-1], code) in cells]
            if not parts:
                continue
            if sum(truth[part] for part in parts) != truth[key]:
                parts.append(("rest", *key, way[0]))
            found.append((key, parts))
    return found


def with_country(cells: Cells, truth: dict[Key, int]) -> tuple[dict[Key, int], list[Equation]]:
    """What the reader knows: what is told, and the national figures of the ministry itself."""
    told = {key: value for key, value in cells.items() if value is not None}
    found = equations(cells, truth)
    for rest in sorted({key[1:] for key in cells}):
        parts = [key for key in cells if key[1:] == rest]
        told["", *rest] = sum(truth[key] for key in parts)
        found.append((("", *rest), parts))
    return told, found


def learned(cells: Cells, truth: dict[Key, int]) -> list[tuple[Key, float, float]]:
    """The hidden cells that are open by less than they have to be."""
    system = System(*with_country(cells, truth))
    open_to_too_little = []
    for key, value in cells.items():
        if value is not None:
            continue
        low, high = system.interval(key)
        assert low <= truth[key] <= high
        small = 0 < truth[key] < 5
        if high - low < 5 or (small and (low > 0 or high < 5)):
            open_to_too_little.append((key, low, high))
    return open_to_too_little


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "trata.csv"


@pytest.mark.parametrize("seed", [1, 2])
def test_no_small_count_is_learned_of_national_rows(client: Client, path: Path, seed: int) -> None:
    rows = national(seed)
    publish(path, rows, "PE", "2023-12-31")
    cells, truth = by_items(client), truth_of(rows)
    assert cells.keys() == truth.keys()
    assert sum(value is None for value in cells.values()) > 30
    assert any(value is not None for value in cells.values())
    assert all(truth[key] == value for key, value in cells.items() if value is not None)
    assert learned(cells, truth) == []


def test_what_a_second_cut_off_hides_was_hidden_by_the_first(client: Client, path: Path) -> None:
    rows = national(3)
    publish(path, rows, "PE", "2023-06-30")
    before = by_items(client)
    later = national(3, **{"20": 51, "24": 2, "13": 33})
    publish(path, later, "PE", "2023-12-31")
    after = by_items(client)
    assert {key for key, value in before.items() if value is None} <= {
        key for key, value in after.items() if value is None
    }
    assert learned(after, truth_of(later)) == []


@pytest.mark.skipif(not REAL.is_dir(), reason="the official file isn't part of the checkout")
def test_the_real_rows_tell_a_region_and_a_year_alone(client: Client) -> None:
    (file,) = REAL.glob("mininter_trata_*.csv")
    publish(file, None, "14", "2020-12-31")
    cells = by_items(client)
    assert {(key[0], key[1]) for key in cells} == {("14", "2019"), ("14", "2020")}
    by_code = {key[-1]: value for key, value in cells.items() if key[1] == "2019"}
    # Each victim once: the file repeats each row, and each victim in a dozen groups.
    assert by_code[Victims.ALL] in (56, None)
    rows = TraffickingCount.objects.filter(is_sample=False, period_start__year=2019)
    assert {row.missing_months for row in rows} == {"2, 3, 10"}
    truth = truth_of(shortened(file))
    assert truth["14", "2019", "reta", "trafficking", "victims"] == 56
    told = {key: value for key, value in cells.items() if value is not None}
    hidden = cells.keys() - told.keys()
    assert {key for key, number in truth.items() if 0 < number < 5} <= hidden
    system = System(told, equations(cells, truth))
    for key in hidden:
        low, high = system.interval(key)
        assert high - low >= 5
        if 0 < truth[key] < 5:
            assert low <= 0
            assert high >= 5
