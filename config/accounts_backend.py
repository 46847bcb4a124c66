"""Signing in by password, wherever it is asked for: the site, the administration, HTTP Basic."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from territory import attempts


class LimitedBackend(ModelBackend):
    """Django's own, which stops looking after too many failures from one address."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        if username is not None and not _can_be_stored(username):
            return None
        if request is None or username is None:
            return super().authenticate(request, username, password, **kwargs)
        address = request.META.get("REMOTE_ADDR", "")
        if attempts.are_too_many(address, username):
            raise PermissionDenied  # no other backend is asked
        user = super().authenticate(request, username, password, **kwargs)
        if user is None:
            attempts.note_failure(address, username)
        else:
            attempts.note_success(address, username)
        return user


def _can_be_stored(name: str) -> bool:
    """PostgreSQL's text holds neither NUL nor half a surrogate pair: no account is called so."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return "\x00" not in name
