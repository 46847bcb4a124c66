"""Who finds and opens the pages by which an agency prepares, and how often these ask."""

from __future__ import annotations

import pytest
from django.test import Client

from territory.models import Forum
from tests.frontend.participation.preparing.forms import START
from tests.frontend.participation.reading import html_of, queries_again
from tests.processes import agency_of, agreement, consultation, forum, member, session, version
from tests.publishers import everybody
from tests.zones import client_of, planner

pytestmark = pytest.mark.django_db


def test_each_role_at_each_address() -> None:
    """What isn't seen doesn't exist (404), what is public and another's is refused (403)."""
    agency = agency_of(1).acronym
    users = everybody(agency, agency_of(6).acronym)
    held = session(forum())
    hidden = forum("callado", state="draft")
    addresses = {
        "start": START,
        "new": f"{START}foro/nuevo/",
        "part": f"{START}sesion/nuevo/?en={held.forum_id}",
        "public": f"{START}foro/{held.forum_id}/",
        "draft": f"{START}foro/{hidden.pk}/",
        "import": "/participar/acuerdos/importar/",
    }
    own = dict.fromkeys(addresses, 200)
    expected = dict.fromkeys(("editor", "second_editor", "both", "admin"), own)
    expected["approver"] = own | {"new": 403, "part": 403, "import": 403}
    nobody = dict.fromkeys(addresses, 403) | {"draft": 404}
    expected |= dict.fromkeys(("member", "planner", "staff"), nobody)
    foreign = nobody | {"start": 200}
    expected |= {"foreign_editor": foreign | {"new": 200, "import": 200}}
    expected |= {"foreign_approver": foreign}
    expected["inactive"] = dict.fromkeys(addresses, 302)
    for name, wanted in expected.items():
        client = client_of(users[name])
        got = {key: client.get(address).status_code for key, address in addresses.items()}
        assert got == wanted, name
    assert {Client().get(address).status_code for address in addresses.values()} == {302}


def test_a_sample_is_nobodys_to_change() -> None:
    editor = client_of(member("edita", "editor"))
    sample = Forum.objects.get(slug="ejemplo-gobierno-abierto")
    html_of(editor, f"{START}foro/{sample.pk}/", 403)
    html_of(editor, f"{START}sesion/nuevo/?en={sample.pk}", 403)
    assert "Preparar" not in html_of(editor, "/participar/espacios/ejemplo-gobierno-abierto/")


@pytest.mark.parametrize(
    "address",
    [
        "nada/nuevo/",
        "nada/1/",
        "foro/0/",
        "foro/99999999999999999999/",
        "sesion/nuevo/",
        "sesion/nuevo/?en=x",
    ],
)
def test_what_there_is_not_is_not_found(address: str) -> None:
    html_of(client_of(member("edita", "editor")), START + address, 404)


def test_who_may_finds_the_way_and_others_do_not() -> None:
    made = forum()
    editor = client_of(member("edita", "editor"))
    ways = {
        "/publicar/": START,
        "/participar/espacios/": START,
        "/participar/espacios/foro/": f"{START}foro/{made.pk}/",
    }
    for address, way in ways.items():
        assert f'href="{way}"' in html_of(editor, address)
        if address != "/publicar/":
            assert f'href="{way}"' not in html_of(Client(), address)
    assert f'href="{START}"' not in html_of(client_of(planner("planifica")), "/publicar/")


def test_the_pages_ask_the_same_queries_with_more_rows() -> None:
    editor = client_of(member("edita", "editor"))
    held = session(forum(state="draft"), state="draft")
    agreement(held, state="draft")
    version(consultation(state="draft"), state="draft")
    addresses = (START, f"{START}foro/{held.forum_id}/", f"{START}sesion/{held.pk}/")
    before = [queries_again(editor, address) for address in addresses]
    for number in range(2, 9):
        session(held.forum, number, state="submitted")
        agreement(held, f"B{number}", state="submitted")
        forum(f"foro-{number}", state="draft")
        version(consultation(f"consulta-{number}", state="draft"), state="draft")
    assert [queries_again(editor, address) for address in addresses] == before
