"""``/ambiente/falta/``: a request for data, from the form to its answer in public."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from layers.participation import answering
from territory.models import Commitment
from tests.contributions import editor, moderator, published, sent
from tests.environment_rows import measuring_point

pytestmark = pytest.mark.django_db

ADDRESS = "/ambiente/falta/"
ASKED = "Falta la serie de plomo del río Rímac desde 2010."


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def test_only_what_is_published_and_asks_of_this_commitment_is_listed(client: Client) -> None:
    assert "Todavía no hay ninguno" in page(client, ADDRESS)
    user = moderator("modera_datos")
    sent(text="Nadie revisó este pedido todavía.", commitment=2, kind="question")
    published(user, sent(text=ASKED, commitment=2, kind="question"))
    published(user, sent(text="Una propuesta de otra clase.", commitment=2, kind="proposal"))
    published(user, sent(text="Una pregunta a otro compromiso.", commitment=3, kind="question"))
    shown = page(client, ADDRESS)
    assert ASKED in shown
    assert "1 publicados, 0 con respuesta" in shown
    for other in ("Nadie revisó", "Una propuesta", "Una pregunta a otro"):
        assert other not in shown


def test_the_agency_in_charge_answers_in_public(client: Client) -> None:
    received = published(moderator("modera_datos"), sent(text=ASKED, commitment=2, kind="question"))
    assert received.agency in Commitment.objects.get(number=2).lead_agencies.all()
    who = editor("responde_datos", received.agency)
    answering.answer(who, received.pk, received.version, "Se publica en marzo.", "accepted")
    assert "1 publicados, 1 con respuesta" in page(client, ADDRESS)
    assert "Se publica en marzo." in page(client, f"/participar/aportes/{received.pk}/")


def test_the_form_comes_filled_in_from_a_point(client: Client) -> None:
    point = measuring_point()
    shown = page(client, "/ambiente/puntos/oefa-valores/e-01/")
    found = re.search(r'href="(/participar/aporte/[^"]*)"', shown)
    assert found
    form = page(client, found[1].replace("&amp;", "&"))
    assert '<option value="question" selected>' in form
    assert '<option value="2" selected>' in form
    assert point.name in form
