"""Addresses for notices: confirmed before they are used, sealed, forgotten once they were left."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from layers.errors import FeatureNotFound, InvalidParameter, TooManyRequests, WrongState
from layers.participation import answering, subscribing
from layers.participation.receiving import withdraw
from layers.participation.subscribing import OF_ADDRESS, OF_CLIENT, ask
from layers.progress import Unwatched
from territory.models import MailSubscription
from territory.participation.mail_addresses import read_address
from tests.contributions import WORDS, editor, moderator, published, sent
from tests.subscriptions import (
    ADDRESS,
    CLIENT,
    SITE,
    Commit,
    do_jobs,
    forget_jobs,
    path_in,
    subscribed,
    token,
)

pytestmark = pytest.mark.django_db


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


@pytest.mark.usefixtures("one_window")
def test_a_stranger_gets_three_messages_a_day_at_most(outbox: list[EmailMessage]) -> None:
    """Whoever asks in another's name, from as many connections as they like."""
    for number in range(OF_ADDRESS.most + 4):
        ask(f"198.51.100.{number}", ADDRESS.swapcase(), contribution=sent().contribution)
    do_jobs()
    assert len(outbox) == OF_ADDRESS.most
    # And nothing that somebody else wrote.
    assert all(WORDS not in message.body for message in outbox)


@pytest.mark.usefixtures("one_window")
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
