"""E-mail of what was decided on a zone, where the operator has set up how to send it."""

from __future__ import annotations

import logging
from smtplib import SMTPRecipientsRefused
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage, get_connection
from django.db.models import Q, QuerySet

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
    """Tell whom a decision (its key) concerns by e-mail.

    It was taken and is committed: what goes wrong here is logged, and changes nothing of it.
    """
    if not settings.EMAIL_HOST:
        return
    try:
        send(decision)
    except Exception:
        log.exception("the e-mail of decision %s on a zone was not sent", decision)


def send(decision: int) -> int:
    """The number of messages that were sent, one for each recipient: nobody learns of others.

    An address that the server refuses keeps the others from nothing. Raises OSError where the
    server can't be reached.
    """
    found = ZoneDecision.objects.select_related("zone").filter(pk=decision).first()
    recipients = list(_recipients(found)) if found else []
    if found is None or not recipients:  # the zone may be gone by now
        return 0
    subject, text, sent = _subject(found), _text(found), 0
    with get_connection() as connection:
        for address in recipients:
            try:
                EmailMessage(subject, text, to=[address], connection=connection).send()
                sent += 1
            except SMTPRecipientsRefused:
                log.warning("the mail server refused a recipient of decision %s", decision)
    return sent


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
