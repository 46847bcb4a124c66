"""A small proof of work in place of a captcha: cheap for one, dear for thousands.

The browser looks for a number whose digest together with the challenge begins with some zero bits
(hashcash). Whoever runs no script goes without it, and may send less often.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import secrets

from django.core import signing
from django.utils import timezone

from territory.participation.limits import use_once

# Some 65,000 digests: a second of a telephone.
BITS = 16
VALID = dt.timedelta(hours=6)
_SALT = "territory.participation-proof"
_NONCE = re.compile(r"[0-9]{1,15}", re.ASCII)
_MAX_CHALLENGE = 200


def new_challenge() -> str:
    """One of this site's, which says when it was made."""
    return signing.TimestampSigner(salt=_SALT).sign(secrets.token_urlsafe(12))


def proves(challenge: str, nonce: str) -> bool:
    """Whether the work was done, for a challenge of ours that is fresh and wasn't used before."""
    if len(challenge) > _MAX_CHALLENGE or not challenge.isascii() or not _NONCE.fullmatch(nonce):
        return False
    digest = hashlib.sha256(f"{challenge}:{nonce}".encode("utf-8", "replace")).digest()
    if int.from_bytes(digest[:4], "big") >> (32 - BITS):
        return False
    try:
        signing.TimestampSigner(salt=_SALT).unsign(challenge, max_age=VALID)
    except signing.BadSignature:
        return False
    return use_once("proof", challenge, timezone.now() + VALID)
