"""Notices by e-mail: nothing without a confirmed address, nothing after it was left."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from config.public_address import public_address
from layers.errors import FeatureNotFound, InvalidParameter, TooManyRequests, WrongState
from layers.jobs.kinds import named
from layers.models import Job
from layers.participation import answering, mail, subscribing
from layers.participation.moderating import reject
from layers.participation.receiving import withdraw
from layers.participation.subscribing import OF_ADDRESS, OF_CLIENT, ask
from layers.progress import Unwatched
from territory.models import AdminUnit, Contribution, MailSubscription
from territory.participation.mail_addresses import read_address
from tests.contributions import WORDS, editor, moderator, published, sent

pytestmark = pytest.mark.django_db
CLIENT, ADDRESS = "192.0.2.1", "Vecina@ejemplo.pe"
SITE = "https://geo.ejemplo.pe"
Commit = DjangoCaptureOnCommitCallbacks


@pytest.fixture(autouse=True)
def outbox(settings: Settings, mailoutbox: list[EmailMessage]) -> list[EmailMessage]:
    settings.EMAIL_HOST = "smtp.invalid"
    settings.PUBLIC = public_address(f"{SITE}/")
    return mailoutbox


def do_jobs() -> None:
    """Every job of mail that waits, also those that another one asks for."""
    done: set[Any] = set()
    kinds = ("participation_mail_confirm", "participation_mail", "participation_mail_to_one")
    while True:
        waiting = Job.objects.filter(kind__in=kinds).exclude(pk__in=done).order_by("queue_number")
        job = waiting.first()
        if job is None:
            return
        named(job.kind).load()(Unwatched(), **job.arguments)
        done.add(job.pk)


def forget_jobs() -> None:
    Job.objects.filter(kind__startswith="participation_mail").delete()


def path_in(message: EmailMessage, ending: str = "/") -> str:
    """The path of the link of a message that ends so."""
    body = str(message.body)
    links = re.findall(rf"{SITE}(/participar/avisos/\S+)", body)
    wanted = (link for link in links if link.endswith("/baja/") == (ending == "/baja/"))
    return str(next(wanted))


def token(message: EmailMessage) -> str:
    return path_in(message).split("/")[3]


def subscribed(outbox: list[EmailMessage], **of: Any) -> MailSubscription:
    """An address that asked and confirmed."""
    ask(CLIENT, of.pop("address", ADDRESS), **of)
    do_jobs()
    found = subscribing.confirm(token(outbox[-1]))
    outbox.clear()
    forget_jobs()
    return found


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


def test_a_copy_of_the_table_is_no_list(outbox: list[EmailMessage]) -> None:
    kept = subscribed(outbox, contribution=sent().contribution)
    with connection.cursor() as cursor:
        cursor.execute("SELECT s::text, s.sealed FROM territory_mailsubscription s")
        text, sealed = cursor.fetchone()
        cursor.execute("SELECT string_agg(j::text, ' ') FROM layers_job j")
        jobs = cursor.fetchone()[0] or ""
    for known in ("vecina", "ejemplo.pe"):
        assert known not in text.lower()
        assert known.encode() not in bytes(sealed).lower()
        assert known not in jobs.lower()
    # OpenPGP's symmetric-key encrypted session key comes first (RFC 4880 §5.3: tag 3).
    assert bytes(sealed)[0] & 0b0011_1111 == 3 or bytes(sealed)[0] >> 2 & 0b1111 == 3
    assert kept.confirmed_at is not None


def test_with_another_key_nothing_is_opened_and_the_rows_go(
    outbox: list[EmailMessage], settings: Settings
) -> None:
    subscribed(outbox, contribution=sent().contribution)
    settings.SECRET_KEY = "otra clave"
    assert not subscribing.live().exists()
    subscribing.sweep(Unwatched())
    assert not MailSubscription.objects.exists()


def test_whoever_leaves_is_forgotten_and_hears_no_more(
    outbox: list[EmailMessage], client: Client, django_capture_on_commit_callbacks: Commit
) -> None:
    received = sent()
    subscribed(outbox, contribution=received.contribution)
    with django_capture_on_commit_callbacks(execute=True):
        kept = published(moderator(), received)
    do_jobs()
    (message,) = outbox
    address = message.extra_headers["List-Unsubscribe"]
    assert re.fullmatch(rf"<{SITE}/participar/avisos/\S+/baja/>", address)
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    strict = Client(enforce_csrf_checks=True)
    path = address.strip("<>").removeprefix(SITE)
    # A machine that follows links takes nobody off (RFC 8058 §3.2: POST).
    assert client.get(path).status_code == 200
    assert MailSubscription.objects.count() == 1
    assert strict.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not MailSubscription.objects.exists()
    assert strict.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        answering.answer(editor(), kept.pk, kept.version, "Se repara en mayo.", "accepted")
    outbox.clear()
    do_jobs()
    assert outbox == []


def test_a_plain_site_offers_no_one_click(outbox: list[EmailMessage], settings: Settings) -> None:
    """RFC 8058 §3: the address has to be one of HTTPS."""
    settings.PUBLIC = public_address("http://geo.ejemplo.pe/")
    ask(CLIENT, ADDRESS, contribution=sent().contribution)
    do_jobs()
    headers = outbox[0].extra_headers
    assert headers["List-Unsubscribe"].startswith("<http://geo.ejemplo.pe/participar/avisos/")
    assert "List-Unsubscribe-Post" not in headers


def test_withdrawing_erases_the_address_whoever_writes_the_row(
    outbox: list[EmailMessage],
) -> None:
    first, second = sent().contribution, sent().contribution
    subscribed(outbox, contribution=first)
    subscribed(outbox, contribution=second)
    withdraw(first)
    assert [kept.contribution_id for kept in MailSubscription.objects.all()] == [second.pk]


def test_a_case_that_is_over_is_forgotten_thirty_days_later(outbox: list[EmailMessage]) -> None:
    kept = published(moderator(), sent())
    own = subscribed(outbox, contribution=kept)
    year = own.ends_at - timezone.now()
    assert dt.timedelta(days=364) < year <= dt.timedelta(days=365)
    answering.answer(editor(), kept.pk, kept.version, "Se repara en mayo.", "accepted")
    own.refresh_from_db()
    rest = own.ends_at - timezone.now()
    assert dt.timedelta(days=29) < rest <= dt.timedelta(days=30)
    MailSubscription.objects.update(ends_at=timezone.now() - dt.timedelta(seconds=1))
    assert subscribing.sweep(Unwatched()) == {"subscriptions": 1}


def test_who_does_not_confirm_in_time_is_forgotten(outbox: list[EmailMessage]) -> None:
    ask(CLIENT, ADDRESS, contribution=sent().contribution)
    do_jobs()
    found = token(outbox[0])
    own = MailSubscription.objects.get()
    assert own.ends_at - timezone.now() <= dt.timedelta(hours=48)
    MailSubscription.objects.update(ends_at=timezone.now())
    with pytest.raises(FeatureNotFound):
        subscribing.confirm(found)
    subscribing.sweep(Unwatched())
    assert not MailSubscription.objects.exists()


def test_a_stranger_gets_three_messages_a_day_at_most(outbox: list[EmailMessage]) -> None:
    """Whoever asks in another's name, from as many connections as they like."""
    for number in range(OF_ADDRESS.most + 4):
        ask(f"198.51.100.{number}", ADDRESS.swapcase(), contribution=sent().contribution)
    do_jobs()
    assert len(outbox) == OF_ADDRESS.most
    # And nothing that somebody else wrote.
    assert all(WORDS not in message.body for message in outbox)


def test_one_connection_asks_so_often_and_no_more() -> None:
    kept = sent().contribution
    for number in range(OF_CLIENT.most):
        ask(CLIENT, f"a{number}@ejemplo.pe", contribution=kept)
    with pytest.raises(TooManyRequests):
        ask(CLIENT, "otra@ejemplo.pe", contribution=kept)


def test_asking_again_sends_the_same_link_and_a_confirmed_one_nothing(
    outbox: list[EmailMessage],
) -> None:
    kept = sent().contribution
    ask(CLIENT, ADDRESS, contribution=kept)
    ask(CLIENT, ADDRESS.lower(), contribution=kept)
    do_jobs()
    assert len({path_in(message) for message in outbox}) == 1
    assert MailSubscription.objects.count() == 1
    subscribing.confirm(token(outbox[0]))
    outbox.clear()
    forget_jobs()
    ask(CLIENT, ADDRESS, contribution=kept)
    do_jobs()
    assert outbox == []


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


@pytest.mark.parametrize(
    "text",
    [
        "",
        "vecina",
        "vecina@",
        "a@b.pe\nBcc: otra@ejemplo.pe",
        "a@b.pe, otra@ejemplo.pe",
        "Vecina <a@b.pe>",
        "a@b.pe\x00",
        "ñ@ejemplo.pe",
        f"{'a' * 250}@ejemplo.pe",
    ],
)
def test_what_is_no_address_is_refused(text: str) -> None:
    assert read_address(text) == ""
    with pytest.raises(InvalidParameter) as error:
        ask(CLIENT, text, contribution=sent().contribution)
    assert error.value.parameter == "email"
    assert not MailSubscription.objects.exists()


@pytest.mark.parametrize("lacking", ["EMAIL_HOST", "PUBLIC"])
def test_a_site_without_mail_takes_no_address(settings: Settings, lacking: str) -> None:
    setattr(settings, lacking, "" if lacking == "EMAIL_HOST" else None)
    with pytest.raises(WrongState):
        ask(CLIENT, ADDRESS, contribution=sent().contribution)
    assert not MailSubscription.objects.exists()


def test_a_forged_link_opens_nothing(outbox: list[EmailMessage]) -> None:
    own = subscribed(outbox, contribution=sent().contribution)
    for forged in (str(own.pk), f"{own.pk}:", f"{own.pk}:xyz", "9" * 40 + ":x", ":", ""):
        with pytest.raises(FeatureNotFound):
            subscribing.by_token(forged)
        subscribing.leave(forged)
    assert MailSubscription.objects.count() == 1


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
