"""Taking part in a consultation through the pages: sent, decided on, counted at its end."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from layers.participation.receiving import withdraw
from territory.models import Contribution, ContributionDecision
from tests.consultations import (
    FIRST,
    WHY,
    close,
    decided,
    deciders,
    opened,
    revised,
    said_at,
    shown_at,
)
from tests.contributions import (
    COMMITMENT,
    WORDS,
    editor,
    lead_of,
    moderator,
    point,
    published,
)
from tests.frontend.participation.reading import html_of, queries
from tests.processes import consultation, version
from tests.zones import account, client_of

pytestmark = pytest.mark.django_db
NEW, SHEET = "/participar/aporte/", "/participar/consultas/consulta/"
HOSTILE = "<script>alert(1)</script> y más texto"


def given(**values: Any) -> dict[str, Any]:
    return {"consultation": "consulta", "paragraph": "1", "text": WORDS} | values


def test_a_visitor_contributes_at_a_paragraph(client: Client) -> None:
    of = opened()
    assert f"{NEW}?consulta=consulta&amp;parrafo=1" in html_of(client, SHEET)
    form = html_of(client, f"{NEW}?consulta=consulta&parrafo=1")
    assert FIRST[0] in form
    assert 'name="commitment"' not in form
    response = client.post(NEW, given())
    assert response.status_code == 302, response.content.decode()
    found = Contribution.objects.get()
    assert found.consultation == of
    assert (found.commitment, found.paragraph) == (of.commitment, 1)
    assert "Sin lugar" in html_of(client, response["Location"])
    # Nothing is public before somebody looked at it.
    assert WORDS not in html_of(client, SHEET)


def test_a_contribution_with_a_place_says_where(client: Client) -> None:
    of = opened()
    without = shown_at(of)
    received = said_at(of, geom=point())
    placed = published(moderator("otra"), received)
    placed.refresh_from_db()
    html = html_of(client, SHEET)
    assert placed.unit is not None
    assert f'href="/t/{placed.unit_id}/">{placed.unit.name}</a>' in html
    assert html.count("Dónde, en el mapa") == 1
    assert f"aporte {placed.pk}" in html
    assert str(without.pk) in html


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("consulta=consulta&parrafo=9", 400),
        ("consulta=consulta&parrafo=x", 400),
        ("consulta=consulta&parrafo=%D9%A1", 400),
        ("consulta=consulta", 400),
        ("consulta=ninguna&parrafo=1", 404),
        ("consulta=%00&parrafo=1", 404),
        ("consulta=cerrada&parrafo=1", 409),
    ],
)
def test_what_takes_nothing_is_refused_before_and_after_typing(
    client: Client, query: str, status: int
) -> None:
    opened()
    version(consultation("cerrada", COMMITMENT))
    assert client.get(f"{NEW}?{query}").status_code == status
    names = {"consulta": "consultation", "parrafo": "paragraph"}
    pairs = dict(pair.partition("=")[::2] for pair in query.split("&"))
    values = {names[name]: value for name, value in pairs.items()}
    assert client.post(NEW, {"text": WORDS} | values).status_code == status
    assert not Contribution.objects.exists()


def test_a_closed_consultation_invites_to_nothing(client: Client) -> None:
    close(opened())
    assert NEW + "?consulta" not in html_of(client, SHEET)


def test_its_page_has_what_was_said_answered_and_decided(client: Client) -> None:
    of = opened()
    first, second, third = shown_at(of), shown_at(of, 2), shown_at(of, 3)
    revised(of)
    people = deciders()
    decided(people, first, version=2, paragraph=1)
    decided(people, third, outcome="declined", reason="El estatuto ya lo dice.")
    shown = html_of(client, SHEET)
    assert "1 aporte al párrafo 1" in shown
    assert WHY in shown
    assert "Cambió la versión 2, párrafo 1" in shown
    assert "Sin decisión publicada." in shown
    only = html_of(client, f"{SHEET}?parrafo=2")
    assert f"aportes/{second.pk}/" in only
    assert f"aportes/{first.pk}/" not in only
    assert f"aportes/{third.pk}/" in html_of(client, f"{SHEET}?decision=declined")
    undecided = html_of(client, f"{SHEET}?decision=undecided")
    assert f"aportes/{second.pk}/" in undecided
    assert f"aportes/{third.pk}/" not in undecided
    for query in ("parrafo=x", "decision=x", "parrafo=٣"):
        html_of(client, f"{SHEET}?{query}", 404)
    # The contribution's own page says the same.
    assert "El estatuto ya lo dice." in html_of(client, f"/participar/aportes/{third.pk}/")


def test_the_closing_report_counts_and_names_what_nobody_decided(client: Client) -> None:
    of = opened()
    first, _second = shown_at(of), shown_at(of, 2)
    revised(of)
    decided(deciders(), first, outcome="partly", version=2, paragraph=1)
    of.closing_summary = "Así terminó."
    of.save()
    shown = html_of(client, SHEET)
    assert "Así terminó." in shown
    assert re.search("<dt>Se acogen en parte</dt> <dd> ?1 ?</dd>", shown)
    assert 'href="?decision=undecided#aportes">1</a>' in shown
    assert "Versión 2, párrafo 1" in shown
    withdraw(first)
    shown = html_of(client, SHEET)
    assert re.search("<dt>Se acogen en parte</dt> <dd> ?0 ?</dd>", shown)
    assert WHY not in shown


def test_the_page_asks_the_same_whatever_was_said(client: Client) -> None:
    of = opened()
    revised(of)
    people = deciders()
    decided(people, shown_at(of), version=2, paragraph=1)

    before = queries(client, SHEET)
    for paragraph in (1, 1, 2, 2):
        decided(people, shown_at(of, paragraph), outcome="declined")
    assert queries(client, SHEET) == before


def test_the_agency_decides_through_its_page(client: Client) -> None:
    of = opened()
    found = shown_at(of)
    revised(of)
    sheet = f"/participar/decisiones/{found.pk}/"
    prepares, publishes = map(client_of, deciders())
    assert sheet in html_of(prepares, SHEET)
    assert sheet not in html_of(client, SHEET)
    said = {"outcome": "accepted", "reason": WHY, "changed_version": "2", "changed_paragraph": "2"}
    refused = prepares.post(f"{sheet}guardar/", {"version": "0"} | said)
    assert refused.status_code == 400
    assert WHY in refused.content.decode()
    said["changed_paragraph"] = "1"
    assert prepares.post(f"{sheet}guardar/", {"version": "0"} | said).status_code == 302
    assert prepares.post(f"{sheet}guardar/", {"version": "0"} | said).status_code == 409
    assert WHY not in html_of(client, SHEET)
    for who, step in ((prepares, "submit"), (publishes, "publish")):
        number = ContributionDecision.objects.get().version
        taken = who.post(f"{sheet}paso/", {"version": str(number), "step": step})
        assert taken.status_code == 302, taken.content.decode()
    assert WHY in html_of(client, SHEET)
    own = html_of(prepares, sheet)
    assert lead_of().acronym in own
    assert "quien-publica" not in own
    number = ContributionDecision.objects.get().version
    other = {"version": str(number), "outcome": "declined", "reason": "Se pensó mejor."}
    assert prepares.post(f"{sheet}guardar/", other).status_code == 302
    own = html_of(prepares, sheet)
    assert "Se pensó mejor." in own
    for heading in ("Se propuso un cambio", "Se publicó", "Se presentó", "Se creó"):
        assert f'<h3 class="change-title">{heading}</h3>' in own
    assert "Se pensó mejor." not in html_of(client, SHEET)


def test_its_page_is_for_the_agency_in_charge_alone(client: Client) -> None:
    found = shown_at(opened())
    sheet = f"/participar/decisiones/{found.pk}/"
    assert client.get(sheet).status_code == 302
    others = {
        "member": account("alguien"),
        "moderator": moderator("otra"),
        "other editor": editor("ajena", lead_of(5)),
    }
    said = {"version": "0", "outcome": "accepted", "reason": WHY}
    for name, user in others.items():
        theirs = client_of(user)
        assert theirs.get(sheet).status_code == 404, name
        assert theirs.post(f"{sheet}guardar/", said).status_code == 404, name
        step = {"version": "1", "step": "publish"}
        assert theirs.post(f"{sheet}paso/", step).status_code == 404, name
    approves = client_of(editor("aprueba", role="approver"))
    assert approves.get(sheet).status_code == 200
    assert approves.post(f"{sheet}guardar/", said).status_code == 403
    assert not ContributionDecision.objects.exists()
    html_of(approves, "/participar/decisiones/99999999999999999999/", 404)


def test_what_waits_for_a_decision_is_listed_for_its_agency(client: Client) -> None:
    of = opened()
    first, second = shown_at(of), shown_at(of, 2)
    people = deciders()
    decided(people, first)
    prepares, publishes = map(client_of, people)
    queue = "/participar/decisiones/"
    for asks in (prepares, publishes, client_of(account("jefa", is_superuser=True))):
        shown = html_of(asks, queue)
        assert f"{queue}{second.pk}/" in shown
        assert f"{queue}{first.pk}/" not in shown
    # Another decision in place of the published one waits again.
    number = ContributionDecision.objects.get().version
    other = {"version": str(number), "outcome": "declined", "reason": "Se pensó mejor."}
    prepares.post(f"{queue}{first.pk}/guardar/", other)
    assert f"{queue}{first.pk}/" in html_of(publishes, queue)
    assert client.get(queue).status_code == 302
    html_of(client_of(account("alguien")), queue, 403)
    assert f"{queue}{second.pk}/" not in html_of(client_of(editor("ajena", lead_of(5))), queue)


def test_a_form_without_its_token_changes_nothing() -> None:
    found = shown_at(opened())
    guarded = Client(enforce_csrf_checks=True)
    guarded.force_login(deciders()[0])
    said = {"version": "0", "outcome": "accepted", "reason": WHY}
    answer = guarded.post(f"/participar/decisiones/{found.pk}/guardar/", said)
    assert answer.status_code == 403
    assert not ContributionDecision.objects.exists()


def test_what_was_written_is_escaped(client: Client) -> None:
    of = opened()
    found = shown_at(of)
    decided(deciders(), found, reason=HOSTILE)
    said = said_at(of, text=HOSTILE)
    for address in (SHEET, f"/participar/aportes/{found.pk}/", f"{NEW[:-1]}/{said.code}/"):
        shown = html_of(client, address)
        assert "<script>alert(1)" not in shown
        assert "&lt;script&gt;alert(1)" in shown


def test_instruments_of_governance_are_listed_where_commitment_9_lives(client: Client) -> None:
    opened("reglamento", kind="governance", title="Reglamento del consejo")
    opened("otro-texto", title="Otro texto cualquiera")
    consultation("callado", COMMITMENT, kind="governance", title="Texto callado", state="draft")
    transport = html_of(client, "/transporte/")
    assert "Reglamento del consejo" in transport
    assert "Otro texto cualquiera" not in transport
    plan = html_of(client, f"/compromisos/{COMMITMENT}/")
    assert "Reglamento del consejo" in plan
    assert "instrumento de gobernanza" in plan
    assert "Otro texto cualquiera" in plan
    assert "Texto callado" not in plan + transport
    assert "Texto callado" in html_of(client_of(editor()), f"/compromisos/{COMMITMENT}/")
    assert "Reglamento del consejo" not in html_of(client, "/compromisos/1/")
