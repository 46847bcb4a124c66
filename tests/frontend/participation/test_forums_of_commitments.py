"""Forums on the page of their commitment, and the first one's proposal of how to hold them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from layers.participation.deciding import Said, decide
from territory.models import Consultation, Forum
from tests.consultations import WHY, decided, deciders, opened, revised, said_at, shown_at
from tests.frontend.participation.reading import html_of, queries_again
from tests.processes import agency_of, agreement, consultation, forum, many, session, version

pytestmark = pytest.mark.django_db


def test_a_commitment_shows_its_forums_and_what_is_overdue(client: Client) -> None:
    held = session(forum(number=6), units=["08"])
    agreement(held, "late", text="Entregar el balance")
    agreement(held, "done", progress="fulfilled", text="Ya entregado")
    session(held.forum, 2, held_on=dt.date(2018, 9, 3))
    text = html_of(client, "/compromisos/6/")
    shown = text[text.index('id="foros"') : text.index('id="seguimiento"')]
    assert "Foro foro" in shown
    assert "Entregar el balance" in shown
    assert "Ya entregado" not in shown
    # Beside data no commitment is shown as kept.
    assert "no si lo que promete se cumplió" in shown
    assert 'id="foros"' not in html_of(client, "/compromisos/7/")
    Forum.objects.filter(pk=held.forum_id).update(state="withdrawn")
    assert "Entregar el balance" not in html_of(client, "/compromisos/6/")


def test_a_commitments_forums_ask_the_same_queries_with_more_of_them(client: Client) -> None:
    agreement(session(forum("uno", 6)))
    before = queries_again(client, "/compromisos/6/")
    for number in range(2, 6):
        held = session(forum(f"foro-{number}", 6))
        for place in range(3):
            agreement(held, f"A{place}")
    assert queries_again(client, "/compromisos/6/") == before


def test_the_proposal_of_forums_shows_what_each_version_changed(client: Client) -> None:
    text = consultation(kind="forum_proposal", closing_summary="Dos aportes cambiaron el párrafo 2")
    version(text, 1, "Uno", "Dos")
    paragraphs = [{"number": 2, "text": "Dos, mejor"}, {"number": 3, "text": "Tres"}]
    version(text, 2, paragraphs=paragraphs, note="Con los aportes")
    version(text, 3, "Callado", state="draft")
    forum("piloto", 6, is_pilot=True, sector="education", **EVALUATED)
    forum("otro", 6, is_pilot=True, sector="environment", state="draft")
    agreement(session(forum()), topic="Agua")
    shown = " ".join(html_of(client, "/participar/foros/").split())
    for words in (
        "El plan dice «la implementación de foros multiactor",
        "Cambian: [2].",
        "Nuevos: [3].",
        "Se retiran: [1].",
        "Dos aportes cambiaron el párrafo 2",
        "Continúa con cambios",
        EVALUATED["evaluation_url"],
        "ningún piloto publicado",
        "/participar/acuerdos.csv?tema=Agua",
    ):
        assert words in shown, words
    assert "Callado" not in shown
    assert "Foro otro" not in shown
    assert 'href="/participar/foros/"' in html_of(client, "/compromisos/1/")


EVALUATED: dict[str, Any] = {
    "evaluation": "Se mantiene la participación",
    "evaluation_outcome": "adjust",
    "evaluated_on": dt.date(2019, 3, 15),
    "evaluation_url": "https://example.org/evaluacion",
}


def test_the_proposal_asks_the_same_queries_with_more_rows(client: Client) -> None:
    many(1)
    Consultation.objects.update(kind="forum_proposal")
    before = queries_again(client, "/participar/foros/")
    many(4, 1)
    Consultation.objects.update(kind="forum_proposal")
    assert queries_again(client, "/participar/foros/") == before


def test_only_proposals_of_forums_are_listed_as_such(client: Client) -> None:
    consultation("propuesta", kind="forum_proposal")
    consultation("otra")
    consultation("gobernanza", kind="governance")
    consultation("ajena", 6, kind="forum_proposal")
    found = client.get("/participar/foros/").context["proposals"]
    assert [item["consultation"].slug for item in found] == ["propuesta"]


def test_the_example_of_a_fresh_machine_is_a_proposal(client: Client) -> None:
    found = client.get("/participar/foros/").context["proposals"]
    assert [item["consultation"].slug for item in found] == ["ejemplo-propuesta-de-foros"]


def test_decisions_stand_beside_the_paragraphs_of_a_proposal(client: Client) -> None:
    """As the consultation's own page counts them: what was published, and no draft."""
    of = opened(number=1, kind="forum_proposal")
    people = deciders(agency_of(1))
    accepted, declined, _undecided, drafted = (shown_at(of, n) for n in (1, 1, 3, 3))
    said_at(of, 2)  # nobody has published it yet
    revised(of)
    decided(people, accepted, version=2, paragraph=1)
    decided(people, declined, outcome="declined")
    decide(people[0], drafted.pk, None, Said("declined", WHY))
    (item,) = client.get("/participar/foros/").context["proposals"]
    rows = [
        (number, said.total, said.accepted, said.partly, said.declined, said.undecided)
        for number, said, _changes in item["decided"]
    ]
    assert rows == [(1, 2, 1, 0, 1, 0), (3, 2, 0, 0, 0, 2)]
    changes = [[(c.version, c.contributions) for c in row[2]] for row in item["decided"]]
    assert changes == [[(2, 1)], []]
    shown = html_of(client, "/participar/foros/")
    assert f'href="/participar/consultas/{of.slug}/?parrafo=3#aportes"' in shown
    assert f'href="/participar/consultas/{of.slug}/?version=2#parrafo-1"' in shown
    own = client.get(f"/participar/consultas/{of.slug}/").context["counts"]
    assert (own.total, own.accepted, own.declined) == (4, 1, 1)
