"""Who may do what with records that are prepared, submitted, published and withdrawn.

The rules alone; ``layers.reviewing`` is the door that asks them. A record belongs to a commitment,
and the agencies in charge of that commitment prepare and publish it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from django.db.models import Q, QuerySet

from territory.agencies import needing_approval, roles_of
from territory.changes import entries_of
from territory.models import AgencyRole, ChangeEntry, Commitment, ReviewedRecord, ReviewState
from territory.models.placed import SAMPLE_PREFIX
from territory.models.reviewed import ReviewedRows, published_condition
from territory.roles import AnyUser

# Of who looks after the records of every commitment.
ADMINISTER = "territory.change_commitment"
_LONGEST_OFFICE = ChangeEntry._meta.get_field("office").max_length

_EDITOR, _APPROVER = AgencyRole.Role.EDITOR, AgencyRole.Role.APPROVER
_DRAFT, _SUBMITTED = ReviewState.DRAFT, ReviewState.SUBMITTED
_PUBLISHED, _WITHDRAWN = ReviewState.PUBLISHED, ReviewState.WITHDRAWN

Record = TypeVar("Record", bound=ReviewedRecord)


class Verb(StrEnum):
    """What may be done with a commitment's records.

    ``VIEW``: see what isn't published. ``PREPARE``: make, change and submit. ``PUBLISH``: publish
    what was submitted. ``RETURN``: give it back to who prepared it. ``WITHDRAW``: take what was
    published from the public.
    """

    VIEW = "view"
    PREPARE = "prepare"
    PUBLISH = "publish"
    RETURN = "return"
    WITHDRAW = "withdraw"


_OF_ROLE: dict[str, frozenset[Verb]] = {
    _EDITOR: frozenset({Verb.VIEW, Verb.PREPARE}),
    _APPROVER: frozenset({Verb.VIEW, Verb.PUBLISH, Verb.RETURN, Verb.WITHDRAW}),
}


class Step(StrEnum):
    """A step of the review of a record, or of the change that is proposed to a published one.

    ``DROP`` forgets what is proposed.
    """

    SUBMIT = "submit"
    RETURN = "return"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"
    DROP = "drop"


# Step → the verb that it needs, the states that it leads from, and where it leads.
STEPS: dict[Step, tuple[Verb, frozenset[str], str]] = {
    Step.SUBMIT: (Verb.PREPARE, frozenset({_DRAFT}), _SUBMITTED),
    Step.RETURN: (Verb.RETURN, frozenset({_SUBMITTED}), _DRAFT),
    Step.PUBLISH: (Verb.PUBLISH, frozenset({_SUBMITTED}), _PUBLISHED),
    Step.WITHDRAW: (Verb.WITHDRAW, frozenset({_PUBLISHED}), _WITHDRAWN),
    Step.REOPEN: (Verb.PREPARE, frozenset({_WITHDRAWN}), _DRAFT),
    Step.DROP: (Verb.PREPARE, frozenset({_PUBLISHED}), _PUBLISHED),
}


def may(user: AnyUser, verb: Verb, commitment: Commitment, *, samples: bool = False) -> bool:
    """Whether the account may, by its roles in an agency in charge of the commitment.

    With ``samples`` it is asked of samples, which are the demonstration's alone. Whether it may
    decide on a certain record is ``may_publish``.
    """
    if not user.is_active:
        return False
    if is_administrator(user):
        return verb == Verb.VIEW or not samples
    roles = roles_of(user, samples=samples)
    leading = (roles.get(agency.acronym, ()) for agency in commitment.lead_agencies.all())
    return any(verb in _OF_ROLE[role] for held in leading for role in held)


def office_for(user: AnyUser, verb: Verb, commitment: Commitment, *, samples: bool = False) -> str:
    """The acronym of the agency in charge that the account acts for; empty for none of them.

    No agency did what the demonstration does: the office of a sample says that it is one.
    """
    roles = roles_of(user, samples=samples)
    acronyms = sorted(agency.acronym for agency in commitment.lead_agencies.all())
    for acronym in acronyms:
        if any(verb in _OF_ROLE[role] for role in roles.get(acronym, ())):
            return f"{SAMPLE_PREFIX if samples else ''}{acronym}"[:_LONGEST_OFFICE]
    return ""


def may_publish(user: AnyUser, record: ReviewedRecord) -> bool:
    """Whether the account may publish this record as it is.

    Where an agency in charge wants a second person, nobody publishes what they prepared, an
    administrator neither.
    """
    commitment = record.of_commitment
    if not may(user, Verb.PUBLISH, commitment, samples=record.is_sample):
        return False
    return not needs_second_person(commitment) or user.pk not in preparers_of(record)


def needs_second_person(commitment: Commitment) -> bool:
    """Whether what is published of the commitment waits for somebody who didn't prepare it."""
    return needing_approval([agency.acronym for agency in commitment.lead_agencies.all()])


def preparers_of(record: ReviewedRecord) -> frozenset[int]:
    """The accounts that changed or submitted what waits to be published.

    Read from its history, which no door can leave out, back to where it was published last. Who
    gave it back changed nothing of it.
    """
    found: set[int] = set()
    for entry in entries_of(record).iterator():
        if _decides(entry):
            break
        if entry.by_id is not None and not _gives_back(entry):
            found.add(entry.by_id)
    return frozenset(found)


def _decides(entry: ChangeEntry) -> bool:
    """It published or withdrew, or a proposal was put in place or dropped: nothing waited then."""
    if entry.state_before != entry.state_after:
        return _PUBLISHED in (entry.state_before, entry.state_after)
    return "proposed" in entry.after and entry.after["proposed"] is None


def _gives_back(entry: ChangeEntry) -> bool:
    if set(entry.after) == {"state"}:
        return (entry.state_before, entry.state_after) == (_SUBMITTED, _DRAFT)
    return bool(entry.after == {"is_proposal_submitted": False})


def visible_to(rows: QuerySet[Record], user: AnyUser) -> QuerySet[Record]:
    """Of the rows those that the account sees; every way out asks this.

    What is published is everybody's, facts or samples as ``ReviewedRows.published`` has it; the
    rest is seen by the agencies in charge of the commitment and by administrators, samples by the
    demonstration's accounts.
    """
    model = rows.model
    public = ReviewedRows(model).public_condition()
    own = _own(model, user)
    return rows.filter(public if own is None else public | (own & ~published_condition(model)))


def _own(model: type[ReviewedRecord], user: AnyUser) -> Q | None:
    """The rows of the account's commitments; None where it has no role in any agency."""
    if is_administrator(user):
        return Q(pk__isnull=False)
    own: Q | None = None
    for samples in (False, True):
        acronyms = sorted(roles_of(user, samples=samples))
        if acronyms:
            led = Commitment.objects.filter(lead_agencies__acronym__in=acronyms)
            rows = Q(**{f"{model.commitment_path}__in": led}, is_sample=samples)
            own = rows if own is None else own | rows
    return own


def is_administrator(user: AnyUser) -> bool:
    """Whether the account looks after the records of every commitment."""
    has_perm = getattr(user, "has_perm", None)
    return user.is_active and has_perm is not None and bool(has_perm(ADMINISTER))
