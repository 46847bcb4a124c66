"""Keys of programs: made, recognised, ended. Who may is ``layers.api_tokens``'.

A key is ``ta_<identifier>_<secret>``. The secret is 256 random bits, so a plain hash of it can't
be tried through, and guesses aren't counted: nobody makes 2^255 of them, while a program that goes
on with a key of yesterday would shut its whole hospital's address out.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import secrets
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from territory.models import ApiToken, FacilityAccount
from territory.models.api_tokens import KEY_ID_LENGTH

_SECRET_BYTES = 32
_TOKEN = re.compile(r"ta_([0-9a-f]{16})_([0-9a-f]{64})", re.ASCII)
# ``last_used_at`` is written again after so long: not with each request.
_USED_EVERY = dt.timedelta(minutes=1)


@dataclass(frozen=True)
class NewToken:
    """A key as it is shown, once."""

    token: ApiToken
    text: str


def make(
    user: User,
    scope: str,
    *,
    name: str,
    expires_at: dt.datetime,
    by: User,
    facility_code: str | None = None,
    is_sample: bool = False,
) -> NewToken:
    """A new key; its text is given here and never again."""
    key_id, secret = secrets.token_hex(KEY_ID_LENGTH // 2), secrets.token_hex(_SECRET_BYTES)
    token = ApiToken.objects.create(
        key_id=key_id,
        digest=_digest(secret),
        user=user,
        scope=scope,
        name=name,
        expires_at=expires_at,
        created_by=by,
        facility_code=facility_code,
        is_sample=is_sample,
    )
    return NewToken(token, f"ta_{key_id}_{secret}")


def find(text: str) -> ApiToken | None:
    """The key that a program sends, with its account; None where it is good for nothing.

    One query, or none where it can't be a key. Revoked and expired ones, those of a closed account
    and those of one that doesn't act for the facility any more are like guessed ones.
    """
    parts = _TOKEN.fullmatch(text)
    if parts is None:
        return None
    found = working().filter(key_id=parts[1]).select_related("user").first()
    # What is compared is secret in neither half to who sends it; the time tells nothing.
    digest = _digest(parts[2])
    if found is None or not constant_time_compare(found.digest, digest):
        return None
    return found


def working() -> QuerySet[ApiToken]:
    """The keys that open something now."""
    acting = FacilityAccount.objects.filter(
        user=OuterRef("user"),
        facility_code=OuterRef("facility_code"),
        is_demonstration=OuterRef("is_sample"),
    )
    return ApiToken.objects.filter(
        Q(facility_code__isnull=True) | Exists(acting),
        revoked_at__isnull=True,
        expires_at__gt=timezone.now(),
        user__is_active=True,
    )


def note_use(token: ApiToken) -> None:
    """Keep when it was used last, to the minute."""
    now = timezone.now()
    if token.last_used_at is None or token.last_used_at < now - _USED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
        token.last_used_at = now


def revoke(token: ApiToken, by: User) -> None:
    """End it at once; who ended it first stays written."""
    now = timezone.now()
    ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(
        revoked_at=now, revoked_by=by
    )
    token.refresh_from_db(fields=["revoked_at", "revoked_by"])


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
