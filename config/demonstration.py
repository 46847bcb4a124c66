"""Accounts to try the zones with, where samples are loaded: two planners and their reviewer.

All that they draw is a sample, and the reviewer sees and decides on samples only.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission, User

from config.local_secrets import DEMONSTRATION, kept, password_file
from layers.zones.samples import remove_sample_zones
from territory.models import Planner

REVIEWERS = "Revisores de zonas"


@dataclass(frozen=True)
class Account:
    """``department`` is the one that it plans; the reviewer has none."""

    username: str
    name: str
    department: str = ""


# Both departments hold sample commissions (fixtures/samples).
_ROLES = (
    ("Planificación de ejemplo (Cusco)", "08"),
    ("Planificación de ejemplo (La Libertad)", "13"),
    ("Revisión de ejemplo", ""),
)
ACCOUNTS = tuple(
    Account(username, *role) for username, role in zip(DEMONSTRATION, _ROLES, strict=True)
)


def ensure_reviewers() -> None:
    """The group that an operator puts reviewers in."""
    group, _ = Group.objects.get_or_create(name=REVIEWERS)
    group.permissions.add(_permission("review_interventionzone"))


def ensure_demonstration() -> list[str]:
    """Makes the accounts, or with ``SAMPLES=0`` shuts them and removes what they drew.

    Returns:
        Name and password of each that was made now.
    """
    if os.environ.get("SAMPLES", "1") == "0":
        if User.objects.filter(username__in=DEMONSTRATION, is_active=True).update(is_active=False):
            remove_sample_zones()
        return []
    return [f"{account.username} / {_ensure(account)}" for account in _missing()]


def _missing() -> list[Account]:
    present = User.objects.filter(username__in=DEMONSTRATION, is_active=True)
    active = set(present.values_list("username", flat=True))
    return [account for account in ACCOUNTS if account.username not in active]


def _ensure(account: Account) -> str:
    password = kept(password_file(account.username), length_bytes=12)
    user, _ = User.objects.get_or_create(username=account.username)
    user.first_name, user.is_active = account.name, True
    user.set_password(password)
    user.save()
    if account.department:
        Planner.objects.update_or_create(
            user=user,
            defaults={"department_id": account.department, "is_demonstration": True},
        )
    else:
        user.user_permissions.set([_permission("review_sample_interventionzone")])
    return password


def _permission(codename: str) -> Permission:
    return Permission.objects.get(content_type__app_label="territory", codename=codename)
