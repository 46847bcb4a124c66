"""E-mail of what was decided on a zone, where the operator has set up how to send it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q, QuerySet

from layers import jobs
from layers.mailing import deliver
from layers.models import Job
from layers.progress import Progress
from territory.addresses import on_site
from territory.models import ZoneDecision
from territory.roles import REVIEW, REVIEW_SAMPLES
from territory.zones.decisions import Kind

_SUBJECTS = {
    Kind.SUBMIT: "Zona presentada para revisión: {title}",
    Kind.APPROVE: "Zona aprobada: {title}",
    Kind.RETURN: "Zona devuelta a borrador: {title}",
}
# The kind of job that writes to one.
_TO_ONE = "zone_mail_to_one"
# A department has few reviewers; a group of hundreds by mistake must not get hundreds of mails.
MAX_RECIPIENTS = 50


def announce(decision: int) -> None:
    """Have whom a decision (its key) concerns written to, by jobs: servers of mail are slow.

    It was taken and is committed: what goes wrong from here on changes nothing of it.
    """
    if settings.EMAIL_HOST:
        jobs.submit("zone_mail", by=None, decision=decision)


def spread(_progress: Progress, decision: int) -> dict[str, Any]:
    """A job for each recipient, so that of a job done twice at most one message goes out twice.

    Gives how many ``recipients`` there are; who has a job already gets no other.
    """
    found = _found(decision)
    recipients = list(_recipients(found)[:MAX_RECIPIENTS]) if found else []
    asked = Job.objects.filter(kind=_TO_ONE, arguments__decision=decision)
    served = {job.arguments["recipient"] for job in asked.only("arguments")}
    with transaction.atomic():
        for user in recipients:
            if user.pk not in served:
                jobs.submit(_TO_ONE, by=None, decision=decision, recipient=user.pk)
    return {"recipients": len(recipients)}


def send(_progress: Progress, decision: int, recipient: int) -> dict[str, Any]:
    """The message to one account (its key): nobody learns of others. Gives how many were ``sent``.

    None where the decision doesn't concern the account any more, or the server refuses its
    address. Raises ``TryLater`` where that may change.
    """
    found = _found(decision)
    user = _recipients(found).filter(pk=recipient).first() if found else None
    if found is None or user is None:
        return {"sent": 0}
    message = EmailMessage(_subject(found), _text(found), to=[user.email])
    return {"sent": deliver(message, f"a recipient of decision {decision}")}


def _found(decision: int) -> ZoneDecision | None:
    """With its zone; None where that is gone."""
    return ZoneDecision.objects.select_related("zone").filter(pk=decision).first()


def _recipients(decision: ZoneDecision) -> QuerySet[Any]:
    """The zone's author or, of a submitted one, its reviewers, as far as they have an address.

    Whoever decided knows it already.
    """
    users = get_user_model().objects.filter(is_active=True).exclude(email="")
    users = users.exclude(pk=decision.by_id)
    zone = decision.zone
    if decision.decision == Kind.SUBMIT:
        codename = (REVIEW_SAMPLES if zone.is_sample else REVIEW).partition(".")[2]
        holds = Q(user_permissions__codename=codename) | Q(groups__permissions__codename=codename)
        users = users.filter(holds)
    else:
        users = users.filter(pk=zone.author_id)
    return users.order_by("pk").distinct()


def _subject(decision: ZoneDecision) -> str:
    # A title has no line breaks (layers.editing.zone_values), which Django refuses in a subject.
    return _SUBJECTS[Kind(decision.decision)].format(title=decision.zone.title)


def _text(decision: ZoneDecision) -> str:
    zone = decision.zone
    lines = [
        f"{zone.title} (zona {zone.pk}), versión {decision.version}: "
        f"{decision.get_decision_display()} por {decision.by_name}.",
    ]
    if decision.remark:
        lines += ["", "Observación:", decision.remark]
    if decision.place:
        lines += ["", f"Lugar: latitud {decision.place.y:.5f}, longitud {decision.place.x:.5f}"]
    path = on_site(f"/zonas/{zone.pk}/")
    public = settings.PUBLIC
    address = f"{public.scheme}://{public.host}{path}" if public else path
    return "\n".join([*lines, "", f"Su ficha: {address}", ""])
