"""Whoever reads all that sources tell of extortion in La Libertad learns no small number."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from territory.models import AdminUnit
from territory.models.extortion import DIVISIONS, ExtortionAspect
from tests.territory.disclosure.deducing import Equation, Key, System

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

ITEMS = "/ogc/collections/extortion_counts/items"
HEADER = "ubigeo;territorio;anio;que_se_cuenta;cantidad;fuente;url_fuente;fecha_corte"
BY_DISTRICT, BY_PROVINCE = "Boletín de distritos", "Registro de la fiscalía"
ALL = ExtortionAspect.TOTAL.value
Cells = dict[Key, int | None]


def district_rows(years: range, seed: str) -> dict[Key, int]:
    """By one source: the districts of Trujillo, half of them with a few."""
    chance = random.Random(seed)
    districts = AdminUnit.objects.filter(parent_id="1301", valid_to=None).order_by("pk")
    codes = list(districts.values_list("pk", flat=True))
    return {
        (code, str(year), ALL, BY_DISTRICT): chance.choice((0, 1, 2, 3, 4, 6, 18, 90))
        for code in codes
        for year in years
    }


def province_rows(years: range, seed: str) -> dict[Key, int]:
    """By another: the province, each complaint by what was demanded and by the means."""
    chance = random.Random(seed)
    found: dict[Key, int] = {}
    for year in years:
        number = chance.choice((9, 23, 60))
        found["1301", str(year), ALL, BY_PROVINCE] = number
        for parts in DIVISIONS:
            weights = [6 / 3**place for place in range(len(parts))]
            chosen = chance.choices(parts, weights, k=number)
            for part in parts:
                found["1301", str(year), part, BY_PROVINCE] = chosen.count(part)
    return found


def publish(path: Path, cells: dict[Key, int], cutoff: str) -> None:
    names = dict(AdminUnit.objects.filter(valid_to=None).values_list("pk", "name"))
    lines = [
        f"{unit};{names[unit]};{year};{aspect};{number};{source};https://example.org/x;{cutoff}"
        for (unit, year, aspect, source), number in cells.items()
    ]
    path.write_text("\n".join([HEADER, *lines]), encoding="utf-8")
    command = ["import_source", "extortion", str(path), "--covers", "1301"]
    call_command(*command, stdout=StringIO(), stderr=StringIO())


def told_to_anybody(client: Client) -> Cells:
    answer = json.loads(client.get(ITEMS, {"limit": "10000"}).getvalue())
    rows: list[dict[str, Any]] = [feature["properties"] for feature in answer["features"]]
    return {
        (row["declared_ubigeo"], row["period_start"][:4], row["category"], row["source"]):
            row["value"]
        for row in rows
    }  # fmt: skip


def equations(cells: dict[Key, int]) -> list[Equation]:
    """What adds up: the divisions of all complaints, and a province of its districts."""
    found: list[Equation] = []
    districts: dict[Key, list[Key]] = defaultdict(list)
    for key in cells:
        unit, year, aspect, source = key
        if len(unit) == 6:
            districts["1301", year, aspect, source].append(key)
        elif aspect == ALL:
            found += [(key, [(unit, year, part, source) for part in one]) for one in DIVISIONS]
    return found + list(districts.items())


def learned(cells: Cells, true: dict[Key, int]) -> list[Any]:
    """Hidden cells that are open by less than they have to be, for who knows the province's sum."""
    told = {key: value for key, value in cells.items() if value is not None}
    known = equations(true)
    for total, parts in known:
        if total not in true:
            told[total] = sum(true[part] for part in parts)
    system, found = System(told, known), []
    for key, value in cells.items():
        if value is not None:
            assert value == true[key]
            continue
        low, high = system.interval(key)
        assert low <= true[key] <= high, key
        small = 0 < true[key] < 5
        if high - low < 5 or (small and (low > 0 or high < 5)):
            found.append((key, low, high))
    return found


@pytest.mark.parametrize("seed", ["17", "18"])
def test_no_small_number_is_learned(client: Client, tmp_path: Path, seed: str) -> None:
    true = district_rows(range(2019, 2025), seed) | province_rows(range(2019, 2025), seed)
    publish(tmp_path / "extorsion.csv", true, "2025-01-31")
    cells = told_to_anybody(client)
    assert cells.keys() == true.keys()
    assert sum(value is None for value in cells.values()) > 20
    assert any(value is not None for value in cells.values())
    assert learned(cells, true) == []


def test_nor_from_a_later_cutoff_beside_it(client: Client, tmp_path: Path) -> None:
    """The same source a year later: what it has corrected by a few tells nothing either."""
    before = district_rows(range(2019, 2025), "19")
    publish(tmp_path / "before.csv", before, "2025-01-31")
    one = told_to_anybody(client)
    chance = random.Random("20")
    after = {key: number + chance.choice((0, 0, 1, 3)) for key, number in before.items()}
    publish(tmp_path / "after.csv", after, "2026-01-31")
    other = told_to_anybody(client)
    assert learned(one, before) == []
    assert learned(other, after) == []
