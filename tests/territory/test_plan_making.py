"""The plan's making: its own words, and events and situations that have a source."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import Max
from django.test import Client

from territory.models import ChangeEntry, Plan, PlanEvent, SevereSituation
from territory.plan_making import events, events_by_region, events_by_sector
from territory.plan_text import EVENT_WORDS, preamble
from tests.territory.test_plan import published_text

pytestmark = pytest.mark.django_db

Kind = PlanEvent.Kind


def event(kind: Kind, **values: Any) -> PlanEvent:
    given = {
        "title": "Evento de la prueba",
        "source": "Fuente de la prueba",
        "source_url": "https://example.org/evento",
        "cutoff_date": dt.date(2018, 1, 1),
    }
    return PlanEvent.objects.create(plan=Plan.objects.get(), kind=kind, **given | values)


def test_the_preamble_is_the_published_text_word_by_word() -> None:
    said = preamble(Plan.objects.get())
    text = published_text()
    for paragraph in said.design:
        assert paragraph in text
    assert len(said.design) == 3
    assert said.follow_up == "Plataforma nacional de seguimiento de los compromisos (Ver)"
    assert said.statements == (("Total de compromisos", "18"), ("Compromisos subnacionales", "No"))


@pytest.mark.parametrize(
    ("words", "begins", "ends"),
    [
        ("Plan Bicentenario", "En este sentido", 'Perú hacia el 2021".'),
        ("CEPAL", "Para la elaboración de este Plan", "Agenda 2030."),
        ("afectan severamente", "Asimismo", "regiones del país."),
        ("lecciones aprendidas", "Como paso previo", "del sector público."),
        ("mesas temáticas", "La participación en la elaboración", "mesas nacionales."),
    ],
)
def test_a_subject_is_quoted_by_its_whole_sentence(words: str, begins: str, ends: str) -> None:
    said = preamble(Plan.objects.get()).saying(words)
    assert said.startswith(begins)
    assert said.endswith(ends)
    assert said in published_text()


def test_what_the_text_does_not_say_is_empty() -> None:
    assert preamble(Plan(text_original="Otra cosa.")).saying("CEPAL") == ""
    assert preamble(Plan(text_original="")) == preamble(Plan(text_original="Otra cosa."))


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_of_event_is_one_that_the_plan_names(kind: Kind) -> None:
    assert EVENT_WORDS[kind] in " ".join(preamble(Plan.objects.get()).design)


def test_events_are_counted_by_sector_and_by_region() -> None:
    assert events_by_sector() == events_by_region() == []
    event(Kind.REGIONAL_WORKSHOP, theme="health", unit_id="08")
    event(Kind.REGIONAL_WORKSHOP, theme="health", unit_id="0801")
    event(Kind.NATIONAL_TABLE, theme="environment")
    event(Kind.VIRTUAL_CONSULTATION)
    by_sector = {count.code: count for count in events_by_sector()}
    assert list(by_sector) == ["environment", "health", ""]  # the plan's order, unknown last
    assert by_sector["health"].counts == (0, 0, 0, 2, 0)
    assert by_sector[""].total == 1
    # A province's workshop is its department's.
    by_region = {count.code: count for count in events_by_region()}
    assert list(by_region) == ["08", ""]
    assert (by_region["08"].title, by_region["08"].total, by_region[""].total) == ("Cusco", 2, 2)
    assert events(region="08").count() == 2
    assert events("environment").count() == 1
    assert events("environment", "08").count() == 0


@pytest.mark.parametrize("address", ["", "ftp://example.org/", "example.org", "http://"])
def test_nothing_is_stored_without_an_address(address: str) -> None:
    with pytest.raises(IntegrityError, match="planevent_has_source"), transaction.atomic():
        event(Kind.LESSONS, source_url=address)
    with pytest.raises(IntegrityError, match="severesituation_has_source"), transaction.atomic():
        SevereSituation.objects.create(
            title="x", source="x", source_url=address, cutoff_date=dt.date(2018, 1, 1)
        )


def test_an_administrators_changes_are_kept_with_the_account(admin_client: Client) -> None:
    said = {
        "title": "Situación de la prueba",
        "description": "",
        "source": "Fuente de la prueba",
        "source_url": "https://example.org/situacion",
        "cutoff_date": "2018-01-01",
        "affected-TOTAL_FORMS": "1",
        "affected-INITIAL_FORMS": "0",
        "affected-0-unit": "21",
    }
    last = ChangeEntry.objects.aggregate(Max("pk"))["pk__max"] or 0
    taken = admin_client.post("/admin/territory/severesituation/add/", said)
    assert taken.status_code == 302, taken.content.decode()
    made = SevereSituation.objects.get()
    address = f"/admin/territory/severesituation/{made.pk}"
    again = said | {"title": "Otra", "affected-TOTAL_FORMS": "0"}
    assert admin_client.post(f"{address}/change/", again).status_code == 302
    assert admin_client.post(f"{address}/delete/", {"post": "yes"}).status_code == 302
    kept = ChangeEntry.objects.filter(
        pk__gt=last, record__in=["territory.severesituation", "territory.situationunit"]
    )
    assert all(entry.by is not None and entry.by.is_superuser for entry in kept)
    assert sorted((entry.record.partition(".")[2], entry.action) for entry in kept) == [
        ("severesituation", "delete"),
        ("severesituation", "insert"),
        ("severesituation", "update"),
        ("situationunit", "delete"),
        ("situationunit", "insert"),
    ]
    changed = kept.get(record="territory.severesituation", action="update")
    assert (changed.before, changed.after) == (
        {"title": "Situación de la prueba"},
        {"title": "Otra"},
    )


def test_an_event_that_changes_keeps_what_it_was() -> None:
    held = event(Kind.LESSONS)
    kept = ChangeEntry.objects.filter(record="territory.planevent", key=str(held.pk))
    held.title = "Otro título"
    held.save()
    held.delete()
    kept = kept.order_by("pk")
    assert [entry.action for entry in kept] == ["insert", "update", "delete"]


def test_the_events_are_not_emptied_at_once() -> None:
    with pytest.raises(DatabaseError, match="history"), connection.cursor() as cursor:
        cursor.execute("TRUNCATE territory_planevent CASCADE")
