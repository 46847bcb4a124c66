"""The map of what was contributed to a consultation or a forum, and the same without one."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.test import Client
from lxml import html

from layers.participation.chosen import code_of, consulted_choices
from territory.models import Consultation, Contribution
from territory.models.contributions import State
from tests.consultations import opened, said_at, shown_at
from tests.contributions import moderator, point, published
from tests.processes import forum

pytestmark = pytest.mark.django_db


def page_of(client: Client, address: str) -> Any:
    response = client.get(address)
    assert response.status_code == 200
    return html.fromstring(response.content)


def pictures(page: Any) -> list[str]:
    return list(page.xpath("//figure[@class='locator']//img/@src"))


def test_a_consultation_draws_its_own_contributions_alone(client: Client) -> None:
    """The picture asks for its consultation's, and the map opens with the same choice."""
    of, other = opened(), opened("otra")
    author = moderator()
    one = published(author, said_at(of, geom=point()))
    published(author, said_at(other, geom=point(-77.03, -12.05)))
    page = page_of(client, "/participar/consultas/consulta/")
    (picture,) = pictures(page)
    assert "consultation+IN+%28%27consulta%27%29" in picture
    assert client.get(picture)["Content-Type"] == "image/png"
    (link,) = page.xpath("//figcaption/a/@href")
    assert f"&f=contributions:{code_of(of)}&" in link
    choices = consulted_choices()
    assert choices is not None
    assert {choice.code for choice in choices.values} == {code_of(of), code_of(other)}
    (layer,) = (
        found
        for found in client.get("/api/v1/layers/?limit=100").json()["results"]
        if found["name"] == "contributions"
    )
    (chosen,) = (
        found["filter"] for found in layer["choices"]["values"] if found["code"] == code_of(of)
    )
    response: Any = client.get("/ogc/collections/contributions/items", {"filter": chosen})
    found = json.loads(response.getvalue())
    assert [feature["id"] for feature in found["features"]] == [one.pk]


def test_without_places_there_is_no_map(client: Client) -> None:
    of = opened()
    shown_at(of)
    assert pictures(page_of(client, "/participar/consultas/consulta/")) == []
    assert consulted_choices() is None
    (layer,) = (
        found
        for found in client.get("/api/v1/layers/?limit=100").json()["results"]
        if found["name"] == "contributions"
    )
    assert layer["choices"] is None


@pytest.mark.parametrize("state", [State.RECEIVED, State.REJECTED])
def test_what_is_not_approved_is_on_no_map(client: Client, state: State) -> None:
    of = opened()
    found = published(moderator(), said_at(of, geom=point()))
    Contribution.objects.filter(pk=found.pk).update(state=state, reason="unclear")
    assert pictures(page_of(client, "/participar/consultas/consulta/")) == []
    assert consulted_choices() is None


def test_the_picture_shows_the_rounded_place(client: Client) -> None:
    """The exact pin leaves the site in no extent either."""
    of = opened()
    exact = Point(-71.978123, -13.516789, srid=4326)
    published(moderator(), said_at(of, geom=exact))
    text = client.get("/participar/consultas/consulta/").content.decode()
    assert "c=-71.97800,-13.51700" in text
    assert "71.97812" not in text


def test_a_forum_lists_and_draws_those_of_its_consultations(client: Client) -> None:
    made = forum(number=9)
    of, alone = opened(forum=made), opened("aparte")
    author = moderator()
    one = published(author, said_at(of, geom=point()))
    published(author, said_at(alone, geom=point()))
    page = page_of(client, "/participar/espacios/foro/")
    (picture,) = pictures(page)
    assert "%27consulta%27" in picture
    assert "aparte" not in picture
    assert page.xpath("//a[starts-with(@href, '/participar/aportes/')]/@href") == [
        f"/participar/aportes/{one.pk}/"
    ]
    (link,) = page.xpath("//figcaption/a/@href")
    assert code_of(made) in link
    choices = consulted_choices()
    assert choices is not None
    assert code_of(made) in {choice.code for choice in choices.values}


def test_a_withdrawn_consultation_is_on_no_map(client: Client) -> None:
    made = forum(number=9)
    of = opened(forum=made)
    published(moderator(), said_at(of, geom=point()))
    Consultation.objects.filter(pk=of.pk).update(state="withdrawn")
    assert pictures(page_of(client, "/participar/espacios/foro/")) == []
    assert consulted_choices() is None
