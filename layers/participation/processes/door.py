"""The one door through which forums, agreements, consultations and what residences need change."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils import timezone

from layers import reviewing, versions
from layers.errors import EditNotAllowed, FeatureNotFound, InvalidParameter
from layers.participation.processes.closing import check_closing
from layers.participation.processes.values import checked, stored_values
from layers.record_kinds import Kind
from territory.agencies import is_demonstration
from territory.models import Commitment, Consultation, ReviewedRecord
from territory.participation.processes.agreements import today
from territory.participation.processes.seen import PARENTS, seen
from territory.reviewing import Step, Verb, may
from territory.roles import AnyUser


@transaction.atomic
def create(user: AnyUser, kind: Kind, values: Mapping[str, Any]) -> ReviewedRecord:
    """A new draft. Raises EditNotAllowed, FeatureNotFound, InvalidParameter."""
    stored = stored_values(kind, values)
    _parent(user, kind, stored)
    record = kind.model(**stored, **_hung_on(kind))
    try:
        commitment = record.of_commitment
    except ObjectDoesNotExist:
        raise InvalidParameter("Falta el compromiso.", parameter="commitment_id") from None
    reviewing.demand(user, Verb.PREPARE, commitment)
    record.is_sample = is_demonstration(user)
    reviewing.mark(record)
    checked(kind, record)
    return reviewing.create(user, record)


def _hung_on(kind: Kind) -> dict[str, Any]:
    """The commitment, where the kind is of one alone."""
    if kind.of_commitment is None or "commitment_id" in kind.fixed:
        return {}
    return {"commitment": Commitment.objects.filter(number=kind.of_commitment).first()}


def _parent(user: AnyUser, kind: Kind, stored: Mapping[str, Any]) -> None:
    """What the record is to be a part of: seen by the account."""
    if kind.within is None:
        return
    _name, model = PARENTS[kind.model]
    key: Any = stored.get(f"{kind.within}_id")
    parent = seen(model, user).filter(pk=key).first()
    if parent is None:
        raise FeatureNotFound(f"No existe: {model._meta.verbose_name}.", parameter=kind.within)


@transaction.atomic
def change(
    user: AnyUser, kind: Kind, key: Any, version: int | None, values: Mapping[str, Any]
) -> ReviewedRecord:
    """Change a record, or propose the change where it is published.

    Raises EditNotAllowed, FeatureNotFound, InvalidParameter, VersionConflict, VersionRequired,
    WrongState.
    """
    stored = stored_values(kind, values)
    for name in kind.fixed:
        if name in stored:
            raise InvalidParameter("Eso no cambia una vez creado.", parameter=name)
    record = _locked(user, kind, key, version)
    changed = copy(record)
    for name, value in stored.items():
        setattr(changed, name, value)
    reviewing.mark(changed)
    checked(kind, changed)
    # As it was checked: what a person typed may have been put in order.
    stored = {name: getattr(changed, name) for name in stored}
    return reviewing.change(user, record, stored)


@transaction.atomic
def take(
    user: AnyUser,
    kind: Kind,
    key: Any,
    version: int | None,
    step: Step,
    *,
    cleared: bool = False,
) -> ReviewedRecord:
    """A step of the review; ``cleared`` is a person's word that it names nobody.

    Raises as ``change`` does.
    """
    record = _locked(user, kind, key, version)
    values: dict[str, Any] = {}
    if kind.confirms and step is Step.PUBLISH:
        if not cleared:
            raise InvalidParameter(
                f"Para publicarlo hace falta que lo confirme: {kind.confirms[0].lower()}"
                f"{kind.confirms[1:]}.",
                parameter="cleared",
            )
        values["cleared_at"] = timezone.now()
    if step is Step.PUBLISH:
        # What is proposed was valid when it was proposed: units and lists may have changed since.
        public = reviewing.with_proposal(copy(record))
        checked(kind, public)
        if isinstance(public, Consultation):
            check_closing(public, today())
    kind.demands(record, step)
    saved = reviewing.take(user, record, step, **values)
    # Drafts and proposals change nothing that the layers show, and mustn't be counted by them.
    if step in (Step.PUBLISH, Step.WITHDRAW):
        kind.follows()
        versions.bump(*kind.layers)
    return saved


def _locked(user: AnyUser, kind: Kind, key: Any, version: int | None) -> ReviewedRecord:
    """Who sees a record but has no part in preparing it is refused before anything is compared."""
    found = seen(kind.model, user).filter(pk=key).first()
    if found is None:
        raise FeatureNotFound(f"No existe: {kind.model._meta.verbose_name}.", parameter="id")
    samples = found.is_sample
    if not any(may(user, verb, found.of_commitment, samples=samples) for verb in Verb):
        raise EditNotAllowed
    return reviewing.locked(kind.model, user, key, version)
