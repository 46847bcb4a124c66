"""Who may do what with a source: the one answer that pages, API, downloads and jobs ask for."""

from __future__ import annotations

from collections.abc import Callable, Collection
from enum import StrEnum

from layers.models import SourceSetting, Submission
from layers.source import Source
from territory.agencies import limited_roles_of, needing_approval, roles_of
from territory.models import AgencyRole
from territory.roles import AnyUser

# Of who looks after the site: every source, whatever its agencies.
ADMINISTER = "layers.change_snapshot"

_EDITOR, _APPROVER = AgencyRole.Role.EDITOR, AgencyRole.Role.APPROVER


class Verb(StrEnum):
    """What may be done with a source.

    ``VIEW``: look at what is prepared and was published of it, refused cells included.
    ``PREPARE``: hand in a file and have it checked, change or discard what was handed in.
    ``PUBLISH``: put a prepared file in place without anybody else.
    ``APPROVE``: decide on what somebody else prepared.
    ``RETURN``: undo a publication, or return to an earlier one.
    ``WITHDRAW``: take a published part out of the layers.
    """

    VIEW = "view"
    PREPARE = "prepare"
    PUBLISH = "publish"
    APPROVE = "approve"
    RETURN = "return"
    WITHDRAW = "withdraw"


# What a file is kept for while it is on its way, which one that names persons may not be.
_OF_FILES = frozenset({Verb.PREPARE, Verb.PUBLISH, Verb.APPROVE})

# What each role lets an account do by itself; the rest where no second person is required.
_ALWAYS: dict[str, frozenset[Verb]] = {
    _EDITOR: frozenset({Verb.VIEW, Verb.PREPARE}),
    _APPROVER: frozenset({Verb.VIEW, Verb.APPROVE, Verb.RETURN, Verb.WITHDRAW}),
}
_ALONE = frozenset({Verb.PUBLISH, Verb.RETURN, Verb.WITHDRAW})


def may(user: AnyUser, verb: Verb, source: Source, covers: Collection[str] | None = None) -> bool:
    """Whether the account may, by its roles in one of the source's agencies.

    With ``covers`` it is asked of a file or a part that covers these units: roles that are limited
    to units count where all of it is within them. Without, it is whether it may of any at all.

    An administrator may what both roles may together. Where a second person is required nobody
    publishes alone, an administrator neither. A file that names persons, or has exact counts of
    them, nobody hands in here: pages keep what they are given. Undoing and withdrawing, which show
    nothing that hasn't been approved, are the approver's then.
    """
    if not user.is_active or (source.stays_away and verb in _OF_FILES):
        return False
    if is_administrator(user):
        return verb != Verb.PUBLISH or not needs_second_person(source)
    return allows(_roles_in(user, source, covers), verb, lambda: needs_second_person(source))


def may_with(user: AnyUser, verb: Verb, source: Source, held: Submission) -> bool:
    """The same of a file handed in; whoever handed it in looks at it and discards it always."""
    if held.created_by_id == user.pk and verb in (Verb.VIEW, Verb.PREPARE):
        return may(user, verb, source)
    return may(user, verb, source, held.covered or held.covers or ())


def allows(roles: Collection[str], verb: Verb, needs_second: Callable[[], bool]) -> bool:
    """Whether an account with these roles may; ``needs_second`` is asked where it matters only."""
    if any(verb in _ALWAYS[role] for role in roles):
        return True
    return _EDITOR in roles and verb in _ALONE and not needs_second()


def may_approve(
    user: AnyUser,
    source: Source,
    prepared_by: int | None,
    covers: Collection[str] | None = None,
) -> bool:
    """Whether the account may decide on what another (by key) prepared; nobody on their own."""
    return user.pk != prepared_by and may(user, Verb.APPROVE, source, covers)


def needs_second_person(source: Source) -> bool:
    """Whether publications of the source wait for somebody else; up to two queries."""
    own = SourceSetting.objects.filter(source=source.name, needs_approval=True)
    return own.exists() or needing_approval(source.agencies)


def is_administrator(user: AnyUser) -> bool:
    """Whether the account looks after all sources."""
    has_perm = getattr(user, "has_perm", None)
    return has_perm is not None and bool(has_perm(ADMINISTER))


def units_of(user: AnyUser, source: Source) -> frozenset[str]:
    """The units that the account's limited roles in the source's agencies are for."""
    held = limited_roles_of(user)
    return frozenset(
        unit for role in held if role.acronym in source.agencies for unit in role.units
    )


def _roles_in(user: AnyUser, source: Source, covers: Collection[str] | None) -> frozenset[str]:
    roles = roles_of(user)
    found = frozenset().union(*(roles.get(acronym, frozenset()) for acronym in source.agencies))
    limited = (
        held.role
        for held in limited_roles_of(user)
        if held.acronym in source.agencies and (covers is None or held.reaches(covers))
    )
    return found.union(limited)
