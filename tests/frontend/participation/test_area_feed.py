"""The Atom of an area: what was contributed in it, answered and decided (RFC 4287)."""

from __future__ import annotations

import datetime as dt
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.utils import timezone

from layers.participation.deciding import Said, decide, take
from layers.participation.receiving import withdraw
from territory.models import Contribution, ContributionDecision
from territory.participation.processes.contributed import by_last_change
from territory.reviewing import Step
from tests.consultations import WHY, decided, deciders, opened, revised, said_at
from tests.contributions import WORDS, moderator, published, sent
from tests.frontend.participation.reading import queries, queries_again
from tests.zones import client_of

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}
FEED = "/participar/area/08.atom"


def entries(client: Client) -> list[tuple[str, str]]:
    """Each entry's updated and summary."""
    root = ET.fromstring(client.get(FEED).content)
    return [
        (entry.findtext("a:updated", "", ATOM), entry.findtext("a:summary", "", ATOM))
        for entry in root.findall("a:entry", ATOM)
    ]


def summary(client: Client) -> str:
    ((_updated, text),) = entries(client)
    return text


def in_cusco(slug: str = "consulta") -> Contribution:
    """A published contribution to a consultation, said of Cusco."""
    of = opened(slug)
    revised(of)
    return published(moderator(), said_at(of, unit="080101"))


def test_only_a_published_decision_is_in_the_feed_of_its_area(client: Client) -> None:
    """Not to whoever prepares it either: readers of feeds keep what everybody reads."""
    found = in_cusco()
    prepares, publishes = deciders()
    said = Said("partly", WHY, 2, 1)
    made = decide(prepares, found.pk, None, said)
    made = take(prepares, found.pk, made.version, Step.SUBMIT)
    for reader in (client, client_of(prepares)):
        assert WHY not in summary(reader)
    made = take(publishes, found.pk, made.version, Step.PUBLISH)
    shown = summary(client)
    assert f"Decisión en la consulta (se acoge en parte): {WHY}" in shown
    assert "Cambió la versión 2, párrafo 1." in shown
    take(publishes, found.pk, made.version, Step.WITHDRAW)
    assert WHY not in summary(client)


def test_a_change_that_waits_is_neither_read_nor_dated(client: Client) -> None:
    found = in_cusco()
    prepares, publishes = people = deciders()
    made = decided(people, found)
    before = entries(client)
    other = "Otro motivo, que nadie ha publicado."
    made = decide(prepares, found.pk, made.version, Said("declined", other))
    assert entries(client) == before
    made = take(prepares, found.pk, made.version, Step.SUBMIT)
    take(publishes, found.pk, made.version, Step.PUBLISH)
    ((updated, text),) = entries(client)
    assert updated > before[0][0]
    assert f"(no se acoge): {other}" in text


def test_of_a_consultation_that_was_withdrawn_no_decision_is_read(client: Client) -> None:
    found = in_cusco()
    decided(deciders(), found)
    assert found.consultation is not None
    found.consultation.state = "withdrawn"
    found.consultation.save()
    assert WORDS in summary(client)
    assert WHY not in summary(client)


def test_it_goes_with_its_contribution(client: Client) -> None:
    found = in_cusco()
    decided(deciders(), found)
    withdraw(found)
    assert entries(client) == []
    assert not ContributionDecision.objects.exists()


def test_what_was_decided_last_comes_first_however_old(client: Client) -> None:
    """The feed is cut at its latest entries: a late decision must not be cut off for its age."""
    found = in_cusco()
    published(moderator("otra"), sent(geom=None, unit="080101"))
    old = timezone.now() - dt.timedelta(days=400)
    Contribution.objects.filter(pk=found.pk).update(published_at=old)
    rows = by_last_change(Contribution.objects.filter(state="published"))
    assert list(rows.values_list("pk", flat=True))[-1] == found.pk
    decided(deciders(), found)
    first = rows[0]
    assert first.pk == found.pk
    assert first.changed_at > timezone.now() - dt.timedelta(days=1)
    assert WHY in entries(client)[0][1]


def test_the_feed_asks_as_much_whatever_was_decided(client: Client) -> None:
    found = in_cusco()
    before = queries_again(client, FEED)
    decided(deciders(), found)
    assert queries(client, FEED) == before
