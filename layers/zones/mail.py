"""E-mail of what was decided on a zone, where the operator has set up how to send it."""

from __future__ import annotations

import logging
from smtplib import SMTPRecipientsRefused
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage, get_connection
from django.db.models import Q, QuerySet

from layers import jobs
from layers.progress import Progress
from territory.addresses import on_site
from territory.models import ZoneDecision
from territory.roles import REVIEW, REVIEW_SAMPLES
from territory.zones.decisions import Kind

log = logging.getLogger(__name__)

_SUBJECTS = {
    Kind.SUBMIT: "Zona presentada para revisión: {title}",
    Kind.APPROVE: "Zona aprobada: {title}",
    Kind.RETURN: "Zona devuelta a borrador: {title}",
}
# A department has few reviewers; a group of hundreds by mistake must not get hundreds of mails.
MAX_RECIPIENTS = 50


def announce(decision: int) -> None:
    """Have whom a decision (its key) concerns written to, by a job: servers of mail are slow.

    It was taken and is committed: what goes wrong from here on changes nothing of it.
    """
    if settings.EMAIL_HOST:
        jobs.submit("zone_mail", by=None, decision=decision)


def send(progress: Progress, decision: int) -> dict[str, Any]:
    """A message for each recipient: nobody learns of others. Gives how many were ``sent``.

    An address that the server refuses keeps the others from nothing. Raises OSError where the
    server can't be reached.
    """
    found = ZoneDecision.objects.select_related("zone").filter(pk=decision).first()
    recipients = list(_recipients(found)) if found else []
    if found is None or not recipients:  # the zone may be gone by now
        return {"sent": 0}
    subject, text, sent = _subject(found), _text(found), 0
    progress.step("Enviando", len(recipients))
    with get_connection() as connection:
        for address in recipients:
            try:
                EmailMessage(subject, text, to=[address], connection=connection).send()
                sent += 1
            except SMTPRecipientsRefused:
                log.warning("the mail server refused a recipient of decision %s", decision)
            progress.add(1)
    return {"sent": sent}


def _recipients(decision: ZoneDecision) -> QuerySet[Any]:
    """The addresses of the zone's author or, of a submitted one, of its reviewers.

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
    return users.order_by("pk").values_list("email", flat=True).distinct()[:MAX_RECIPIENTS]


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
