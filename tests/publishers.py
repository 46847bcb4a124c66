"""Accounts that publish for agencies, and those that don't, for tests."""

from __future__ import annotations

from django.contrib.auth.models import User

from territory.models import Agency, AgencyRole
from tests.zones import account, planner

EDITOR, APPROVER = AgencyRole.Role.EDITOR, AgencyRole.Role.APPROVER
# Of the commissions' source, and of another's.
MINAM, MTC = "MINAM-DGPIGA", "MTC"


def publisher(name: str, agency: str, *roles: str) -> User:
    """An account with these roles in an agency."""
    user = account(name, first_name=f"Nombre de {name}")
    for role in roles:
        AgencyRole.objects.create(user=user, agency=Agency.objects.get(acronym=agency), role=role)
    return user


def demonstrator(name: str, agency: str = MINAM, *roles: str) -> User:
    """An account of the demonstration, whose records are samples."""
    user = publisher(name, agency, *roles)
    AgencyRole.objects.filter(user=user).update(is_demonstration=True)
    return user


def regional(name: str, agency: str, unit: str, *roles: str) -> User:
    """An account whose roles in an agency are limited to a unit."""
    user = publisher(name, agency, *(roles or (EDITOR, APPROVER)))
    AgencyRole.objects.filter(user=user).update(units=[unit])
    return User.objects.get(pk=user.pk)


def everybody(agency: str = MINAM, other: str = MTC) -> dict[str, User]:
    """One account of each kind, by what it is to the agency; "anonymous" has none."""
    inactive = publisher("dormida", agency, EDITOR, APPROVER)
    inactive.is_active = False
    inactive.save()
    return {
        "member": account("miembro"),
        "planner": planner("planifica"),
        "staff": account("personal", is_staff=True),
        "editor": publisher("edita", agency, EDITOR),
        "second_editor": publisher("edita2", agency, EDITOR),
        "approver": publisher("aprueba", agency, APPROVER),
        "both": publisher("hace", agency, EDITOR, APPROVER),
        # Of Loreto alone: no file of these tests covers it.
        "regional": regional("loreto", agency, "16"),
        "foreign_editor": publisher("ajena", other, EDITOR),
        "foreign_approver": publisher("ajeno", other, APPROVER),
        "inactive": inactive,
        "admin": account("jefa", is_staff=True, is_superuser=True),
    }
