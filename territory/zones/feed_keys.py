"""The secret in the address of an account's feed: feed readers can't sign in.

It is made of a random key and of the site's own secret, so that neither a copy of the database nor
an older address gives it away once the key was renewed.
"""

from __future__ import annotations

import re

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.utils.crypto import constant_time_compare, salted_hmac

from territory.models import ZoneFeedKey
from territory.models.zone_decisions import new_feed_key
from territory.roles import AnyUser

_TOKEN = re.compile(r"([1-9][0-9]{0,17})-([0-9a-f]{64})", re.ASCII)


def feed_token(user: AnyUser) -> str:
    """The user's token; empty while they have asked for none."""
    if not user.is_authenticated:
        return ""
    stored = ZoneFeedKey.objects.filter(user_id=user.pk).first()
    return _token(stored) if stored else ""


def renew_feed_token(user: AbstractBaseUser) -> str:
    """Another token, which ends the one before."""
    stored, _ = ZoneFeedKey.objects.update_or_create(
        user_id=user.pk, defaults={"key": new_feed_key()}
    )
    return _token(stored)


def remove_feed_token(user: AbstractBaseUser) -> None:
    """No token any more."""
    ZoneFeedKey.objects.filter(user_id=user.pk).delete()


def user_of_feed(token: str) -> AbstractBaseUser | None:
    """Whose token it is; None where it is nobody's, or theirs whose account was closed."""
    found = _TOKEN.fullmatch(token)
    stored = ZoneFeedKey.objects.filter(user_id=int(found[1])).first() if found else None
    if stored is None or not constant_time_compare(_token(stored), token):
        return None
    user: AbstractBaseUser | None = (
        get_user_model().objects.filter(pk=stored.user_id, is_active=True).first()
    )
    return user


def _token(stored: ZoneFeedKey) -> str:
    value = f"{stored.user_id}:{stored.key}"
    digest = salted_hmac("territory.zone-feed", value, algorithm="sha256").hexdigest()
    return f"{stored.user_id}-{digest}"
