"""Who may do what with zones: planners draw in their department, reviewers decide."""

from __future__ import annotations

from enum import StrEnum

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

from territory.models import Planner

AnyUser = AbstractBaseUser | AnonymousUser

REVIEW = "territory.review_interventionzone"
# Of the demonstration's reviewer: samples are all that it sees of others' unfinished work.
REVIEW_SAMPLES = "territory.review_sample_interventionzone"


class Role(StrEnum):
    """What an account is to the zones; a ``MEMBER`` has signed in, and nothing more."""

    ANONYMOUS = "anonymous"
    MEMBER = "member"
    PLANNER = "planner"
    REVIEWER = "reviewer"


def planner_of(user: AnyUser) -> Planner | None:
    """The user's planner profile; remembered on the user."""
    if not user.is_authenticated:
        return None
    # RelatedObjectDoesNotExist is an AttributeError too.
    planner: Planner | None = getattr(user, "planner", None)
    return planner


def may_review(user: AnyUser, *, samples: bool = False) -> bool:
    """Whether the user decides on zones; with ``samples`` on those that are samples."""
    if not user.is_authenticated:
        return False
    return _has(user, REVIEW) or (samples and _has(user, REVIEW_SAMPLES))


def role_of(user: AnyUser) -> Role:
    """The strongest of the user's roles."""
    if not user.is_authenticated:
        return Role.ANONYMOUS
    if may_review(user, samples=True):
        return Role.REVIEWER
    return Role.PLANNER if planner_of(user) else Role.MEMBER


def name_of(user: AnyUser) -> str:
    """The name that others read: first and last, else the account's."""
    full = str(getattr(user, "get_full_name", lambda: "")())
    return full or user.get_username()


def _has(user: AnyUser, permission: str) -> bool:
    has_perm = getattr(user, "has_perm", None)
    return has_perm is not None and bool(has_perm(permission))
