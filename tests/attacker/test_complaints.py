"""Whoever takes home all that is told of complaints learns no small number of a district.

What an anonymous client reads is put into one system with all that adds up, and for hidden cells
the least and the most that each can be are worked out, in whole numbers.
"""

from __future__ import annotations

import csv
import io
import random
from collections import defaultdict
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from django.test import Client

from tests.complaints import complaints, publish, sums
from tests.territory.disclosure.deducing import Equation, Key, System, interval

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

DEPARTMENTS, TRIES = ("07", "20", "23"), 1_000
Cells = dict[Key, int | None]


def told_to_anybody(client: Client) -> Cells:
    """Unit, period and kind → the number, None where it is hidden."""
    answer: Any = client.get("/api/v1/security/complaints/", {"f": "csv"})
    text = b"".join(answer).decode("utf-8-sig")
    return {
        (row["unit"], row["period"], row["category"]): int(row["value"]) if row["value"] else None
        for row in csv.DictReader(io.StringIO(text))
        if row["state"] in ("value", "suppressed")
    }


def equations(cells: Cells) -> list[Equation]:
    """What adds up: districts, provinces; months; kinds."""
    parts: dict[tuple[str, Key], list[Key]] = defaultdict(list)
    for key in cells:
        unit, period, kind = key
        if len(unit) > 2:
            parts["unit", (unit[:-2], period, kind)].append(key)
        if len(period) > 4:
            parts["month", (unit, period[:4], kind)].append(key)
        if kind != "total":
            parts["kind", (unit, period, "total")].append(key)
    return [(total, found) for (_way, total), found in parts.items() if total in cells]


def truth(file: pd.DataFrame) -> dict[Key, int]:
    found = {}
    for level in (6, 4, 2):
        for by in ("year", "month"):
            found.update({key: int(n) for key, n in sums(file, level, by).items()})
    return found


def learned(cells: Cells, true: dict[Key, int], tries: int, seed: str) -> list[Any]:
    told = {key: value for key, value in cells.items() if value is not None}
    system = System(told, equations(cells))
    hidden = sorted(key for key, value in cells.items() if value is None)
    assert len(hidden) > tries
    found = []
    for key in random.Random(seed).sample(hidden, tries):
        low, high = system.interval(key)
        number = true.get(key, 0)
        assert low <= number <= high, key
        small = 0 < number < 5
        if high - low < 5 or (small and (low > 0 or high < 5)):
            found.append((key, low, high))
    return found


def test_no_hidden_number_is_narrowed_down(client: Client, tmp_path: Path) -> None:
    file = complaints(DEPARTMENTS, (2024, 2025))
    publish(file, tmp_path, "2025-12-31", ",".join(DEPARTMENTS))
    cells = told_to_anybody(client)
    true = truth(file)
    assert all(value in (0, true.get(key)) for key, value in cells.items() if value is not None)
    assert learned(cells, true, TRIES, "16") == []


def test_nor_by_what_the_next_cutoff_tells(client: Client, tmp_path: Path) -> None:
    file = complaints(DEPARTMENTS, (2024, 2025))
    publish(file, tmp_path, "2025-12-31", ",".join(DEPARTMENTS))
    before = told_to_anybody(client)
    later = file.copy()
    rows = later.index[later["cantidad"] < 4][:40]
    later.loc[rows, "cantidad"] += 3
    publish(later, tmp_path, "2026-01-31", ",".join(DEPARTMENTS))
    after = told_to_anybody(client)
    # What was hidden once stays hidden: no number is told that yesterday's sums would narrow down.
    assert not [k for k, value in before.items() if value is None and after[k] is not None]
    assert learned(after, truth(later), TRIES // 4, "17") == []


def test_a_tighter_attacker_would_notice() -> None:
    """With every sum told and one cell alone hidden it is found out: the attack can succeed."""
    cells: Cells = {("1", "2025", "total"): 9, ("101", "2025", "total"): 6}
    cells |= {("102", "2025", "total"): None}
    told = {key: value for key, value in cells.items() if value is not None}
    system: list[Equation] = [(("1", "2025", "total"), list(cells)[1:])]
    assert interval(told, system, ("102", "2025", "total")) == (3.0, 3.0)
