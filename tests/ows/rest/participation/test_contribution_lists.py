"""``/api/v1/contributions/``: what is published, chosen and by pages."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from layers.participation import answering
from layers.participation.receiving import withdraw
from tests.consultations import opened, shown_at
from tests.contributions import EAST, WORDS, editor, moderator, published, sent
from tests.ows.rest.participation.wire import ADDRESS, found
from tests.zones import account, client_of

pytestmark = pytest.mark.django_db


def test_only_what_is_published_is_listed_and_rounded(client: Client) -> None:
    shown = published(moderator(), sent())
    sent(text="Esto todavía no lo revisó nadie.")
    (item,) = client.get(ADDRESS).json()["features"]
    assert item["id"] == shown.pk
    assert item["geometry"]["coordinates"] == pytest.approx([-71.978, -13.516])
    assert item["properties"]["text"] == WORDS
    assert str(EAST) not in json.dumps(item)
    withdraw(shown)
    assert found(client) == []


def test_lists_by_commitment_unit_place_consultation_and_answer(client: Client) -> None:
    user = moderator()
    here = published(user, sent(unit="080101", geom=None))
    there = published(user, sent(commitment=1))
    said = shown_at(opened())
    here.refresh_from_db()
    answering.answer(editor(), here.pk, here.version, "Se repara el lunes.", "accepted")
    # By their keys, as all layers' rows, which say nothing of when each came.
    assert found(client) == sorted([here.pk, there.pk, said.pk])
    assert found(client, "commitment=1") == [there.pk]
    assert found(client, "unit=0801") == [here.pk]
    assert found(client, "bbox=-72,-14,-71,-13") == [there.pk]
    assert found(client, "bbox=-80,-14,-79,-13") == []
    assert found(client, "consultation=consulta") == [said.pk]
    assert found(client, "answered=true") == [here.pk]
    assert found(client, "answered=false&commitment=9") == [said.pk]


def test_pages_follow_each_other(client: Client) -> None:
    user = moderator()
    keys = [published(user, sent()).pk for _ in range(3)]
    first = client.get(f"{ADDRESS}?limit=2&commitment=9").json()
    assert first["count"] == 3
    second = client.get(first["next"]).json()
    assert [item["id"] for item in first["features"] + second["features"]] == sorted(keys)
    assert second["next"] is None


def test_a_page_asks_the_same_whatever_there_is(client: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            found(client, "commitment=9")
        return len(captured)

    user = moderator()
    published(user, sent())
    found(client)
    before = queries()
    for _ in range(4):
        published(user, sent())
    assert queries() == before


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("commitment=19", "commitment"),
        ("commitment=x", "commitment"),
        ("unit=1", "unit"),
        ("bbox=1,2,3", "bbox"),
        ("bbox=1,2,3,nan", "bbox"),
        ("answered=maybe", "answered"),
        ("limit=0", "limit"),
        ("compromiso=1", "compromiso"),
        ("consultation=%00", "consultation"),
    ],
)
def test_a_parameter_that_is_wrong_is_named(client: Client, query: str, parameter: str) -> None:
    response: Any = client.get(f"{ADDRESS}?{query}")
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["parameter"] == parameter


def test_no_account_sees_more(client: Client) -> None:
    sent()
    for user in (moderator(), editor(), account("jefa", is_superuser=True)):
        assert found(client_of(user)) == []


@pytest.mark.parametrize("path", ["", "challenge/", f"{'0' * 26}/"])
def test_a_method_that_is_not_taken(client: Client, path: str) -> None:
    response = client.put(f"{ADDRESS}{path}")
    assert response.status_code == 405
    assert "GET" in response["Allow"]
