"""Accounts to try the site with, where samples are loaded.

Two planners and their reviewer draw and decide on zones; an editor and an approver prepare and
publish what each agency in charge of a commitment does; a moderator decides on what people send.
All that the first five make is a sample, and samples are all that they decide on.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission, User

from config.local_secrets import DEMONSTRATION, kept, password_file
from layers.zones.samples import remove_sample_zones
from territory.models import Agency, AgencyRole, Planner

REVIEWERS = "Revisores de zonas"


@dataclass(frozen=True)
class Account:
    """``department`` is the one that it plans, ``role`` what it is to the agencies in charge."""

    username: str
    name: str
    department: str = ""
    role: str = ""
    permission: str = ""


# Both departments hold sample commissions (fixtures/samples).
_KINDS = (
    ("Planificación de ejemplo (Cusco)", "08", "", ""),
    ("Planificación de ejemplo (La Libertad)", "13", "", ""),
    ("Revisión de ejemplo", "", "", "review_sample_interventionzone"),
    ("Edición de ejemplo (todas las entidades)", "", str(AgencyRole.Role.EDITOR), ""),
    ("Aprobación de ejemplo (todas las entidades)", "", str(AgencyRole.Role.APPROVER), ""),
    ("Moderación de ejemplo", "", "", "moderate_contribution"),
)
ACCOUNTS = tuple(
    Account(username, *kind) for username, kind in zip(DEMONSTRATION, _KINDS, strict=True)
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
    made = [f"{account.username} / {_ensure(account)}" for account in _missing()]
    _ensure_roles()
    return made


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
    permissions = [_permission(account.permission)] if account.permission else []
    user.user_permissions.set(permissions)
    return password


def _ensure_roles() -> None:
    """Their roles in every agency in charge of a commitment; two queries where none is missing.

    Of an account that was made before an agency was in charge as well.
    """
    wanted = {account.username: account for account in ACCOUNTS if account.role}
    users = User.objects.filter(username__in=wanted, is_active=True)
    agencies = Agency.objects.filter(led_commitments__isnull=False).distinct()
    pairs = [(user, agency) for user in users for agency in agencies]
    AgencyRole.objects.bulk_create(
        (
            AgencyRole(
                user=user, agency=agency, role=wanted[user.username].role, is_demonstration=True
            )
            for user, agency in pairs
        ),
        ignore_conflicts=True,
    )


def _permission(codename: str) -> Permission:
    return Permission.objects.get(content_type__app_label="territory", codename=codename)
