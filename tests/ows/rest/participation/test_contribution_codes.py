"""``/api/v1/contributions/<code>/``: for who has the code, and nobody learns which there are."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from layers.participation import answering
from layers.participation.admission import WRONG_CODES
from territory.models import Contribution
from territory.participation.codes import new_code
from tests.contributions import editor, moderator, published, sent
from tests.ows.rest.participation.wire import ADDRESS, feature, post
from tests.zones import account

pytestmark = pytest.mark.django_db


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


@pytest.mark.usefixtures("one_window")
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
