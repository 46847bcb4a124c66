"""The secret keys that hashes of titles are made with. They are settings', never the database's."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings

# What is hashed of a key to name it can't be what is hashed with it.
_NAMING = b"territorio:titles:key-id\0"
_ID_DIGITS = 16


@dataclass(frozen=True)
class Key:
    """``id`` names the key beside what was made with it, and says nothing of it."""

    id: str
    secret: bytes


def keys() -> tuple[Key, ...]:
    """Every key that hashes may have been made with; new ones are made with the first."""
    return _named(tuple(settings.TITLE_KEYS))


def current_key() -> Key:
    """The key that new hashes are made with."""
    return keys()[0]


@lru_cache(maxsize=8)
def _named(secrets: tuple[str, ...]) -> tuple[Key, ...]:
    return tuple(Key(_id_of(secret.encode()), secret.encode()) for secret in secrets)


def _id_of(secret: bytes) -> str:
    return hashlib.sha256(_NAMING + secret).hexdigest()[:_ID_DIGITS]
