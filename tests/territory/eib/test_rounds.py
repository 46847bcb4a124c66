"""A round's sums, computed anew with pandas from the file; and what a reader can't conclude."""

from __future__ import annotations

import io
import random
from typing import Any

import pandas as pd
import pytest
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from territory.models import EibAnswerCount, EibRound, EibRoundCell
from tests.eib_rounds import HEADER, csv_of, instrument, loaded, round_of, schools
from tests.processes import member
from tests.publishers import EDITOR

pytestmark = pytest.mark.django_db

UGELES = ("080001", "080002", "160001", "")
LANGUAGES = ("Quechua", "Aimara", "Awajún", "")
ITEMS = {"F1": "SI NO", "M1": "TODOS PARTE NADA", "U1": "SI NO", "O1": "SI NO"}
FAVOURABLE = {("F1", "SI"), ("M1", "TODOS"), ("U1", "SI"), ("O1", "SI")}


def services(number: int = 60) -> list[tuple[str, str, str]]:
    chance = random.Random(5)
    return [
        (f"{1000 + n:07}", chance.choice(UGELES), chance.choice(LANGUAGES)) for n in range(number)
    ]


def answers(listed: list[tuple[str, str, str]], seed: int = 1) -> list[tuple[Any, ...]]:
    chance = random.Random(seed)
    rows: list[tuple[Any, ...]] = []
    for code, ugel, _language in listed:
        if chance.random() < 0.2:
            continue
        network = f"R{ugel or 0}-{chance.randint(1, 3)}"
        for item, codes in ITEMS.items():
            listed_codes = codes.split()
            if item == "M1":
                rows.append((code, "0", network, item, chance.choice(listed_codes), 1))
            else:
                rows += [(code, "0", network, item, c, chance.randint(0, 6)) for c in listed_codes]
    return rows


@pytest.fixture
def frame() -> pd.DataFrame:
    """The file as pandas reads it, each row with what its service is in the register."""
    listed = services()
    schools(listed)
    content = csv_of(answers(listed))
    held = round_of(instrument())
    loaded(member("edita", EDITOR, 5), held, content)
    read = pd.read_csv(io.BytesIO(content), sep=";", dtype={"cod_mod": str, "anexo": str})
    register = pd.DataFrame(listed, columns=["cod_mod", "ugel", "language"])
    found = read.merge(register, on="cod_mod")
    pairs = zip(found["item"], found["respuesta"], strict=True)
    found["favourable"] = [pair in FAVOURABLE for pair in pairs] * found["cantidad"]
    return found


def facts() -> QuerySet[EibRoundCell]:
    return EibRoundCell.objects.filter(round__is_sample=False)


def expected(frame: pd.DataFrame, by: list[str]) -> dict[tuple[str, ...], tuple[int, int]]:
    sums = frame.groupby([*by, "item"])[["cantidad", "favourable"]].sum()
    return {
        tuple(map(str, key if isinstance(key, tuple) else (key,))): (
            int(row["cantidad"]),
            int(row["favourable"]),
        )
        for key, row in sums.iterrows()
        if row["cantidad"]
    }


@pytest.mark.parametrize(
    ("level", "by"),
    [
        ("country", []),
        ("ugel", ["ugel"]),
        ("network", ["ugel", "red"]),
        ("language", ["language"]),
    ],
)
def test_each_sum_is_the_files_and_no_small_one_is_given(
    frame: pd.DataFrame, level: str, by: list[str]
) -> None:
    told = expected(frame, by)
    fields = {"ugel": "ugel_code", "red": "network", "language": "language"}
    found = {
        (*(str(getattr(cell, fields[name]) or "") for name in by), cell.item): cell
        for cell in EibRoundCell.objects.filter(round__is_sample=False, level=level).exclude(
            item=""
        )
    }
    assert set(found) == set(told)
    shown = {key: cell for key, cell in found.items() if cell.state == "value"}
    assert shown
    for key, cell in shown.items():
        assert (cell.total, cell.favourable) == told[key]
    for key, (total, favourable) in told.items():
        if 0 < favourable < 5 or 0 < total - favourable < 5:
            assert found[key].state == "suppressed"
            assert (found[key].total, found[key].favourable) == (None, None)


def test_whatever_is_hidden_has_company_in_every_sum_that_is_given(frame: pd.DataFrame) -> None:
    """Of a UGEL that is given never a single network is hidden, nor of the country one UGEL."""
    rows = facts().exclude(item="")
    cells = pd.DataFrame(
        rows.values("level", "ugel_code", "network", "language", "item", "state")
    ).fillna("")
    cells["hidden"] = cells["state"] == "suppressed"
    assert cells["hidden"].any()
    for item, of_item in cells.groupby("item"):
        of_level = dict(list(of_item.groupby("level")))
        if not of_level["country"]["hidden"].any():
            assert of_level["ugel"]["hidden"].sum() != 1, item
            assert of_level["language"]["hidden"].sum() != 1, item
        ugeles = of_level["ugel"].set_index("ugel_code")["hidden"]
        for code, hidden in of_level["network"].groupby("ugel_code")["hidden"].sum().items():
            assert hidden != 1 or ugeles[code], (item, code)


def test_coverage_counts_services_of_the_register_by_ugel_and_language(
    frame: pd.DataFrame,
) -> None:
    register = pd.DataFrame(services(), columns=["cod_mod", "ugel", "language"])
    register["answered"] = register["cod_mod"].isin(set(frame["cod_mod"]))
    cells = facts().filter(item="")
    assert not cells.filter(level="network").exists()
    for level, by in (
        ("ugel", ["ugel"]),
        ("language", ["language"]),
        ("ugel_language", ["ugel", "language"]),
    ):
        told = register.groupby(by)["answered"].agg(["size", "sum"])
        of_level = cells.filter(level=level)
        assert of_level.count() == len(told)
        for cell in of_level:
            parts = {"ugel": cell.ugel_code or "", "language": cell.language or ""}
            key = [parts[name] for name in by]
            row = told.loc[tuple(key) if len(key) > 1 else key[0]]
            assert cell.registered == row["size"]
            assert cell.total in (None, row["sum"])
            assert (cell.total is None) or cell.total == 0 or cell.total >= 5
    country = cells.get(level="country")
    assert (country.total, country.registered) == (int(register["answered"].sum()), len(register))


def test_the_answers_of_all_are_the_files(frame: pd.DataFrame) -> None:
    told = frame.groupby(["item", "respuesta"])["cantidad"].sum().to_dict()
    found = EibAnswerCount.objects.filter(round__is_sample=False)
    assert found.count() == 9
    for row in found:
        assert row.number == told[row.item, row.answer]


def test_of_an_answer_that_few_gave_the_next_isnt_given_either() -> None:
    schools([(f"{n:07}", "080001", "Quechua") for n in range(1, 31)])
    held = round_of(instrument())
    given = ["TODOS"] * 16 + ["PARTE"] * 3 + ["NADA"] * 11
    rows = [(n, "0", "R1", "M1", answer, 1) for n, answer in enumerate(given, start=1)]
    loaded(member("edita", EDITOR, 5), held, csv_of(rows))
    found = dict(
        EibAnswerCount.objects.filter(round__is_sample=False, item="M1").values_list(
            "answer", "number"
        )
    )
    assert found == {"TODOS": 16, "PARTE": None, "NADA": None}
    country = facts().get(level="country", item="M1")
    assert (country.total, country.favourable) == (30, 16)


@pytest.mark.parametrize(
    "numbers",
    [
        {"total": 4, "favourable": 4},
        {"total": 20, "favourable": 3},
        {"total": 20, "favourable": 18},
        {"total": 6, "favourable": 7},
        {"total": None, "favourable": None},
    ],
)
def test_the_database_itself_takes_no_small_number(numbers: dict[str, Any]) -> None:
    held: EibRound = round_of(instrument())
    with pytest.raises(IntegrityError), transaction.atomic():
        EibRoundCell.objects.create(
            round=held, level="country", item="F1", state="value", **numbers
        )


def test_a_file_without_answers_to_an_item_leaves_it_out() -> None:
    schools([("0000001", "080001", "Quechua")])
    held = round_of(instrument())
    content = f"{HEADER}\n1;0;R1;F1;SI;0\n1;0;R1;O1;SI;9\n".encode()
    loaded(member("edita", EDITOR, 5), held, content)
    assert set(EibRoundCell.objects.filter(round=held).values_list("item", flat=True)) == {"", "O1"}
