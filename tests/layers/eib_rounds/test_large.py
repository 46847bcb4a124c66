"""A country's round: as many services as the register has, in a file of more than 8 MB."""

from __future__ import annotations

import io
import tracemalloc

import pandas as pd
import pytest

from layers.eib_rounds.answers_csv import Answers
from territory.eib.rounds.items import items_of, stored_items
from territory.eib.rounds.items_text import read_items
from territory.models import EibRoundAnswer, EibRoundCell
from tests.eib_rounds import ITEMS, csv_of, instrument, loaded, round_of, schools
from tests.processes import member
from tests.publishers import EDITOR

SERVICES = 29_188
LANGUAGES = ("Quechua", "Aimara", "Awajún", "Ashaninka", "Shipibo-Konibo")
ANSWERS = (("F1", "SI NO"), ("M1", "TODOS PARTE NADA"), ("U1", "SI NO"), ("O1", "SI NO"))


def ugel(n: int) -> str:
    return f"{1 + n % 25:02}{n % 9:04}"


def rows() -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    for n in range(SERVICES):
        network = f"RED-{ugel(n)}-{n % 13:02}"
        for item, codes in ANSWERS:
            for place, code in enumerate(codes.split()):
                number = int(place == n % 3) if item == "M1" else (n * 7 + place) % 23
                found.append((f"{n + 1:07}", 0, network, item, code, number))
    return found


@pytest.fixture(scope="module")
def content() -> bytes:
    made = csv_of(rows())
    assert len(made) > 8_000_000
    return made


def test_reading_keeps_of_the_rows_no_more_than_numbers(content: bytes) -> None:
    items = {item.code: item for item in items_of(stored_items(read_items(ITEMS)))}
    services = {(f"{n + 1:07}", "0"): n for n in range(SERVICES)}
    answers = Answers(items, services)
    tracemalloc.start()
    try:
        taken = sum(1 for _row in answers.read(io.BytesIO(content)))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert taken == answers.rows == SERVICES * 9
    assert not answers.fault_count
    assert peak < 80_000_000


@pytest.mark.slow
@pytest.mark.django_db
def test_a_countrys_round_is_counted_as_pandas_does(content: bytes) -> None:
    listed = [(f"{n + 1:07}", ugel(n), LANGUAGES[n % 5]) for n in range(SERVICES)]
    schools(listed)
    held = round_of(instrument())
    assert loaded(member("edita", EDITOR, 5), held, content).fault_count == 0
    assert EibRoundAnswer.objects.filter(round=held).count() == SERVICES * 9
    frame = pd.read_csv(io.BytesIO(content), sep=";", dtype={"cod_mod": str})
    frame["ugel"] = frame["red"].str[4:10]
    told = frame[frame["item"] == "F1"].groupby("ugel")["cantidad"].sum().to_dict()
    found = EibRoundCell.objects.filter(round=held, level="ugel", item="F1", state="value")
    assert found.count() == len(told)
    assert {cell.ugel_code: cell.total for cell in found} == told
    held.refresh_from_db()
    assert held.services_answered == SERVICES
