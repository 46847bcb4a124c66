"""Whoever reads all that is told of prosecutors' districts learns no small number."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client

from territory.models.prosecutors import (
    ALL,
    DISTRICTS,
    EXTORTION,
    PROPERTY,
    PROPERTY_REST,
    ProsecutorsCount,
    ProsecutorsDistrict,
)
from tests.prosecutors import publish, publish_file, row
from tests.territory.disclosure.deducing import Equation, Key, System

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

API = "/api/v1/security/prosecutors/"
REAL = (
    Path(__file__).parents[2]
    / "../shared/data/official/security/mpfn_delitos_lambayeque_2019_2021.csv"
)
GENERIC = ("CONTRA EL HONOR", "CONTRA LA LIBERTAD", "CONTRA LA HUMANIDAD", "DELITOS AMBIENTALES")
LEAVES = (EXTORTION, PROPERTY_REST, *GENERIC)
EVERY = (*LEAVES, PROPERTY, ALL)
# All at a time: of the older names none.
NAMES = [one for one in ProsecutorsDistrict if one.value not in ("lima", "ventanilla")]
Cells = dict[Key, int | None]


def country(districts: Iterable[str], years: Iterable[int], seed: str) -> dict[Key, int]:
    """District, year and offence → how many, with their sums; a third are a few."""
    chance = random.Random(seed)
    found: dict[Key, int] = {}
    for district in districts:
        for year in map(str, years):
            for leaf in LEAVES:
                found[district, year, leaf] = chance.choice((0, 1, 2, 4, 7, 19, 60, 300, 900))
            found[district, year, PROPERTY_REST] += 1
            both = [found[district, year, one] for one in (EXTORTION, PROPERTY_REST)]
            found[district, year, PROPERTY] = sum(both)
            found[district, year, ALL] = sum(found[district, year, one] for one in LEAVES)
    return found


def write(path: Path, cells: dict[Key, int]) -> None:
    rows = []
    for (district, year, offence), number in cells.items():
        if offence not in LEAVES or not number:
            continue
        generic = offence if offence in GENERIC else PROPERTY
        other = "EXTORSION" if offence == EXTORTION else "HURTO"
        name = str(ProsecutorsDistrict(district).label).upper()
        of = {"distrito_fiscal": name, "anio_denuncia": year, "generico": generic}
        rows.append(row(**of, subgenerico=other, cantidad=str(number)))
    publish(path, rows)


def told_to_anybody(client: Client) -> Cells:
    lines: list[dict[str, Any]] = client.get(API, {"limit": "1000"}).json()["results"]
    return {(one["district"], str(one["year"]), one["category"]): one["value"] for one in lines}


def learned(cells: Cells, true: dict[Key, int], *, is_national: bool) -> list[Any]:
    """Hidden cells that are open by less than they have to be, for who knows the country's."""
    told = {key: value for key, value in cells.items() if value is not None}
    equations: list[Equation] = []
    of_country: dict[Key, list[Key]] = defaultdict(list)
    for district, year, offence in true:
        of_country["country", year, offence].append((district, year, offence))
        if offence == PROPERTY:
            parts = [(district, year, one) for one in (EXTORTION, PROPERTY_REST)]
            equations.append(((district, year, PROPERTY), parts))
            others = [(district, year, one) for one in (*GENERIC, PROPERTY)]
            equations.append(((district, year, ALL), others))
    if is_national:
        equations += of_country.items()
        told |= {total: sum(true[part] for part in parts) for total, parts in of_country.items()}
    system, found = System(told, equations), []
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


def hidden(cells: Cells) -> set[Key]:
    return {key for key, value in cells.items() if value is None}


def test_no_small_number_of_the_country_is_learned(client: Client, tmp_path: Path) -> None:
    assert len(NAMES) == DISTRICTS
    true = country([one.value for one in NAMES], [2023], "16")
    write(tmp_path / "fiscalias.csv", true)
    cells = told_to_anybody(client)
    assert cells.keys() == true.keys()
    assert {key for key, number in true.items() if 0 < number < 5} <= hidden(cells)
    assert len(hidden(cells)) < len(cells) * 0.7
    assert learned(cells, true, is_national=True) == []


def test_nor_from_a_later_cutoff_and_what_was_hidden_stays(client: Client, tmp_path: Path) -> None:
    districts, years = ["lambayeque", "lima_sur", "tumbes"], range(2019, 2024)
    before = country(districts, years, "19")
    write(tmp_path / "before.csv", before)
    one = told_to_anybody(client)
    after = country(districts, years, "20")
    write(tmp_path / "after.csv", after)
    other = told_to_anybody(client)
    assert learned(one, before, is_national=False) == []
    assert learned(other, after, is_national=False) == []
    assert hidden(one) <= hidden(other)


@pytest.mark.skipif(not REAL.exists(), reason="the real file isn't here (../shared/data)")
def test_the_real_file_tells_no_few(client: Client) -> None:
    publish_file(REAL)
    cells = told_to_anybody(client)
    assert {key[0] for key in cells} == {"lambayeque"}
    # The file counts 3 of each of these years.
    for year in ("2019", "2020"):
        assert cells["lambayeque", year, "CONTRA EL ESTADO Y LA DEFENSA NACIONAL"] is None
    told = [value for value in cells.values() if value is not None]
    assert not [value for value in told if 0 < value < 5]
    assert cells["lambayeque", "2019", EXTORTION] == 267
    assert cells["lambayeque", "2019", PROPERTY] == 27_837
    page = client.get("/seguridad/fiscalias/", {"anio": "2019", "distrito": "lambayeque"})
    assert "140101" not in page.content.decode()


def test_the_table_itself_refuses_a_few(tmp_path: Path) -> None:
    write(tmp_path / "fiscalias.csv", country(["tumbes"], [2023], "21"))
    rows = ProsecutorsCount.objects.filter(is_sample=False, state="value")
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.filter(category=ALL).update(value=3)


def test_a_withdrawn_file_leaves_nothing_but_the_pattern(client: Client, tmp_path: Path) -> None:
    write(tmp_path / "fiscalias.csv", country(["tumbes"], [2023], "22"))
    call_command("import_source", "prosecutors", "--withdraw", verbosity=0)
    assert not ProsecutorsCount.objects.filter(is_sample=False).exists()
    lines = client.get(API, {"limit": "1"}).json()["results"]
    assert all(one["is_sample"] for one in lines)
