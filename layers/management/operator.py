"""Who runs a command, to be kept beside what it published."""

from __future__ import annotations

import getpass

from django.contrib.auth.models import User
from django.core.management.base import CommandError


def system_user() -> str:
    """Who runs the command, as the system calls them; "" where it doesn't."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # an account without a name, as in some containers
        return ""


def account(name: str) -> User | None:
    """The active account of that name, None where none is given; raises CommandError."""
    if not name:
        return None
    found = User.objects.filter(username=name, is_active=True).first()
    if found is None:
        raise CommandError(f"--user: no hay una cuenta activa «{name[:80]}».")
    return found
