"""Asking for notices through the pages: the same answer to all, confirmed by a button, left."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from pytest_django import Settings

from config.public_address import public_address
from layers.participation.subscribing import OF_CLIENT
from territory.models import MailSubscription
from tests.contributions import sent
from tests.frontend.reading import text_of
from tests.subscriptions import do_jobs

pytestmark = pytest.mark.django_db
AREA, ASKED = "/participar/avisos/", "/participar/avisos/pedidos/"


@pytest.fixture(autouse=True)
def outbox(settings: Settings, mailoutbox: list[EmailMessage]) -> list[EmailMessage]:
    settings.EMAIL_HOST = "smtp.invalid"
    settings.PUBLIC = public_address("https://geo.ejemplo.pe/")
    return mailoutbox


def given(**values: Any) -> dict[str, Any]:
    return {"email": "vecina@ejemplo.pe", "consent": "1"} | values


def links(message: EmailMessage) -> list[str]:
    """The paths that a message leads to."""
    return re.findall(r"https://geo\.ejemplo\.pe(/\S+)", str(message.body))


def test_from_the_codes_page_to_the_confirmed_address(
    client: Client, outbox: list[EmailMessage]
) -> None:
    received = sent()
    own = f"/participar/aporte/{received.code}/"
    assert f'action="{own}avisos/"' in client.get(own).content.decode()
    response = client.post(f"{own}avisos/", given())
    assert (response.status_code, response["Location"]) == (302, ASKED)
    assert "48 horas" in text_of(client, ASKED)
    do_jobs()
    (message,) = outbox
    # Who owns the address need not be who sent the contribution.
    assert received.code not in message.body
    confirm, leave = links(message)
    page = client.get(confirm)
    assert page["Referrer-Policy"] == "same-origin"
    assert page["Cache-Control"] == "private, no-store"
    assert "Confirmar que quiero recibirlos" in page.content.decode()
    # A program that follows links confirms nothing.
    assert MailSubscription.objects.get().confirmed_at is None
    assert client.post(confirm)["Location"] == confirm
    assert "Confirmado" in text_of(client, confirm)
    assert MailSubscription.objects.get().confirmed_at is not None
    assert client.get(leave).status_code == 200
    client.post(leave)
    assert not MailSubscription.objects.exists()
    assert client.get(confirm).status_code == 404


def test_an_area_is_asked_for_by_name(client: Client, outbox: list[EmailMessage]) -> None:
    assert f'action="{AREA}"' in client.get("/participar/").content.decode()
    several = client.post(AREA, given(place="Lima"))
    assert several.status_code == 400
    assert 'value="150101"' in several.content.decode()
    response = client.post(AREA, given(place="0801"))
    assert response["Location"] == ASKED
    assert MailSubscription.objects.get().unit_id == "0801"
    do_jobs()
    assert "de los aportes de Cusco (0801)" in outbox[0].body


@pytest.mark.usefixtures("one_window")
def test_the_answer_says_nothing_of_the_address(client: Client) -> None:
    """Known, confirmed, asked for too often or new: the same status, headers and page."""
    answers = []
    for number in range(OF_CLIENT.most):
        response = client.post(
            AREA, given(place="0801"), headers={}, REMOTE_ADDR=f"192.0.2.{number}"
        )
        answers.append((response.status_code, response["Location"], response.content))
        MailSubscription.objects.update(confirmed_at=None if number % 2 else "2026-01-01T00:00Z")
    assert len(set(answers)) == 1


@pytest.mark.usefixtures("one_window")
def test_who_asks_too_often_has_to_wait(client: Client) -> None:
    for number in range(OF_CLIENT.most):
        client.post(AREA, given(place="0801", email=f"a{number}@ejemplo.pe"))
    response = client.post(AREA, given(place="0801"))
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"consent": ""}, "Falta decir que acepta"),
        ({"email": "vecina"}, "No es una dirección de correo"),
        ({"email": "a@b.pe\r\nBcc: otra@ejemplo.pe"}, "No es una dirección de correo"),
        ({"place": "Ningunaparte"}, "No se encontró ese lugar"),
        ({"place": ""}, "No se encontró ese lugar"),
        ({"place": "\x00"}, "No se encontró ese lugar"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_kept(
    client: Client, values: dict[str, str], words: str
) -> None:
    response = client.post(AREA, given(place="0801") | values)
    assert response.status_code == 400
    assert words in response.content.decode()
    assert not MailSubscription.objects.exists()


def test_a_site_without_mail_says_so_and_asks_for_nothing(
    client: Client, settings: Settings
) -> None:
    settings.EMAIL_HOST = ""
    for address in ("/participar/", f"/participar/aporte/{sent().code}/"):
        page = client.get(address).content.decode()
        assert "Este sitio no envía correos" in page
        assert 'type="email"' not in page
    assert client.post(AREA, given(place="0801")).status_code == 409
    assert not MailSubscription.objects.exists()


@pytest.mark.parametrize("path", ["1/", "1:x/", "1:x/baja/", "%00/", "a%2Fb/"])
def test_a_link_that_nobody_sent_leads_nowhere(client: Client, path: str) -> None:
    response = client.get(f"{AREA}{path}")
    assert response.status_code == (200 if path.endswith("baja/") else 404)
    assert client.post(f"{AREA}{path}").status_code in (200, 404)
