"""The API of trainings, with sums as pandas makes them of the published numbers."""

from __future__ import annotations

import random
from typing import Any

import pandas as pd
import pytest
from django.test import Client

from tests.layers.themes.focalised_ugel.test_publishing import publish, written
from tests.layers.themes.ugel_trainings.rows import GOOD
from tests.ows.wfs.wire import body

pytestmark = pytest.mark.django_db

ROOT = "/api/v1/ugel/"
PARTS = [name for name in GOOD if name.startswith("de_")]
SECTORS = (
    "regional_office",
    "ugel_office",
    "schools",
    "regional_government",
    "local_government",
    "other_sectors",
    "civil_society",
)
NUMBERS = ("participants", *SECTORS)


def results(client: Client, name: str, **parameters: Any) -> list[dict[str, Any]]:
    answer = client.get(f"{ROOT}{name}/", parameters)
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()["results"]
    return found


def test_sums_are_of_the_published_numbers_as_pandas_adds_them(client: Client) -> None:
    chance = random.Random("capacitaciones")
    rows = []
    for number in range(60):
        counts = [chance.choice((0, 2, 5, 8, 13)) for _ in PARTS]
        rows.append(
            GOOD
            | {"codigo_sesion": f"S{number}", "codigo_oficina": f"1400{chance.randint(1, 7):02}"}
            | dict(zip(PARTS, map(str, counts), strict=True))
            | {"participantes": str(sum(counts))}
        )
    publish("ugel_trainings", written(*rows))
    frame = pd.DataFrame(results(client, "trainings", limit=1000))
    assert len(frame) == 60
    published = frame[list(NUMBERS)].apply(pd.to_numeric)
    assert not ((published > 0) & (published < 5)).any().any()
    assert published.isna().any().any()
    sums = published.groupby(frame["office_code"]).sum(min_count=1)
    hidden = {
        name: frame["withheld"].fillna("").str.split("; ").map(lambda found, n=name: n in found)
        for name in NUMBERS
    }
    counted = results(client, "training-counts", limit=1000)
    assert {row["office_code"] for row in counted} == set(frame["office_code"])
    for row in counted:
        own = frame["office_code"] == row["office_code"]
        assert row["sessions"] == frame[own]["session_code"].nunique()
        for name in NUMBERS:
            expected = sums.loc[row["office_code"], name]
            assert row[name] == (None if pd.isna(expected) else expected), name
            assert row[f"{name}_withheld"] == int(hidden[name][own].sum()), name


@pytest.mark.parametrize("name", ["trainings", "training-counts"])
def test_each_is_a_table_too_chosen_by_code(client: Client, name: str) -> None:
    publish("ugel_trainings", written(GOOD, GOOD | {"codigo_oficina": "140002"}))
    assert len(results(client, name)) == 2
    assert len(results(client, name, code="140002")) == 1
    assert results(client, name, code="999999") == []
    lines = body(client.get(f"{ROOT}{name}/", {"f": "csv"})).decode().strip().splitlines()
    assert len(lines) == 3
    for wrong in ({"code": "1"}, {"code": "14000\x00"}, {"office": "x"}, {"f": "pdf"}):
        assert client.get(f"{ROOT}{name}/", wrong).status_code == 400


def test_samples_say_what_they_are(client: Client) -> None:
    for name in ("trainings", "training-counts"):
        assert all(row["is_sample"] for row in results(client, name))
        answer = client.get(f"{ROOT}{name}/", {"f": "csv"})
        assert "EJEMPLO" in answer["Content-Disposition"]
