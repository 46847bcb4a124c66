"""Notices by e-mail: to whom, of what and when; none tells a contribution's words."""

from __future__ import annotations

import pytest
from django.core.mail import EmailMessage
from pytest_django import Settings

from config.public_address import public_address
from layers.models import Job
from layers.participation import answering, mail, subscribing
from layers.participation.deciding import take
from layers.participation.moderating import reject
from layers.participation.receiving import withdraw
from layers.participation.subscribing import ask
from layers.progress import Unwatched
from territory.models import AdminUnit, Contribution
from territory.reviewing import Step
from tests.consultations import WHY, decided, deciders, opened, shown_at
from tests.contributions import WORDS, editor, lead_of, moderator, published, sent
from tests.subscriptions import (
    ADDRESS,
    CLIENT,
    SITE,
    Commit,
    do_jobs,
    forget_jobs,
    subscribed,
    token,
)

pytestmark = pytest.mark.django_db


def test_a_contributor_learns_of_each_step_and_of_no_words(
    outbox: list[EmailMessage], django_capture_on_commit_callbacks: Commit
) -> None:
    received = sent()
    subscribed(outbox, contribution=received.contribution)
    with django_capture_on_commit_callbacks(execute=True):
        kept = published(moderator(), received)
    do_jobs()
    (message,) = outbox
    assert message.to == [ADDRESS]
    assert message.subject == f"Aporte {kept.pk}: se publicó"
    assert f"{SITE}/participar/aportes/{kept.pk}/" in message.body
    with django_capture_on_commit_callbacks(execute=True):
        answering.answer(editor(), kept.pk, kept.version, "Se repara en mayo.", "accepted")
    do_jobs()
    answered = outbox[-1]
    assert answered.subject == f"Aporte {kept.pk}: respondido"
    assert "se acoge" in answered.body
    for message in outbox:
        # What may be withdrawn isn't left in a mailbox.
        assert WORDS not in message.body
        assert "Se repara" not in message.body
        assert message.content_subtype == "plain"
        assert not message.cc
        assert not message.bcc


def test_a_decision_is_told_without_its_words_and_no_more_once_it_is_withdrawn(
    outbox: list[EmailMessage], django_capture_on_commit_callbacks: Commit
) -> None:
    found = shown_at(opened())
    contributor = subscribed(outbox, contribution=found)
    users = deciders()
    with django_capture_on_commit_callbacks(execute=True):
        made = decided(users, found)
    do_jobs()
    (message,) = outbox
    assert message.subject == f"Aporte {found.pk}: decidido"
    assert str(made.get_outcome_display()) in message.body
    assert f"{SITE}/participar/aportes/{found.pk}/" in message.body
    assert WHY not in message.body
    step = found.steps.get(kind="decided")
    assert (step.office, step.by) == (lead_of().acronym, users[1])
    take(users[1], found.pk, made.version, Step.WITHDRAW)
    assert mail.send(Unwatched(), step.pk, contributor.pk) == {"sent": 0}
    assert len(outbox) == 1


def test_one_that_is_refused_says_why(
    outbox: list[EmailMessage], django_capture_on_commit_callbacks: Commit
) -> None:
    kept = sent().contribution
    subscribed(outbox, contribution=kept)
    with django_capture_on_commit_callbacks(execute=True):
        reject(moderator(), kept.pk, 1, "off_topic")
    do_jobs()
    (message,) = outbox
    assert message.subject == f"Aporte {kept.pk}: no se publica"
    assert "no trata de un compromiso" in message.body


def test_nothing_is_sent_to_whoever_did_not_confirm(
    outbox: list[EmailMessage], django_capture_on_commit_callbacks: Commit
) -> None:
    received = sent()
    ask(CLIENT, ADDRESS, contribution=received.contribution)
    do_jobs()
    (asked,) = outbox
    assert asked.to == [ADDRESS]
    outbox.clear()
    forget_jobs()
    with django_capture_on_commit_callbacks(execute=True):
        published(moderator(), received)
    do_jobs()
    assert outbox == []


def test_an_area_learns_of_what_is_public_in_it_and_of_no_other(
    outbox: list[EmailMessage], django_capture_on_commit_callbacks: Commit
) -> None:
    for number, ubigeo in enumerate(("08", "0801", "080101", "13", "080102")):
        unit = AdminUnit.objects.get(pk=ubigeo)
        ask(f"192.0.2.{number}", f"de{ubigeo}@ejemplo.pe", unit=unit)
    do_jobs()
    for message in list(outbox):
        subscribing.confirm(token(message))
    outbox.clear()
    forget_jobs()
    user = moderator()
    with django_capture_on_commit_callbacks(execute=True):
        published(user, sent(geom=None, unit="080101"))
        reject(user, sent(geom=None, unit="080101").contribution.pk, 1, "off_topic")
    do_jobs()
    found = sorted(message.to[0] for message in outbox)
    assert found == ["de080101@ejemplo.pe", "de0801@ejemplo.pe", "de08@ejemplo.pe"]
    assert all("se publicó" in message.subject for message in outbox)


def test_a_plain_site_offers_no_one_click(outbox: list[EmailMessage], settings: Settings) -> None:
    """RFC 8058 §3: the address has to be one of HTTPS."""
    settings.PUBLIC = public_address("http://geo.ejemplo.pe/")
    ask(CLIENT, ADDRESS, contribution=sent().contribution)
    do_jobs()
    headers = outbox[0].extra_headers
    assert headers["List-Unsubscribe"].startswith("<http://geo.ejemplo.pe/participar/avisos/")
    assert "List-Unsubscribe-Post" not in headers


def test_a_job_done_twice_writes_to_each_once(
    outbox: list[EmailMessage],
    django_capture_on_commit_callbacks: Commit,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(mail, "BATCH", 2)
    received = sent(geom=None, unit="0801")
    unit = AdminUnit.objects.get(pk="08")
    for number in range(3):
        subscribed(outbox, address=f"a{number}@ejemplo.pe", unit=unit)
    with django_capture_on_commit_callbacks(execute=True):
        published(moderator(), received)
    first = Job.objects.get(kind="participation_mail")
    mail.spread(Unwatched(), **first.arguments)
    do_jobs()
    assert sorted(message.to[0] for message in outbox) == [f"a{n}@ejemplo.pe" for n in range(3)]


def test_what_was_withdrawn_meanwhile_is_announced_no_more(
    outbox: list[EmailMessage], django_capture_on_commit_callbacks: Commit
) -> None:
    received = sent(geom=None, unit="0801")
    subscribed(outbox, unit=AdminUnit.objects.get(pk="08"))
    with django_capture_on_commit_callbacks(execute=True):
        kept = published(moderator(), received)
    withdraw(Contribution.objects.get(pk=kept.pk))
    do_jobs()
    assert outbox == []
