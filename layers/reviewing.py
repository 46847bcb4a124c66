"""The one door through which a reviewed record is made, changed and moved on its way.

Each kind of record has values of its own to check (``layers.tracking`` for milestones); what they
share is here: permission, version, state, what waits beside a published record, and the history.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from copy import copy
from typing import Any, TypeVar

from layers.errors import (
    EditNotAllowed,
    FeatureNotFound,
    VersionConflict,
    VersionRequired,
    WrongState,
)
from territory.changes import acting
from territory.models import Commitment, ReviewedRecord, ReviewState
from territory.reviewing import (
    STEPS,
    Step,
    Verb,
    may,
    may_publish,
    office_for,
    visible_to,
)
from territory.roles import AnyUser

Record = TypeVar("Record", bound=ReviewedRecord)

_OWN_SECOND = "Lo que usted preparó lo publica otra persona de la entidad."


def demand(user: AnyUser, verb: Verb, commitment: Commitment) -> None:
    """Raises EditNotAllowed where the account may not."""
    if not may(user, verb, commitment):
        raise EditNotAllowed


def locked(model: type[Record], user: AnyUser, key: Any, version: int | None) -> Record:
    """The row as it is, locked until the caller's transaction ends, if the version is the present.

    Raises FeatureNotFound where the account doesn't see it, VersionRequired, VersionConflict.
    """
    seen = visible_to(model.objects.all(), user).filter(pk=key)
    found = model.objects.select_for_update(of=("self",)).filter(pk__in=seen.values("pk")).first()
    if found is None:
        name = str(model._meta.verbose_name)
        raise FeatureNotFound(f"No existe: {name} «{str(key)[:40]}».", parameter="id")
    if version is None:
        raise VersionRequired
    if found.version != version:
        raise VersionConflict(str(found.pk), named=version, current=found.version)
    return found


def create(user: AnyUser, record: Record) -> Record:
    """Store a new record as a draft; its values were checked by the caller."""
    commitment = record.of_commitment
    demand(user, Verb.PREPARE, commitment)
    record.state = ReviewState.DRAFT
    with acting(user, office_for(user, Verb.PREPARE, commitment)):
        record.save(force_insert=True)
    record.refresh_from_db(fields=["version", "updated_at"])
    return record


def change(user: AnyUser, record: Record, values: Mapping[str, Any]) -> Record:
    """Change a locked record to the values (attribute → what the column holds).

    A published record stays as it is for everybody: the values wait beside it as a proposal. What
    was submitted is a draft again. Values that are the present ones change nothing.
    """
    demand(user, Verb.PREPARE, record.of_commitment)
    if record.state == ReviewState.WITHDRAWN:
        raise WrongState("Está retirado: ábralo antes de cambiarlo.")
    if record.state == ReviewState.PUBLISHED:
        _propose(record, values)
    else:
        for name, value in values.items():
            setattr(record, name, value)
        record.state = ReviewState.DRAFT
    return _saved(user, Verb.PREPARE, record)


def _propose(record: ReviewedRecord, values: Mapping[str, Any]) -> None:
    differing = {n: v for n, v in values.items() if getattr(record, n) != v}
    record.proposed = {n: _plain(record, n, v) for n, v in differing.items()} or None
    record.is_proposal_submitted = False


def _plain(record: ReviewedRecord, name: str, value: Any) -> Any:
    """As JSON holds it: lists, numbers and texts are themselves, a day is written."""
    return value if isinstance(value, list | int | None) else str(value)


def with_proposal(record: Record) -> Record:
    """A copy of the record with what waits beside it in place; nobody stores it."""
    if record.proposed is None:
        return record
    copied = copy(record)
    _put_in_place(copied)
    return copied


def _put_in_place(record: ReviewedRecord) -> None:
    for name, value in (record.proposed or {}).items():
        field: Any = record._meta.get_field(name)
        setattr(record, name, value if field.is_relation else field.to_python(value))


def take(user: AnyUser, record: Record, step: Step, **values: Any) -> Record:
    """Take a step of the review with a locked record, or with what is proposed to it.

    ``values`` are columns that change with the step. Raises EditNotAllowed or WrongState.
    """
    verb, before, after = STEPS[step]
    demand(user, verb, record.of_commitment)
    if step == Step.PUBLISH and not may_publish(user, record):
        raise EditNotAllowed(_OWN_SECOND)
    if record.state == ReviewState.PUBLISHED and step != Step.WITHDRAW:
        _take_proposal(record, step)
    elif record.state in before:
        record.state = after
    else:
        raise WrongState(f"Está en estado «{record.get_state_display()}»: no admite ese paso.")
    for name, value in values.items():
        setattr(record, name, value)
    return _saved(user, verb, record)


def _take_proposal(record: ReviewedRecord, step: Step) -> None:
    needs_submitted = step in (Step.PUBLISH, Step.RETURN)
    if record.proposed is None or record.is_proposal_submitted != needs_submitted:
        raise WrongState("No hay cambios propuestos que admitan ese paso.")
    record.is_proposal_submitted = step == Step.SUBMIT
    if step == Step.PUBLISH:
        _put_in_place(record)
        record.proposed = None


def open_steps(verbs: Collection[Verb], record: ReviewedRecord) -> list[Step]:
    """The steps that the record's state allows an account with these verbs.

    Whether it may publish what it prepared itself is asked once it tries.
    """
    if record.state == ReviewState.PUBLISHED:
        steps = [Step.WITHDRAW]
        if record.proposed is not None:
            waiting = record.is_proposal_submitted
            steps += [Step.PUBLISH, Step.RETURN] if waiting else [Step.SUBMIT]
    else:
        steps = [step for step, (_verb, before, _after) in STEPS.items() if record.state in before]
    return [step for step in steps if STEPS[step][0] in verbs]


def drop_proposal(user: AnyUser, record: Record) -> Record:
    """Forget what was proposed to a published record."""
    demand(user, Verb.PREPARE, record.of_commitment)
    record.proposed, record.is_proposal_submitted = None, False
    return _saved(user, Verb.PREPARE, record)


def _saved(user: AnyUser, verb: Verb, record: Record) -> Record:
    with acting(user, office_for(user, verb, record.of_commitment)):
        record.save()
    record.refresh_from_db(fields=["version", "updated_at"])
    return record
