"""The pages of forums and of consultations, as visitors and agencies see them."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from territory.models.placed import SAMPLE_PREFIX
from tests.frontend.participation.reading import own_html_of, queries
from tests.processes import agreement, consultation, forum, many, member, minutes, session, version
from tests.zones import client_of

pytestmark = pytest.mark.django_db
SPACES, AGREEMENTS = "/participar/espacios/", "/participar/acuerdos/"
HOSTILE = "<script>alert(1)</script>"
ESCAPED = "&lt;script&gt;alert(1)&lt;/script&gt;"


def test_a_visitor_reads_a_forum_with_its_sessions(client: Client) -> None:
    held = session(forum(academia=7), agenda="Presupuesto", venue="Casa comunal", donors=3)
    agreement(held, text="Publicar el presupuesto")
    minutes(held, text="Se leyó el acta", cleared_at=timezone.now(), state="published")
    assert "Foro foro" in own_html_of(client, SPACES)
    text = own_html_of(client, f"{SPACES}foro/")
    for words in ("Presupuesto", "Casa comunal", "Se leyó el acta", "Publicar el presupuesto"):
        assert words in text
    assert "(vencido)" in text
    assert "no se conoce" in text
    assert "no es un hecho" not in text


def test_the_history_of_all_that_is_public_can_be_reached_without_an_account(
    client: Client,
) -> None:
    held = session(forum())
    agreed = agreement(held, due_on="2018-06-30")
    agreed.due_on = "2018-12-31"  # a term that moved
    agreed.save()
    agreement(held, code="callado", state="draft")
    minutes(held, cleared_at=timezone.now(), state="published")
    text = consultation()
    version(text, 1, "Uno")
    pages = [f"{SPACES}foro/", AGREEMENTS, f"/participar/consultas/{text.slug}/"]
    html = "".join(own_html_of(client, page) for page in pages)
    found = set(re.findall(r'href="([^"]*/(\w+)/\d+/historia/)"', html))
    assert {word for _, word in found} == {
        "foro",
        "sesion",
        "acta",
        "acuerdo",
        "consulta",
        "version",
    }
    for address, word in found:
        page = own_html_of(client, address)
        assert word != "acuerdo" or ("30/06/2018" in page and "31/12/2018" in page)


def test_a_draft_is_seen_by_its_agency_alone(client: Client) -> None:
    held = session(forum())
    agreement(held, text="Acuerdo callado", state="draft")
    minutes(held, text="Acta callada")
    forum("callado", state="draft")
    session(held.forum, 2, title="Sesión callada", state="submitted")
    shown = own_html_of(client, f"{SPACES}foro/")
    own = own_html_of(client_of(member("prepara", "editor")), f"{SPACES}foro/")
    for words in ("Acuerdo callado", "Sesión callada"):
        assert words not in shown
        assert words in own
    # Minutes that nobody has confirmed are on no page.
    assert "Acta callada" not in shown + own
    assert "callado" not in own_html_of(client, SPACES) + own_html_of(client, AGREEMENTS)
    assert "callado" not in b"".join(client.get("/participar/acuerdos.csv")).decode()
    own_html_of(client, f"{SPACES}callado/", 404)


def test_what_was_written_is_escaped(client: Client) -> None:
    held = session(forum(purpose=HOSTILE), agenda=HOSTILE, venue=HOSTILE)
    agreement(held, text=HOSTILE, topic=HOSTILE)
    minutes(held, text=HOSTILE, cleared_at=timezone.now(), state="published")
    text = consultation(summary=HOSTILE, closing_summary=HOSTILE)
    version(text, 1, "Uno", note=HOSTILE)
    version(text, 2, HOSTILE)
    for address in (
        f"{SPACES}foro/",
        AGREEMENTS,
        "/participar/consultas/consulta/",
        "/participar/consultas/consulta/?comparar=1",
    ):
        shown = own_html_of(client, address)
        assert HOSTILE not in shown
        assert ESCAPED in shown


@pytest.mark.parametrize(
    "address",
    [
        "/participar/espacios/ninguno/",
        "/participar/consultas/ninguna/",
        "/participar/consultas/consulta/?version=9",
        "/participar/consultas/consulta/?comparar=x",
    ],
)
def test_what_there_is_not_is_not_found(client: Client, address: str) -> None:
    version(consultation())
    own_html_of(client, address, 404)


@pytest.mark.parametrize("address", [SPACES, AGREEMENTS])
def test_a_list_takes_the_same_queries_with_more_rows(client: Client, address: str) -> None:
    many(1)
    own_html_of(client, address)
    before = queries(client, address)
    many(4, 1)
    assert queries(client, address) == before


def test_a_sheet_takes_the_same_queries_with_more_rows(client: Client) -> None:
    many(5)
    own_html_of(client, f"{SPACES}foro-1/")
    before = queries(client, f"{SPACES}foro-0/")
    made = session(forum("grande"), 1, units=["08"])
    for number in range(2, 8):
        agreement(session(made.forum, number, units=["15"]), "B")
    assert queries(client, f"{SPACES}grande/") == before
    consultations = "/participar/consultas/consulta-"
    assert queries(client, f"{consultations}0/") == queries(client, f"{consultations}4/")


def test_a_consultation_compares_two_versions(client: Client) -> None:
    text = consultation()
    version(text, 1, "El foro sesiona", "Se anota")
    version(text, 2, "El foro delibera", state="published")
    version(text, 3, "Texto callado", state="draft")
    address = "/participar/consultas/consulta/"
    shown = own_html_of(client, address)
    assert "El foro delibera" in shown
    assert "Texto callado" not in shown
    assert "cerrada" in shown
    assert "El foro sesiona" in own_html_of(client, f"{address}?version=1")
    compared = own_html_of(client, f"{address}?comparar=1")
    assert "<del>sesiona</del>" in compared
    assert "<ins>delibera</ins>" in compared
    assert "<del>Se anota</del>" in compared
    own_html_of(client, f"{address}?version=3", 404)


def test_samples_say_so(client: Client) -> None:
    made = forum(name=f"{SAMPLE_PREFIX}foro", is_sample=True, source_url=None)
    session(made, title=f"{SAMPLE_PREFIX}sesión", is_sample=True, source_url=None)
    assert "no es un hecho" in own_html_of(client, f"{SPACES}foro/")
