"""What an account is to the plan's agencies."""

from __future__ import annotations

from collections.abc import Collection

from territory.models import Agency, AgencyRole
from territory.roles import AnyUser

_REMEMBERED = "_roles_by_agency"


def roles_of(user: AnyUser) -> dict[str, frozenset[str]]:
    """Acronym of an agency → the account's roles there; one query, remembered on the user."""
    if not user.is_authenticated or not user.is_active:
        return {}
    found: dict[str, frozenset[str]] | None = getattr(user, _REMEMBERED, None)
    if found is None:
        found = {}
        rows = AgencyRole.objects.filter(user_id=user.pk).values_list("agency__acronym", "role")
        for acronym, role in rows:
            found[acronym] = found.get(acronym, frozenset()) | {role}
        setattr(user, _REMEMBERED, found)
    return found


def needing_approval(acronyms: Collection[str]) -> bool:
    """Whether one of the agencies wants a second person for what is published in its name."""
    agencies = Agency.objects.filter(acronym__in=acronyms, needs_approval=True)
    return agencies.exists()
