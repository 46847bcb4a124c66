"""E-mail of decisions on zones: to whom, of what, and that its failure costs nothing."""

from __future__ import annotations

import smtplib
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from config.public_address import public_address
from layers import registry
from layers.editing import Decide, Decision, Remark, apply
from layers.jobs.kinds import named
from layers.models import Job
from layers.progress import TryLater, Unwatched
from territory.models import InterventionZone
from tests.zones import LAYER, planner, reviewer, stored

pytestmark = pytest.mark.django_db


@pytest.fixture
def mail(settings: Settings, mailoutbox: list[EmailMessage]) -> list[EmailMessage]:
    settings.EMAIL_HOST = "smtp.invalid"
    settings.PUBLIC = public_address("https://geo.ejemplo.pe/")
    return mailoutbox


@pytest.fixture
def author() -> User:
    user = planner("ana")
    user.email = "ana@ejemplo.pe"
    user.save()
    return user


def reviewing(name: str, **values: Any) -> User:
    user = reviewer(name, samples=values.pop("samples", False))
    User.objects.filter(pk=user.pk).update(email=f"{name}@ejemplo.pe", **values)
    user.refresh_from_db()
    return user


def decide(
    commit: DjangoCaptureOnCommitCallbacks, user: User, zone: InterventionZone, decision: str
) -> None:
    remark = Remark("Falta el puente") if decision == "return" else None
    edit = Decide(str(zone.pk), zone.version, Decision(decision), remark)
    with commit(execute=True):
        apply(user, registry.get(LAYER, user), [edit])
    zone.refresh_from_db()
    do_jobs("zone_mail")
    do_jobs("zone_mail_to_one")


def do_jobs(kind: str) -> None:
    for job in Job.objects.filter(kind=kind).order_by("queue_number"):
        named(kind).load()(Unwatched(), **job.arguments)


def test_a_returned_zones_author_reads_why(
    mail: list[EmailMessage],
    author: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    zone = stored(author, "submitted", title="La zona de ana")
    decide(django_capture_on_commit_callbacks, reviewing("rosa"), zone, "return")
    [message] = mail
    assert message.to == ["ana@ejemplo.pe"]
    assert message.subject == "Zona devuelta a borrador: La zona de ana"
    assert "Falta el puente" in message.body
    assert "por rosa" in message.body
    assert f"https://geo.ejemplo.pe/zonas/{zone.pk}/" in message.body


def test_a_submitted_zones_reviewers_are_told_one_by_one(
    mail: list[EmailMessage],
    author: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    reviewing("rosa")
    by_group = User.objects.create(username="gema", email="gema@ejemplo.pe")
    group = Group.objects.create(name="Quienes revisan")
    group.permissions.add(Permission.objects.get(codename="review_interventionzone"))
    by_group.groups.add(group)
    reviewing("cerrada", is_active=False)
    reviewer("sin_correo")
    reviewing("eva", samples=True)
    decide(django_capture_on_commit_callbacks, author, stored(author), "submit")
    assert [message.to for message in mail] == [["rosa@ejemplo.pe"], ["gema@ejemplo.pe"]]
    assert not any(message.cc or message.bcc for message in mail)


def test_spreading_it_twice_writes_to_each_once(
    mail: list[EmailMessage],
    author: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    """A job whose worker died is done once more; of a decision each reviewer has one job."""
    reviewing("rosa"), reviewing("gema")
    decide(django_capture_on_commit_callbacks, author, stored(author), "submit")
    do_jobs("zone_mail")
    assert Job.objects.filter(kind="zone_mail_to_one").count() == len(mail) == 2


def test_who_lost_the_role_meanwhile_is_written_nothing(
    mail: list[EmailMessage],
    author: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    rosa = reviewing("rosa")
    decide(django_capture_on_commit_callbacks, author, stored(author), "submit")
    mail.clear()
    rosa.user_permissions.clear()
    do_jobs("zone_mail_to_one")
    assert mail == []


def test_whoever_decides_is_told_nothing(
    mail: list[EmailMessage],
    author: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    decide(django_capture_on_commit_callbacks, author, stored(author, "submitted"), "return")
    assert mail == []


def test_without_a_server_nothing_is_sent(
    mailoutbox: list[EmailMessage],
    author: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    """The default: ``EMAIL_HOST`` is empty."""
    zone = stored(author, "submitted")
    decide(django_capture_on_commit_callbacks, reviewing("rosa"), zone, "approve")
    assert mailoutbox == []


def test_what_is_refused_is_not_announced(
    mail: list[EmailMessage],
    author: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    zone = stored(author)
    with pytest.raises(Exception, match="no admite este paso"):
        decide(django_capture_on_commit_callbacks, reviewing("rosa"), zone, "approve")
    assert mail == []


def test_a_queue_that_fails_fails_no_decision(
    mail: list[EmailMessage],
    author: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(*arguments: Any, **values: Any) -> None:
        raise RuntimeError("no queue")

    monkeypatch.setattr("layers.zones.mail.jobs.submit", fails)
    zone = stored(author, "submitted")
    edit = Decide(str(zone.pk), 1, Decision.APPROVE)
    boss = reviewing("rosa")
    with django_capture_on_commit_callbacks() as callbacks:
        apply(boss, registry.get(LAYER, boss), [edit])
        # Django logs what a robust callback raises, and goes on.
        waiting: list[Any] = connection.run_on_commit
        assert [robust for *_, robust in waiting] == [True]
    zone.refresh_from_db()
    assert zone.status == "approved"
    [announcement] = callbacks
    with pytest.raises(RuntimeError, match="no queue"):
        announcement()


def test_a_server_that_cannot_be_reached_leaves_the_decision_as_it_is(
    mail: list[EmailMessage],
    author: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(*arguments: Any) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailBackend, "send_messages", fails)
    zone = stored(author, "submitted")
    with pytest.raises(TryLater):
        decide(django_capture_on_commit_callbacks, reviewing("rosa"), zone, "approve")
    assert zone.status == "approved"


def test_one_refused_address_costs_the_others_nothing(
    mail: list[EmailMessage],
    author: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    send = EmailBackend.send_messages

    def refuses_rosa(self: EmailBackend, messages: Any) -> int:
        [message] = messages
        if message.to == ["rosa@ejemplo.pe"]:
            raise smtplib.SMTPRecipientsRefused({"rosa@ejemplo.pe": (550, b"no such user")})
        return send(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", refuses_rosa)
    reviewing("rosa"), reviewing("gema")
    decide(django_capture_on_commit_callbacks, author, stored(author), "submit")
    assert [message.to for message in mail] == [["gema@ejemplo.pe"]]
