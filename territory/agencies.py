"""What an account is to the plan's agencies."""

from __future__ import annotations

from collections.abc import Collection

from territory.models import Agency, AgencyRole
from territory.roles import AnyUser

_REMEMBERED = "_roles_by_agency"

RolesByAgency = dict[str, frozenset[str]]


def roles_of(user: AnyUser, *, samples: bool = False) -> RolesByAgency:
    """Acronym of an agency → the account's roles there; one query, remembered on the user.

    With ``samples`` those of the demonstration, which count nowhere else.
    """
    if not user.is_authenticated or not user.is_active:
        return {}
    found: dict[bool, RolesByAgency] | None = getattr(user, _REMEMBERED, None)
    if found is None:
        found = {False: {}, True: {}}
        columns = ("is_demonstration", "agency__acronym", "role")
        for is_demonstration, acronym, role in AgencyRole.objects.filter(
            user_id=user.pk
        ).values_list(*columns):
            held = found[is_demonstration]
            held[acronym] = held.get(acronym, frozenset()) | {role}
        setattr(user, _REMEMBERED, found)
    return found[samples]


def is_demonstration(user: AnyUser) -> bool:
    """Whether what the account makes for an agency is a sample."""
    return bool(roles_of(user, samples=True))


def needing_approval(acronyms: Collection[str]) -> bool:
    """Whether one of the agencies wants a second person for what is published in its name."""
    agencies = Agency.objects.filter(acronym__in=acronyms, needs_approval=True)
    return agencies.exists()
