"""``/api/v1/contributions/``: a new one, from sending it to its withdrawal."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from layers.participation import answering
from layers.participation.admission import PLAIN
from layers.participation.receiving import Received
from territory.models import Contribution, TransitRoute
from tests.consultations import WHY, close, decided, deciders, opened, revised, said_at
from tests.contributions import EAST, NORTH, WORDS, editor, moderator, published
from tests.ows.rest.participation.wire import ADDRESS, feature, found, post

pytestmark = pytest.mark.django_db


def test_from_sending_to_withdrawal(client: Client) -> None:
    response = post(client, feature(is_public_place=True))
    assert response.status_code == 201, response.content
    received = response.json()
    assert "no-store" in response["Cache-Control"]
    assert response["Location"].endswith(received["url"])
    stored = Contribution.objects.get()
    assert stored.geom is not None
    assert stored.geom.coords == (EAST, NORTH)
    assert stored.says_public_place
    address = received["url"]
    assert client.get(received["page"]).status_code == 200
    status = client.get(address)
    assert "no-store" in status["Cache-Control"]
    assert (status.json()["state"], status.json()["answer"]) == ("received", None)
    stored = published(moderator(), Received(stored, received["code"]))
    stored.refresh_from_db()
    answering.answer(editor(), stored.pk, stored.version, "Se repara el lunes.", "accepted")
    answered = client.get(address).json()
    assert answered["answer"]["text"] == "Se repara el lunes."
    assert answered["answer"]["outcome"] == "accepted"
    assert client.delete(address).status_code == 204
    assert client.delete(address).status_code == 204
    gone = client.get(address).json()
    assert gone["state"] == "withdrawn"
    assert gone["text"] == ""
    assert gone["answer"] is None
    assert WORDS not in json.dumps(gone)
    assert found(client) == []


def test_at_a_paragraph_and_its_decision(client: Client) -> None:
    of = opened()
    given = {"commitment": None, "consultation": "consulta", "paragraph": 2}
    response = post(client, feature(None, **given))
    assert response.status_code == 201, response.content
    assert Contribution.objects.get().paragraph == 2
    received = said_at(of)
    shown = published(moderator(), received)
    revised(of)
    decided(deciders(), shown, version=2, paragraph=1)
    told = client.get(f"{ADDRESS}{received.code}/").json()
    assert (told["consultation"], told["paragraph"]) == ("consulta", 1)
    assert told["decision"]["reason"] == WHY
    assert (told["decision"]["changed_version"], told["decision"]["changed_paragraph"]) == (2, 1)
    close(of)
    refused = post(client, feature(None, **given))
    assert refused.status_code == 409


def test_about_a_route_and_by_a_sector(client: Client) -> None:
    route = TransitRoute.objects.published().filter(commitments=[9]).order_by("pk")[0]
    about = {"layer": "transit_routes", "feature": str(route.pk)}
    response = post(client, feature(None, kind="proposal", sector="academia", **about))
    assert response.status_code == 201, response.content
    stored = Contribution.objects.get()
    assert (stored.kind, stored.sector) == ("proposal", "academia")
    assert (stored.feature_layer, stored.feature_fid) == ("transit_routes", str(route.pk))
    assert stored.unit_id == route.declared_unit_id
    published(moderator(), Received(stored, response.json()["code"]))
    # It is counted, and shown with no contribution.
    assert "academia" not in client.get(ADDRESS).content.decode()


@pytest.mark.parametrize(
    ("body", "parameter"),
    [
        ([], "type"),
        ({"type": "Point"}, "type"),
        ({"type": "Feature"}, "properties"),
        (feature() | {"id": 1}, "id"),
        (feature(website="x"), "website"),
        (feature(text="Corto"), "text"),
        (feature(text="x" * 4001), "text"),
        (feature(text=7), "text"),
        (feature(text=None), "text"),
        (feature(commitment=19), "commitment"),
        (feature(commitment=True), "commitment"),
        (feature(commitment=None), "commitment"),
        (feature(commitment="9"), "commitment"),
        (feature(None), "place"),
        (feature(None, unit="99"), "unit"),
        (feature(None, unit="٠٨"), "unit"),
        (feature(unit="08"), "unit"),
        (feature(is_public_place="yes"), "is_public_place"),
        (feature(paragraph=1), "consultation"),
        (feature(kind="queja"), "kind"),
        (feature(sector="prensa"), "sector"),
        (feature(sector=1), "sector"),
        (feature(layer="transit_routes", feature="0"), "feature"),
        (feature(layer="transit_routes", feature="a\u0000"), "feature"),
        (feature(layer="transit_routes"), "feature"),
        (feature(feature="1"), "feature"),
        (feature(layer="contributions", feature="1"), "feature"),
        (feature(consultation="consulta", paragraph=9), "paragraph"),
        (feature({"type": "LineString", "coordinates": [[0, 0], [1, 1]]}), "geometry"),
        (feature({"type": "Point", "coordinates": [0, 0]}), "geometry"),
        (feature({"type": "Point", "coordinates": [1e400, 0]}), "geometry"),
        (feature({"type": "Point", "coordinates": ["x", 0]}), "geometry"),
        (feature({"type": "Polygon", "coordinates": []}), "geometry"),
        (
            feature(
                {
                    "type": "Polygon",
                    "coordinates": [[[-72, -13], [-71, -12], [-71, -13], [-72, -12], [-72, -13]]],
                }
            ),
            "geometry",
        ),
    ],
)
def test_a_member_that_is_wrong_is_named(client: Client, body: Any, parameter: str) -> None:
    opened()
    text = json.dumps(body).replace("Infinity", "1e400")
    response = post(client, text)
    assert response.status_code == 400, response.content
    assert response.json()["parameter"] == parameter
    assert not Contribution.objects.exists()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("{", 400),
        ("[" * 100_000, 400),
        ('{"a":' * 100_000, 400),
        ("NaN", 400),
        ("9" * 10_000, 400),
        (b"\xff\xfe", 400),
        ("x" * 10_000_000, 413),
    ],
)
def test_a_body_that_is_no_json_or_too_long(client: Client, body: Any, status: int) -> None:
    response = post(client, body)
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"


def test_a_form_is_no_contribution(client: Client) -> None:
    """A page of another site can send forms without asking, but no JSON (Fetch, 2.2.2)."""
    assert client.post(ADDRESS, {"text": WORDS}).status_code == 415


def test_script_in_a_text_stays_text(client: Client) -> None:
    hostile = '<script>alert("1")</script> ́ \u202e y más'
    received = post(client, feature(text=hostile)).json()
    told = client.get(received["url"])
    assert told["Content-Type"] == "application/json"
    assert told["X-Content-Type-Options"] == "nosniff"
    assert told.json()["text"].startswith('<script>alert("1")</script>')
    assert "\u202e" not in told.json()["text"]


@pytest.mark.usefixtures("one_window")
def test_who_sends_too_often_waits(client: Client) -> None:
    for _ in range(PLAIN.most):
        assert post(client, feature()).status_code == 201
    response = post(client, feature())
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert Contribution.objects.count() == PLAIN.most
    # The page counts with it.
    given = {"commitment": "9", "text": WORDS, "place": f"{NORTH}, {EAST}"}
    assert client.post("/participar/aporte/", given).status_code == 429
