"""Addresses that asked for notices by e-mail, and what is sent to them, for tests."""

from __future__ import annotations

import re
from typing import Any

from django.core.mail import EmailMessage
from pytest_django import DjangoCaptureOnCommitCallbacks

from layers.jobs.kinds import named
from layers.models import Job
from layers.participation import subscribing
from layers.participation.subscribing import ask
from layers.progress import Unwatched
from territory.models import MailSubscription

CLIENT, ADDRESS = "192.0.2.1", "Vecina@ejemplo.pe"
SITE = "https://geo.ejemplo.pe"
Commit = DjangoCaptureOnCommitCallbacks


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
