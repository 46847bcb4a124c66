"""The one door through which a reviewed record is made, changed and moved on its way.

Each kind of record has values of its own to check (``layers.tracking`` for milestones); what they
share is here: permission, version, state, what waits beside a published record, and the history.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from copy import copy
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from psycopg.errors import UniqueViolation

from layers.errors import (
    EditNotAllowed,
    FeatureNotFound,
    VersionConflict,
    VersionRequired,
    WrongState,
)
from territory.agencies import is_demonstration
from territory.changes import acting
from territory.models import Commitment, ReviewedRecord, ReviewState
from territory.models.placed import SAMPLE_PREFIX
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
_THERE_ALREADY = "Ya existe: otra persona, o un segundo envío, lo creó antes."
_SAMPLES_APART = "Un ejemplo no es parte de un hecho, ni un hecho de un ejemplo."


def demand(
    user: AnyUser, verb: Verb, commitment: Commitment, *, samples: bool | None = None
) -> None:
    """Raises EditNotAllowed where the account may not.

    ``samples`` says of which records; of those that the account makes where nothing is said.
    """
    of_samples = is_demonstration(user) if samples is None else samples
    if not may(user, verb, commitment, samples=of_samples):
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
    """Store a new record as a draft; its values were checked by the caller.

    What the demonstration makes is a sample, and says so. Raises EditNotAllowed, and WrongState
    where a fact would be a part of a sample or a sample of a fact, or where the record is there
    already: of two that are sent at once neither sees the other beforehand.
    """
    commitment = record.of_commitment
    record.is_sample = is_demonstration(user)
    demand(user, Verb.PREPARE, commitment, samples=record.is_sample)
    if any(outer.is_sample != record.is_sample for outer in record.outer_records):
        raise WrongState(_SAMPLES_APART)
    record.state = ReviewState.DRAFT
    mark(record)
    office = office_for(user, Verb.PREPARE, commitment, samples=record.is_sample)
    try:
        with acting(user, office), transaction.atomic():
            record.save(force_insert=True)
    except IntegrityError as error:
        if isinstance(error.__cause__, UniqueViolation):
            raise WrongState(_THERE_ALREADY) from error
        raise
    record.refresh_from_db(fields=["version", "updated_at"])
    return record


def change(user: AnyUser, record: Record, values: Mapping[str, Any]) -> Record:
    """Change a locked record to the values (attribute → what the column holds).

    A published record stays as it is for everybody: the values wait beside it as a proposal. What
    was submitted is a draft again. Values that are the present ones change nothing.
    """
    demand(user, Verb.PREPARE, record.of_commitment, samples=record.is_sample)
    if record.state == ReviewState.WITHDRAWN:
        raise WrongState("Está retirado: ábralo antes de cambiarlo.")
    if record.state == ReviewState.PUBLISHED:
        _propose(record, values)
    else:
        for name, value in values.items():
            setattr(record, name, value)
        record.state = ReviewState.DRAFT
    mark(record)
    return _saved(user, Verb.PREPARE, record)


def mark(record: ReviewedRecord) -> None:
    """A sample's text begins as every sample's does, whatever was typed; a fact stays as it is."""
    column = record.sample_column
    if not record.is_sample or not column:
        return
    field: Any = record._meta.get_field(column)
    text = SAMPLE_PREFIX + getattr(record, column).removeprefix(SAMPLE_PREFIX)
    setattr(record, column, text[: field.max_length])


def _propose(record: ReviewedRecord, values: Mapping[str, Any]) -> None:
    wanted = copy(record)
    for name, value in values.items():
        setattr(wanted, name, value)
    mark(wanted)
    marked = {name: getattr(wanted, name) for name in values}
    differing = {n: v for n, v in marked.items() if getattr(record, n) != v}
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
    demand(user, verb, record.of_commitment, samples=record.is_sample)
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
    waits = record.is_proposal_submitted
    if record.proposed is None or (step != Step.DROP and waits != needs_submitted):
        raise WrongState("No hay cambios propuestos que admitan ese paso.")
    record.is_proposal_submitted = step == Step.SUBMIT
    if step == Step.PUBLISH:
        _put_in_place(record)
    if step in (Step.PUBLISH, Step.DROP):
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
            steps.append(Step.DROP)
    else:
        steps = [step for step, (_verb, before, _after) in STEPS.items() if record.state in before]
    return [step for step in steps if STEPS[step][0] in verbs]


def _saved(user: AnyUser, verb: Verb, record: Record) -> Record:
    office = office_for(user, verb, record.of_commitment, samples=record.is_sample)
    with acting(user, office):
        record.save()
    record.refresh_from_db(fields=["version", "updated_at"])
    return record
