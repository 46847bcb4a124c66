"""Consultations that name a plan: on its page, on their own, in the list, in API and files."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.test import Client

from territory.models import Consultation, UrbanTransportPlan
from territory.models.placed import SAMPLE_PREFIX
from tests.consultations import decided, deciders, opened, revised, shown_at
from tests.frontend.participation.preparing.forms import START
from tests.frontend.participation.reading import html_of, own_html_of, queries, queries_again
from tests.frontend.reading import text_of
from tests.frontend.transit.test_plan_pages import publish_plan
from tests.processes import agency_of, consultation, forum, member
from tests.zones import client_of

pytestmark = pytest.mark.django_db

LIST, API = "/transporte/consultas/", "/api/v1/participation/consultations/"
PLAN = "/transporte/planes/PMUS-X/"


def named(slug: str = "consulta", **values: Any) -> Consultation:
    return consultation(slug, 10, **({"plan_code": "PMUS-X"} | values))


def test_a_plan_tells_its_own_consultations_from_those_around(client: Client) -> None:
    publish_plan(approved_on=dt.date(2018, 2, 15))
    publish_plan(code="PMUS-Y", name="Plan Y")
    named("suya")
    around = forum("foro", 10, units=["13"])
    consultation("vecina", 10, forum=around)
    # It names another plan of the same territory.
    consultation("ajena", 10, forum=around, plan_code="PMUS-Y")
    text = text_of(client, PLAN)
    own, others = text.index("De este plan"), text.index("De su territorio")
    assert own < text.index("Consulta suya") < others < text.index("Consulta vecina")
    assert "en la elaboración del plan" in text[own:others]
    assert "Consulta ajena" not in text


def test_a_consultation_leads_to_its_plan(client: Client) -> None:
    publish_plan(approved_on=dt.date(2018, 1, 1))
    named()
    html = own_html_of(client, "/participar/consultas/consulta/")
    assert f'<a href="{PLAN}">Plan X</a>' in html
    assert "en el seguimiento del plan, ya aprobado" in html


def test_a_plan_that_is_gone_is_a_code(client: Client) -> None:
    publish_plan(code="PMUS-Y")
    named()
    html = own_html_of(client, "/participar/consultas/consulta/")
    assert "PMUS-X" in html
    assert "hoy no está publicado" in html
    assert PLAN not in html
    assert "hoy no está publicado" in html_of(client, LIST)
    told = client.get(f"{API}consulta/").json()
    assert (told["plan_code"], told["plan_name"], told["plan_url"]) == ("PMUS-X", None, None)
    assert told["plan_stage"] == "unknown"


def test_a_fact_is_not_taken_for_the_examples(client: Client) -> None:
    """A fact that names a code which an example has leads nowhere."""
    named(plan_code="EJ-0101")
    assert "/transporte/planes/EJ-0101/" not in html_of(client, "/participar/consultas/consulta/")


def test_the_list_counts_what_was_decided(client: Client) -> None:
    publish_plan()
    of = opened(number=10, plan_code="PMUS-X")
    first, second, _third = shown_at(of), shown_at(of, 2), shown_at(of, 3)
    revised(of)
    people = deciders(agency_of(10))
    decided(people, first, version=2, paragraph=1)
    decided(people, second, outcome="declined")
    consultation("sin-plan", 10)
    (row,) = client.get(LIST).context["page"]
    assert (row.contributed, row.accepted, row.declined) == (3, 1, 1)
    assert (row.plan_name, row.plan_unit) == ("Plan X", "1301")
    html = own_html_of(client, LIST)
    assert "Consulta consulta" in html
    assert "Consulta sin-plan" not in html


def test_the_list_is_chosen_by_plan(client: Client) -> None:
    publish_plan()
    named("una")
    named("otra", plan_code="PMUS-Y")
    assert [row.slug for row in client.get(f"{LIST}?plan=PMUS-Y").context["page"]] == ["otra"]
    assert [row["slug"] for row in client.get(f"{API}?plan=PMUS-X").json()["results"]] == ["una"]
    assert client.get(f"{LIST}?plan=nada").status_code == 200
    assert client.get(f"{LIST}?plan={'x' * 41}").status_code == 404
    assert "<script>alert" not in html_of(client, f"{LIST}?plan=<script>alert(1)")
    assert client.get(f"{LIST}?plan=%00").status_code == 404
    assert client.get(f"{API}?plan=%00").status_code == 400


def test_drafts_are_their_agencys(client: Client) -> None:
    publish_plan()
    named("callada", state="draft")
    named("abierta")
    own = client_of(member("edita", "editor", 10))
    for address in (LIST, PLAN):
        assert "Consulta callada" not in html_of(client, address)
        assert "Consulta callada" in html_of(own, address)
    assert "callada" not in client.get(f"{API}?f=csv").content.decode()


def test_the_table_says_of_each_its_plan(client: Client) -> None:
    publish_plan(approved_on=dt.date(2018, 2, 15))
    named()
    consultation("sin-plan", 10)
    answer = client.get(f"{API}?commitment=10&f=csv")
    assert 'filename="consultas.csv"' in answer["Content-Disposition"]
    rows = {
        row["slug"]: row for row in csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    }
    shown = rows["consulta"]
    assert (shown["plan_code"], shown["plan_name"]) == ("PMUS-X", "Plan X")
    assert shown["plan_stage"] == "drafting"
    assert shown["plan_url"].endswith(PLAN)
    assert {rows["sin-plan"][name] for name in shown if name.startswith("plan_")} == {""}
    workbook = client.get(f"{API}?commitment=10&f=xlsx")
    assert workbook.status_code == 200
    assert workbook.content.startswith(b"PK")


def test_an_example_shows_it_on_a_fresh_machine(client: Client) -> None:
    (row,) = client.get(LIST).context["page"]
    assert (row.is_sample, row.title.startswith(SAMPLE_PREFIX)) == (True, True)
    assert f">{row.title}</a>" in own_html_of(client, LIST)
    plan = UrbanTransportPlan.objects.get(code="EJ-0101")
    assert plan.is_sample
    assert "ejemplo-plan-de-transporte" in html_of(client, "/transporte/planes/EJ-0101/")
    # The first published fact ends it.
    named()
    assert [row.is_sample for row in client.get(LIST).context["page"]] == [False]


def test_the_form_offers_the_published_plans_of_commitment_ten_alone() -> None:
    publish_plan()
    row = named(state="draft")
    html = html_of(client_of(member("edita", "editor", 10)), f"{START}consulta/{row.pk}/")
    assert '<option value="PMUS-X" selected>PMUS-X Plan X</option>' in html
    assert "EJ-0101" not in html
    other = html_of(client_of(member("ajena", "editor", 1)), f"{START}consulta/nuevo/")
    assert "plan_code" not in other


def test_the_form_keeps_a_plan_that_is_gone() -> None:
    row = named(state="draft")
    html = html_of(client_of(member("edita", "editor", 10)), f"{START}consulta/{row.pk}/")
    assert "PMUS-X (hoy no está publicado)" in html


def test_pages_ask_the_same_queries_with_more_rows(client: Client) -> None:
    publish_plan()
    named("una")
    addresses = (LIST, PLAN, f"{API}?commitment=10", f"{API}?f=csv")
    before = [queries_again(client, address) for address in addresses]
    for number in range(5):
        named(f"mas-{number}", plan_code=("PMUS-X", "PMUS-Y")[number % 2])
    assert [queries(client, address) for address in addresses] == before
