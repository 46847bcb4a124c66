"""Who may do what with a raster: its agency's people, by the roles that they have there."""

from __future__ import annotations

from django.db.models import QuerySet

from layers.datasets.access import Verb, agencies_of, may_in
from layers.layer import AnyUser
from layers.models.rasters import Coverage, CoverageState
from layers.publishing.permissions import is_administrator

__all__ = ["Verb", "coverages_of", "may", "may_approve"]


def coverages_of(user: AnyUser) -> QuerySet[Coverage]:
    """The rasters that the account looks after, in whatever state but deleted.

    The site's own, which have no agency, are no one's but its administrators'.
    """
    if not user.is_authenticated:
        return Coverage.objects.none()
    found = Coverage.objects.exclude(state=CoverageState.DELETED).select_related("agency")
    if is_administrator(user):
        return found
    return found.filter(agency__in=agencies_of(user))


def may(user: AnyUser, verb: Verb, coverage: Coverage) -> bool:
    """As of datasets; ``PREPARE`` is any change of it."""
    if coverage.agency is None:
        return is_administrator(user)
    return may_in(user, verb, coverage.agency)


def may_approve(user: AnyUser, coverage: Coverage) -> bool:
    """Whether the account is the second person, who didn't hand it in and may publish it."""
    return user.pk != coverage.created_by_id and may(user, Verb.APPROVE, coverage)
