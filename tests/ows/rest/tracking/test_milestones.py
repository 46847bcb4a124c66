"""Milestones as JSON: what is published for everybody, what is prepared for its agency."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from layers.tracking.table import HEADER
from tests.publishers import EDITOR, publisher
from tests.tracking import evidence, milestone, report
from tests.zones import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("untracked")]

ADDRESS = "/api/v1/tracking/milestones/"


def test_a_milestone_has_its_latest_progress_and_its_delay() -> None:
    made = milestone(state="published", planned_end="2018-06-30")
    report(made, state="published", percent=30, progress="in_progress", reported_on="2018-12-31")
    evidence(report(made, 2, text="Secreto"))
    (found,) = Client().get(ADDRESS).json()["results"]
    assert (found["percent"], found["delay"], found["delay_days"]) == (30, "overdue", 184)
    assert found["responsible"] is None
    assert [one["number"] for one in found["reports"]] == [1]
    (own,) = client_of(publisher("e", "MINAM-DGPIGA", EDITOR)).get(ADDRESS).json()["results"]
    assert {one["number"] for one in own["reports"]} == {1, 2}


def test_a_draft_is_its_agencys_alone() -> None:
    milestone(title="Secreto")
    for client in (Client(), client_of(publisher("ajena", "MTC", EDITOR))):
        assert client.get(ADDRESS).json()["results"] == []


@pytest.mark.parametrize("query", ["commitment=19", "commitment=x", "compromiso=3"])
def test_a_parameter_that_is_wrong_is_named(query: str) -> None:
    answer = Client().get(f"{ADDRESS}?{query}")
    assert answer.status_code == 400
    assert query.partition("=")[0] in answer.content.decode()


def test_a_page_takes_a_fixed_number_of_queries(django_assert_max_num_queries: Any) -> None:
    for number in range(9):
        report(milestone(code=f"h{number}", state="published"), state="published")
    with django_assert_max_num_queries(8):
        answer = Client().get(f"{ADDRESS}?commitment=3")
    assert answer.json()["count"] == 9


def test_the_dictionary_has_the_columns_of_the_file() -> None:
    found = Client().get("/api/v1/tracking/columns/").json()
    assert [column["name"] for column in found] == list(HEADER)
