"""The API of the management model: lists, what they are chosen by, tables; counted again."""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
from typing import Any

import pandas as pd
import pytest
from django.test import Client
from django.utils import timezone

from territory.models import UgelAgreement
from tests.management_of_ugel import CODE, agreement, focalised, step, version
from tests.ows.wfs.wire import body

pytestmark = pytest.mark.django_db

ROOT = "/api/v1/ugel/"
LISTS = ("focalised", "route-steps", "agreements", "model-versions")


def results(client: Client, name: str, **parameters: Any) -> list[dict[str, Any]]:
    answer = client.get(f"{ROOT}{name}/", parameters)
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()["results"]
    return found


def test_what_is_said_of_each(client: Client) -> None:
    today = timezone.localdate()
    focalised(stage="agreed", stage_on="2018-05-01")
    step(1, "done", happens_on="2018-02-01", actors="UGEL; Salud")
    agreement("A1", today - dt.timedelta(days=1))
    version("1.0", "2018-01-01")
    (row,) = results(client, "focalised")
    assert row["code"] == CODE
    assert row["unit"] == "140101"
    assert (row["steps_done"], row["steps_all"]) == (1, 1)
    assert (row["agreements_open"], row["agreements_overdue"]) == (1, 1)
    assert row["instrument"] is None
    assert row["page"] == f"/ugel/focalizadas/{CODE}/"
    (row,) = results(client, "route-steps", code=CODE)
    assert (row["position"], row["progress"], row["actors"]) == (1, "done", "UGEL; Salud")
    (row,) = results(client, "agreements", progress="overdue")
    assert (row["code"], row["overdue"]) == ("A1", True)
    assert results(client, "agreements", progress="fulfilled") == []
    assert results(client, "agreements", code="140002") == []
    (row,) = results(client, "model-versions")
    assert row["edition"] == "1.0"


@pytest.mark.parametrize("name", LISTS)
def test_each_is_a_table_too_and_samples_say_what_they_are(client: Client, name: str) -> None:
    answer = client.get(f"{ROOT}{name}/", {"f": "csv"})
    assert answer.status_code == 200
    assert "EJEMPLO" in answer["Content-Disposition"]
    text = body(answer).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert rows
    assert len(rows) == client.get(f"{ROOT}{name}/").json()["count"]
    assert client.get(f"{ROOT}{name}/", {"f": "xlsx"}).status_code == 200


@pytest.mark.parametrize(
    ("name", "parameters", "named"),
    [
        ("focalised", {"stage": "x"}, "stage"),
        ("focalised", {"code": CODE}, "code"),
        ("route-steps", {"code": "1"}, "code"),
        ("route-steps", {"code": "14000\x00"}, "code"),
        ("agreements", {"progress": "vencido"}, "progress"),
        ("agreements", {"code": "１４０００１"}, "code"),
        ("agreements", {"limit": "x"}, "limit"),
        ("model-versions", {"code": CODE}, "code"),
        ("model-versions", {"f": "pdf"}, "f"),
    ],
)
def test_a_wrong_parameter_is_refused_by_its_name(
    client: Client, name: str, parameters: dict[str, str], named: str
) -> None:
    answer = client.get(f"{ROOT}{name}/", parameters)
    assert answer.status_code == 400
    assert named in answer.content.decode()


def test_counts_are_as_pandas_counts_them(client: Client) -> None:
    """Open is what is pending or under way, overdue what is open after its day in Lima."""
    chance, today = random.Random("acuerdos"), timezone.localdate()
    codes = [f"1400{number:02}" for number in range(1, 9)]
    for code in codes:
        focalised(code)
        for position in range(1, chance.randint(1, 6)):
            step(position, chance.choice(("done", "planned")), code, happens_on="2018-01-01")
    for number in range(120):
        due = chance.choice((None, today + dt.timedelta(days=chance.randint(-3, 3))))
        state = chance.choice(("pending", "in_progress", "fulfilled", "dropped"))
        agreement(f"A{number}", due, state, ugel_code=chance.choice(codes))
    frame = pd.DataFrame(
        UgelAgreement.objects.filter(is_sample=False).values("ugel_code", "due_on", "progress")
    )
    is_open = frame["progress"].isin(["pending", "in_progress"])
    late = is_open & frame["due_on"].map(lambda day: day is not None and day < today)
    expected = pd.DataFrame(
        {
            "all": frame.groupby("ugel_code").size(),
            "open": is_open.groupby(frame["ugel_code"]).sum(),
            "late": late.groupby(frame["ugel_code"]).sum(),
        }
    )
    for row in results(client, "focalised"):
        counted = expected.loc[row["code"]]
        assert row["agreements_all"] == counted["all"]
        assert row["agreements_open"] == counted["open"]
        assert row["agreements_overdue"] == counted["late"]
    listed = results(client, "agreements", progress="overdue", limit=1000)
    assert len(listed) == int(late.sum()) > 0
