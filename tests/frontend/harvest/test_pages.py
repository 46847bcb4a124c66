"""The pages of harvested services: who sees and does what, and what they say."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from layers.models import HarvestedSource, HarvestRun, Job
from tests.publishers import EDITOR, MTC, publisher
from tests.zones import account

pytestmark = pytest.mark.django_db

KEY = "mtc_red_vial_nacional"
State = HarvestRun.State


@pytest.fixture(autouse=True)
def own_table(settings: Settings) -> None:
    settings.HARVEST_SOURCES = ""


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def operator() -> Client:
    return client_of(account("opera", is_staff=True, is_superuser=True))


@pytest.fixture
def editor() -> Client:
    return client_of(publisher("edita", MTC, EDITOR))


def run(state: str = State.DONE, **said: object) -> HarvestRun:
    source, _is_new = HarvestedSource.objects.get_or_create(key=KEY)
    return HarvestRun.objects.create(
        source=source,
        state=state,
        address="https://example.org/wfs",
        differences={"added": 12, "changed": None, "gone": 3, "same": 100},
        report={"remarks": ["WFS 1.0.0 no dice cuántos elementos tiene la capa."]},
        rows=112,
        **said,
    )


def test_the_list_says_that_all_are_off(editor: Client) -> None:
    page = editor.get(reverse("site:harvested")).content.decode()
    assert "Red vial nacional (MTC)" in page
    assert "encendida" not in page
    assert "Falta decir en la tabla de fuentes" in page


def test_who_prepares_no_layers_sees_nothing() -> None:
    assert Client().get(reverse("site:harvested")).status_code == 302
    stranger = client_of(account("nadie"))
    for address in (
        reverse("site:harvested"),
        reverse("site:harvested-source", args=[KEY]),
    ):
        assert stranger.get(address).status_code == 403


def test_the_operator_alone_turns_one_on_and_off(operator: Client, editor: Client) -> None:
    address = reverse("site:harvested-switch", args=[KEY])
    assert editor.post(address, {"on": "1"}).status_code == 403
    assert operator.post(address, {"on": "1"}).status_code == 302
    assert HarvestedSource.objects.get(key=KEY).is_enabled
    assert "encendida, cada 30 días" in operator.get(reverse("site:harvested")).content.decode()
    operator.post(address, {"on": "0"})
    assert not HarvestedSource.objects.get(key=KEY).is_enabled


def test_what_lacks_its_layer_is_not_turned_on(operator: Client) -> None:
    answer = operator.post(reverse("site:harvested-switch", args=["senamhi_avisos"]), {"on": "1"})
    assert answer.status_code == 409
    assert "cuál de las capas" in answer.content.decode()
    assert not HarvestedSource.objects.exists()


def test_the_owner_s_people_ask_for_a_harvest(editor: Client) -> None:
    answer = editor.post(reverse("site:harvested-ask", args=[KEY]))
    job = Job.objects.get(kind="harvest_source")
    assert answer["Location"] == reverse("site:job", args=[job.pk])
    assert job.arguments["source"] == KEY
    other = reverse("site:harvested-ask", args=["sernanp_anp_nacional"])
    assert editor.post(other).status_code == 403


def test_a_page_tells_differences_and_what_is_not_known(editor: Client) -> None:
    run()
    page = editor.get(reverse("site:harvested-source", args=[KEY])).content.decode()
    assert '<td class="number">12</td>' in page
    assert '<td class="number">—</td>' in page
    assert "no dice cuántos elementos" in page


def test_a_held_harvest_is_decided_by_the_owner_s_people(editor: Client) -> None:
    held = run(State.HELD, message="Se pierde más de la mitad.")
    page = editor.get(reverse("site:harvested-source", args=[KEY])).content.decode()
    assert "Espera una decisión" in page
    address = reverse("site:harvested-decide", args=[KEY, held.pk])
    assert editor.post(address, {"decision": "accept"}).status_code == 302
    assert Job.objects.filter(kind="harvest_accept").exists()
    editor.post(address, {"decision": "reject"})
    held.refresh_from_db()
    assert held.state == State.REJECTED
    assert editor.post(address, {"decision": "reject"}).status_code == 409


def test_an_unknown_source_is_not_found(operator: Client) -> None:
    assert operator.get(reverse("site:harvested-source", args=["otra"])).status_code == 404
