"""Who may do what with a dataset: its agency's people, by the roles that they have there."""

from __future__ import annotations

from django.db.models import QuerySet

from layers.layer import AnyUser
from layers.models.datasets import Dataset
from layers.publishing.permissions import Verb, allows, is_administrator
from territory.agencies import roles_of
from territory.models import Agency, AgencyRole

__all__ = ["Verb", "agencies_of", "datasets_of", "may", "may_in", "prepared_agencies"]


def agencies_of(user: AnyUser) -> QuerySet[Agency]:
    """The agencies whose datasets the account sees: its own, or all if it looks after the site."""
    if is_administrator(user):
        return Agency.objects.all()
    roles = AgencyRole.objects.filter(user=user.pk, is_demonstration=False, units=[])
    return Agency.objects.filter(pk__in=roles.values("agency"))


def prepared_agencies(user: AnyUser) -> QuerySet[Agency]:
    """The agencies that the account may make datasets for."""
    if is_administrator(user):
        return Agency.objects.all()
    roles = AgencyRole.objects.filter(
        user=user.pk, role=AgencyRole.Role.EDITOR, is_demonstration=False, units=[]
    )
    return Agency.objects.filter(pk__in=roles.values("agency"))


def datasets_of(user: AnyUser) -> QuerySet[Dataset]:
    """The datasets that the account looks after, in whatever state but deleted."""
    if not user.is_authenticated:
        return Dataset.objects.none()
    own = Dataset.objects.filter(agency__in=agencies_of(user))
    return own.exclude(state="deleted").select_related("agency")


def may(user: AnyUser, verb: Verb, dataset: Dataset) -> bool:
    """As ``layers.publishing.permissions.may`` of a source; ``PREPARE`` is any change of it."""
    return may_in(user, verb, dataset.agency)


def may_in(user: AnyUser, verb: Verb, agency: Agency) -> bool:
    """Whether the account may do that in the name of the agency."""
    if not user.is_authenticated or not user.is_active:
        return False
    if is_administrator(user):
        return verb != Verb.PUBLISH or not agency.needs_approval
    roles = roles_of(user).get(agency.acronym, frozenset())
    return allows(roles, verb, lambda: agency.needs_approval)
