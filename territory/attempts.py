"""Failed sign-ins, counted so that passwords can't be guessed by trying.

Each process counts for itself, in its own cache: with several the limits are so many times
as high, which still leaves a guesser some tries a minute.
"""

from __future__ import annotations

import hashlib

from django.core.cache import BaseCache, caches

WINDOW_S = 300
# Failures within the window after which an account can't be tried from an address any more,
# and after which none can.
MAX_OF_ACCOUNT = 10
MAX_OF_ADDRESS = 50


def are_too_many(address: str, username: str) -> bool:
    """Whether the address has to wait before it may try this account again."""
    of_account, of_address = _keys(address, username)
    counts = _counts().get_many([of_account, of_address])
    return bool(
        counts.get(of_account, 0) >= MAX_OF_ACCOUNT or counts.get(of_address, 0) >= MAX_OF_ADDRESS
    )


def note_failure(address: str, username: str) -> None:
    """Count one more."""
    for key in _keys(address, username):
        if not _counts().add(key, 1, WINDOW_S):
            try:
                _counts().incr(key)
            except ValueError:  # it ran out between the two
                _counts().set(key, 1, WINDOW_S)


def note_success(address: str, username: str) -> None:
    """Forget the account's failures; those of the address go on counting."""
    _counts().delete(_keys(address, username)[0])


def _counts() -> BaseCache:
    return caches["attempts"]


def _keys(address: str, username: str) -> tuple[str, str]:
    # A username may be any text; a cache's key may not.
    digest = hashlib.sha256(f"{address}\0{username}".encode("utf-8", "replace")).hexdigest()
    return f"attempts:{digest}", f"attempts:{address}"
