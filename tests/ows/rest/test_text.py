"""Texts and shapes that break encoders come back exact from the domain API."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.gis.geos import MultiPolygon
from django.test import Client

from territory.models import AdminUnit, Commitment, CommitmentTerritory
from tests.awkward_text import AWKWARD_TEXTS, CONTROL_TEXT

pytestmark = pytest.mark.django_db

NAME_LENGTH = 80


def ask(client: Client, path: str, **parameters: Any) -> Any:
    response: Any = client.get(f"/api/v1/{path}", parameters)
    assert response.status_code == 200, response.content
    return response.json()


@pytest.fixture(params=[*AWKWARD_TEXTS, "controls"])
def text(request: pytest.FixtureRequest) -> str:
    return (AWKWARD_TEXTS | {"controls": CONTROL_TEXT})[request.param]


def test_of_units(client: Client, text: str) -> None:
    name = text[:NAME_LENGTH]
    AdminUnit.objects.filter(pk="1501").update(name=name)
    AdminUnit.objects.filter(pk="150101").update(name=name, capital=name, source=text)
    feature = ask(client, "units/150101/")
    properties = feature["properties"]
    assert properties["name"] == properties["capital"] == name
    assert properties["source"] == text
    assert properties["path"] == f"{name}, Lima"
    (listed,) = ask(client, "units/", q="150101")["results"]
    assert (listed["name"], listed["path"]) == (name, f"{name}, Lima")
    summary = ask(client, "units/150101/summary/")
    assert summary["unit"] == listed
    (population,) = [f for f in summary["figures"] if f["name"] == "population"]
    assert population["source"] == text


def test_of_commitments(client: Client, text: str) -> None:
    commitment = Commitment.objects.get(number=9)
    Commitment.objects.filter(pk=commitment.pk).update(
        short_title=text[:NAME_LENGTH], text_original=text, corrections=[]
    )
    CommitmentTerritory.objects.filter(commitment=commitment).update(quote=text)
    found = ask(client, "commitments/9/")
    assert found["short_title"] == text[:NAME_LENGTH]
    assert found["text_original"] == text
    quotes = [
        place["quote"] for place in ask(client, "units/150101/summary/")["commitments"][8]["places"]
    ]
    assert set(quotes) == {text}


@pytest.mark.parametrize("shape", [None, MultiPolygon(srid=4326)])
def test_of_units_without_a_shape(client: Client, shape: MultiPolygon | None) -> None:
    AdminUnit.objects.filter(pk="150101").update(geom=shape, capital_point=None)
    feature = ask(client, "units/150101/")
    assert not (feature["geometry"] or {}).get("coordinates")
    assert feature["properties"]["name"] == "Lima"
    (listed,) = ask(client, "units/", q="150101")["results"]
    assert (listed["extent"], listed["point"]) == (None, None)
    assert ask(client, "units/150101/summary/")["unit"] == listed
