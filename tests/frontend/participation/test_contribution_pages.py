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


def _one_more(client: Client) -> tuple[str, Contribution]:
    known = set(Contribution.objects.values_list("pk", flat=True))
    followed = new_one(client)
    return followed, Contribution.objects.exclude(pk__in=known).get()


@pytest.mark.parametrize("way", ["duplicate_near", "duplicate_of"])
def test_a_moderator_says_which_one_it_repeats(client: Client, way: str) -> None:
    moderates = client_of(moderator())
    first_followed, first = _one_more(client)
    followed, second = _one_more(client)
    sheet = f"/participar/moderacion/{second.pk}/"
    assert f'value="{first.pk}"' in moderates.get(sheet).content.decode()
    given = {"version": second.version, "decision": "reject", "reason": "duplicate"}
    taken = moderates.post(f"{sheet}decidir/", given | {way: str(first.pk)})
    assert taken.status_code == 302, taken.content.decode()
    second.refresh_from_db()
    assert (second.state, second.duplicate_of) == ("rejected", first)
    # What nobody sees yet isn't linked.
    address = f"/participar/aportes/{first.pk}/"
    assert address not in client.get(followed).content.decode()
    publish = {"version": first.version, "decision": "publish", "text": WORDS}
    moderates.post(f"/participar/moderacion/{first.pk}/decidir/", publish)
    assert address in client.get(followed).content.decode()
    client.post(f"{first_followed}retirar/", {"sure": "1"})
    assert address not in client.get(followed).content.decode()


@pytest.mark.parametrize(
    ("typed", "reason", "named"),
    [
        ("el otro", "duplicate", "se escribe con cifras"),
        ("9" * 19, "duplicate", "se escribe con cifras"),
        ("²", "duplicate", "se escribe con cifras"),
        ("1", "duplicate", "no existe"),
        ("9" * 18, "duplicate", "no existe"),
        ("own", "duplicate", "no existe"),
        ("1", "off_topic", "el motivo es otro"),
    ],
)
def test_which_one_it_repeats_is_refused_where_it_says_nothing(
    client: Client, typed: str, reason: str, named: str
) -> None:
    _followed, found = _one_more(client)
    page = client_of(moderator()).post(
        f"/participar/moderacion/{found.pk}/decidir/",
        {
            "version": found.version,
            "decision": "reject",
            "reason": reason,
            "duplicate_of": str(found.pk) if typed == "own" else typed,
        },
    )
    assert page.status_code == 400
    html = page.content.decode()
    assert named in html
    assert f'<option value="{reason}" selected>' in html
    found.refresh_from_db()
    assert (found.state, found.duplicate_of) == ("received", None)
