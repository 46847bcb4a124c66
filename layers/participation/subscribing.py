"""Notices by e-mail for who has no account: asked for, confirmed by a link, left, swept away."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from layers import jobs
from layers.errors import FeatureNotFound, InvalidParameter, TooManyRequests, WrongState
from layers.progress import Progress
from territory.models import AdminUnit, Contribution, MailSubscription
from territory.participation.limits import Limit
from territory.participation.mail_addresses import key_of, read_address, seal_name, sealed

# Long enough to find a mail among others; then a stranger's address is gone.
CONFIRMED_WITHIN = dt.timedelta(hours=48)
KEPT = dt.timedelta(days=365)
# So long after an answer or a refusal: one may be corrected.
KEPT_ONCE_OVER = dt.timedelta(days=30)

# From one connection, to one address, and from this site altogether: whoever asks in the name
# of strangers must not make it a nuisance to them.
OF_CLIENT = Limit("mail-client", 5, 3_600)
OF_ADDRESS = Limit("mail-address", 3, 86_400)
OF_SITE = Limit("mail-site", 200, 3_600)

_SALT = "layers.participation.mail"


def is_on() -> bool:
    """Whether the site sends any: it has a server of mail, and an address for the links."""
    return bool(settings.EMAIL_HOST and settings.PUBLIC)


def ask(
    client: str,
    text: str,
    *,
    contribution: Contribution | None = None,
    unit: AdminUnit | None = None,
) -> None:
    """Have a link for confirmation sent to the address; of one of contribution and unit.

    What becomes of it says nothing of the address: it is the same whether it is known, asked
    for too often or new. Raises WrongState where no mail is sent at all, InvalidParameter of what
    is no address, TooManyRequests of who asks too often.
    """
    if not is_on():
        raise WrongState("Este sitio no envía correos.")
    address = read_address(text)
    if not address:
        raise InvalidParameter("No es una dirección de correo.", parameter="email")
    if wait_s := OF_CLIENT.note(client):
        raise TooManyRequests(wait_s)
    if OF_ADDRESS.note(key_of(address)) or OF_SITE.note("all"):
        return
    row = MailSubscription(
        address_key=key_of(address),
        sealed=sealed(address),
        sealed_by=seal_name(),
        contribution=contribution,
        unit=unit,
        ends_at=timezone.now() + CONFIRMED_WITHIN,
    )
    with transaction.atomic():
        # Of a row that is there already no error, whose statement a log would keep.
        MailSubscription.objects.bulk_create([row], ignore_conflicts=True)
        same = live().filter(address_key=row.address_key, contribution=contribution, unit=unit)
        waiting = same.filter(confirmed_at=None)
        waiting.update(ends_at=row.ends_at)
        for key in waiting.values_list("pk", flat=True):
            jobs.submit("participation_mail_confirm", by=None, subscription=key)


def live() -> QuerySet[MailSubscription]:
    """The subscriptions that haven't ended, and whose addresses the present key opens."""
    return MailSubscription.objects.filter(ends_at__gt=timezone.now(), sealed_by=seal_name())


def token_of(subscription: int) -> str:
    """What a link holds: nobody makes one without the site's key."""
    return Signer(salt=_SALT).sign(str(subscription))


def by_token(token: str) -> MailSubscription:
    """The subscription of a link; raises FeatureNotFound, also where it has ended."""
    try:
        pk = int(Signer(salt=_SALT).unsign(token))
    except (BadSignature, ValueError):
        raise FeatureNotFound(_GONE, parameter="token") from None
    rows = live().filter(pk=pk).select_related("unit")
    found = rows.defer("unit__geom", "sealed").first()
    if found is None:
        raise FeatureNotFound(_GONE, parameter="token")
    return found


_GONE = "No hay ninguna suscripción con ese enlace: se borró, o no se confirmó a tiempo."


def confirm(token: str) -> MailSubscription:
    """Whoever reads the address wants the notices; raises FeatureNotFound."""
    found = by_token(token)
    if found.confirmed_at is None:
        found.confirmed_at = timezone.now()
        found.ends_at = found.confirmed_at + KEPT
        found.save(update_fields=["confirmed_at", "ends_at"])
    return found


def leave(token: str) -> None:
    """Forget the address; of one that is forgotten already nothing is left to do."""
    try:
        by_token(token).delete()
    except FeatureNotFound:
        return


def end_of_case(contribution: Contribution) -> None:
    """It is answered or refused: its subscribers' addresses go ``KEPT_ONCE_OVER`` later."""
    last = timezone.now() + KEPT_ONCE_OVER
    own = contribution.mail_subscriptions.filter(confirmed_at__isnull=False, ends_at__gt=last)
    own.update(ends_at=last)


def sweep(_progress: Progress) -> dict[str, Any]:
    """The timetable's work: delete the addresses whose time has come, or that nothing opens."""
    ended = Q(ends_at__lte=timezone.now()) | ~Q(sealed_by=seal_name())
    gone, _ = MailSubscription.objects.filter(ended).delete()
    return {"subscriptions": gone}
