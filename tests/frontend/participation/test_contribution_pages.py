"""Contributing without an account, followed by its code, through the pages."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from territory.models import Contribution
from tests.contributions import EAST, NORTH, WORDS, editor, moderator, picture
from tests.zones import client_of

pytestmark = pytest.mark.django_db
NEW = "/participar/aporte/"


def given(**values: Any) -> dict[str, Any]:
    return {"commitment": "9", "text": WORDS, "place": f"{NORTH}, {EAST}"} | values


def test_a_citizen_contributes_and_follows_by_the_code(client: Client) -> None:
    assert client.get(NEW).status_code == 200
    photo = SimpleUploadedFile("foto.jpg", picture(), "image/jpeg")
    response = client.post(NEW, given(photo=photo))
    assert response.status_code == 302, response.content.decode()
    followed = response["Location"]
    page = client.get(followed)
    assert page.status_code == 200
    assert WORDS in page.content.decode()
    assert page["Cache-Control"] == "private, no-store"
    assert page["Referrer-Policy"] == "same-origin"
    stored = Contribution.objects.get()
    code = followed.rstrip("/").rpartition("/")[2]
    assert code not in stored.code_hash
    assert stored.geom is not None
    assert stored.geom.coords == (EAST, NORTH)
    assert stored.public_geom is None
    # Nothing is public before somebody looked at it.
    assert WORDS not in client.get("/participar/").content.decode()
    assert client.get(f"/participar/aportes/{stored.pk}/").status_code == 404


def new_one(client: Client, **values: Any) -> str:
    """Sends a contribution; gives the address of its code's page."""
    response = client.post(NEW, given(**values))
    assert response.status_code == 302, response.content.decode()
    return str(response["Location"])


def test_from_pin_to_answer_to_withdrawal(client: Client) -> None:
    followed = new_one(client, photo=SimpleUploadedFile("foto.jpg", picture(), "image/jpeg"))
    found = Contribution.objects.get()
    moderates, answers = client_of(moderator()), client_of(editor())
    assert WORDS in moderates.get("/participar/moderacion/").content.decode()
    sheet = f"/participar/moderacion/{found.pk}/"
    assert moderates.get(sheet).status_code == 200
    assert moderates.get(f"{sheet}foto.jpg").status_code == 200
    decided = moderates.post(
        f"{sheet}decidir/",
        {"version": found.version, "decision": "publish", "text": WORDS, "photo": "1"},
    )
    assert decided.status_code == 302, decided.content.decode()
    public = f"/participar/aportes/{found.pk}/"
    assert WORDS in client.get(public).content.decode()
    photo = client.get(f"{public}foto.jpg")
    assert photo["Content-Type"] == "image/jpeg"
    assert WORDS in client.get("/participar/").content.decode()
    found.refresh_from_db()
    assert "Respondido" not in client.get(public).content.decode()
    queue = answers.get("/participar/respuestas/").content.decode()
    assert f"/participar/respuestas/{found.pk}/" in queue
    assert answers.get(f"/participar/respuestas/{found.pk}/").status_code == 200
    said = {"version": found.version, "outcome": "accepted", "answer": "Se repara esta semana."}
    answered = answers.post(f"/participar/respuestas/{found.pk}/decidir/", said)
    assert answered.status_code == 302, answered.content.decode()
    assert "Se repara esta semana." in client.get(followed).content.decode()
    assert "Se repara esta semana." in client.get(public).content.decode()
    unsure = client.post(f"{followed}retirar/", {})
    assert unsure.status_code == 302
    assert client.get(public).status_code == 200
    client.post(f"{followed}retirar/", {"sure": "1"})
    assert client.get(public).status_code == 404
    assert client.get(f"{public}foto.jpg").status_code == 404
    assert moderates.get(sheet).status_code == 404
    page = client.get(followed).content.decode()
    assert WORDS not in page
    assert "se retiró el" in page
