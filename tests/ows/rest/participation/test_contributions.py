"""``/api/v1/contributions/``: what is published, a new one, and one by its code."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from layers.participation import answering
from layers.participation.admission import PLAIN, WRONG_CODES
from layers.participation.receiving import Received, withdraw
from territory.models import Contribution
from territory.participation.codes import new_code
from tests.consultations import WHY, close, decided, deciders, opened, revised, said_at, shown_at
from tests.contributions import COMMITMENT, EAST, NORTH, WORDS, editor, moderator, published, sent
from tests.zones import account, client_of

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/contributions/"
POINT = {"type": "Point", "coordinates": [EAST, NORTH]}


def feature(geometry: Any = POINT, **properties: Any) -> dict[str, Any]:
    given = {"text": WORDS, "commitment": COMMITMENT} | properties
    return {"type": "Feature", "geometry": geometry, "properties": given}


def post(client: Client, body: Any) -> Any:
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    return client.post(ADDRESS, text, content_type="application/json")


def found(client: Client, query: str = "") -> list[int]:
    response: Any = client.get(f"{ADDRESS}?{query}")
    assert response.status_code == 200, response.content
    content = response.json()
    assert content["type"] == "FeatureCollection"
    return [item["id"] for item in content["features"]]


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
    assert found(client) == [here.pk, there.pk, said.pk]
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
    assert [item["id"] for item in first["features"] + second["features"]] == keys
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


def test_an_answer_that_waits_is_nobodys(client: Client) -> None:
    """Where the agency wants a second person, what the first prepared isn't public yet."""
    agency = editor().agency_roles.get().agency
    agency.needs_approval = True
    agency.save()
    received = sent()
    shown = published(moderator(), received)
    shown.refresh_from_db()
    first = editor("primera")
    answering.answer(first, shown.pk, shown.version, "Se repara el lunes.", "accepted")
    assert "Se repara" not in client.get(f"{ADDRESS}{received.code}/").content.decode()
    assert "Se repara" not in client.get(ADDRESS).content.decode()


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


def test_the_challenge_is_the_pages(client: Client) -> None:
    told = client.get(f"{ADDRESS}challenge/")
    assert told.json()["bits"] > 0
    assert "no-store" in told["Cache-Control"]
    assert told.json()["challenge"] != client.get(f"{ADDRESS}challenge/").json()["challenge"]


WRONG = ["x", "0" * 26, "u" * 26, "ñ", "a" * 1_000, "%00", "..%5c"]


def test_every_wrong_code_is_answered_alike(client: Client) -> None:
    """Status, body and number of queries are those of a code that somebody might have."""
    sent()

    def ask(code: str, method: str = "get") -> tuple[int, bytes, int]:
        with CaptureQueriesContext(connection) as captured:
            response = getattr(client, method)(f"{ADDRESS}{code}/")
        return response.status_code, response.content, len(captured)

    for method in ("get", "delete"):
        ask(new_code(), method)
        expected = ask(new_code(), method)
        assert expected[0] == 404
        for code in WRONG:
            assert ask(code, method) == expected, code


def test_who_guesses_codes_waits_even_with_a_right_one(client: Client) -> None:
    received = sent()
    for _ in range(WRONG_CODES.most):
        assert client.get(f"{ADDRESS}{new_code()}/").status_code == 404
    for method in (client.get, client.delete):
        response = method(f"{ADDRESS}{received.code}/")
        assert response.status_code == 429
        assert "Retry-After" in response
    assert Contribution.objects.get().state == "received"


def test_a_session_needs_its_token_and_a_visitor_none() -> None:
    received = sent()
    visitor = Client(enforce_csrf_checks=True)
    assert post(visitor, feature()).status_code == 201
    member = Client(enforce_csrf_checks=True)
    member.force_login(account("alguien"))
    assert post(member, feature()).status_code == 403
    assert member.delete(f"{ADDRESS}{received.code}/").status_code == 403
    assert visitor.delete(f"{ADDRESS}{received.code}/").status_code == 204


def test_no_account_sees_more(client: Client) -> None:
    sent()
    for user in (moderator(), editor(), account("jefa", is_superuser=True)):
        assert found(client_of(user)) == []


@pytest.mark.parametrize("path", ["", "challenge/", f"{'0' * 26}/"])
def test_a_method_that_is_not_taken(client: Client, path: str) -> None:
    response = client.put(f"{ADDRESS}{path}")
    assert response.status_code == 405
    assert "GET" in response["Allow"]
