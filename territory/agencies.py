"""What an account is to the plan's agencies."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from territory.coverage import contains
from territory.models import AdminUnit, Agency, AgencyRole
from territory.roles import AnyUser

_REMEMBERED = "_roles_by_agency"

RolesByAgency = dict[str, frozenset[str]]


def roles_of(user: AnyUser, *, samples: bool = False) -> RolesByAgency:
    """Acronym of an agency → the account's roles there; one query, remembered on the user.

    With ``samples`` those of the demonstration, which count nowhere else. Those that are limited to
    units are none of them: they are for files alone (``limited_roles_of``).
    """
    found: RolesByAgency = {}
    for held in _held(user):
        if held.is_demonstration == samples and not held.units:
            found[held.acronym] = found.get(held.acronym, frozenset()) | {held.role}
    return found


@dataclass(frozen=True)
class LimitedRole:
    """A role in an agency for what covers nothing beyond ``units``."""

    acronym: str
    role: str
    units: tuple[str, ...]
    is_demonstration: bool = False

    def reaches(self, covers: Collection[str]) -> bool:
        """Whether all of it is within; what covers nothing that is known isn't."""
        return bool(covers) and all(
            any(contains(unit, covered) for unit in self.units) for covered in covers
        )


def limited_roles_of(user: AnyUser) -> list[LimitedRole]:
    """The account's roles that are for a part of the country only; no query of its own."""
    return [held for held in _held(user) if held.units and not held.is_demonstration]


def units_within(units: Collection[str]) -> list[str]:
    """The ubigeos of these units and of all that lie in them; one query, none where there are none.

    What ``LimitedRole.reaches`` says of a file, as a list that the database can be asked with.
    """
    if not units:
        return []
    inside = Q()
    for unit in units:
        inside |= Q(pk__startswith=unit)
    return list(AdminUnit.objects.filter(inside).values_list("pk", flat=True))


def _held(user: AnyUser) -> list[LimitedRole]:
    if not user.is_authenticated or not user.is_active:
        return []
    found: list[LimitedRole] | None = getattr(user, _REMEMBERED, None)
    if found is None:
        rows = AgencyRole.objects.filter(user_id=user.pk).values_list(
            "agency__acronym", "role", "units", "is_demonstration"
        )
        found = [LimitedRole(name, role, tuple(units), demo) for name, role, units, demo in rows]
        setattr(user, _REMEMBERED, found)
    return found


def is_demonstration(user: AnyUser) -> bool:
    """Whether what the account makes for an agency is a sample."""
    return bool(roles_of(user, samples=True))


def needing_approval(acronyms: Collection[str]) -> bool:
    """Whether one of the agencies wants a second person for what is published in its name."""
    agencies = Agency.objects.filter(acronym__in=acronyms, needs_approval=True)
    return agencies.exists()
