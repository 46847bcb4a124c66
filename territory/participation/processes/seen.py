"""Which rows of the processes an account sees, whatever the way out."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import QuerySet

from territory.commitments import commitments
from territory.models import (
    Agreement,
    Alliance,
    Commitment,
    Consultation,
    ConsultationVersion,
    Delivery,
    DeliveryEvidence,
    EibInstrument,
    EibRound,
    Forum,
    ForumSession,
    InformationSystem,
    PolicyBasis,
    PolicyDocument,
    ResidenceNeed,
    ReviewedRecord,
    SanitationStudy,
    SessionMinutes,
    StudyVersion,
    SystemVersion,
)
from territory.reviewing import Verb, may, visible_to
from territory.roles import AnyUser

Record = TypeVar("Record", bound=ReviewedRecord)

# What a row is a part of.
PARENTS: dict[type[ReviewedRecord], tuple[str, type[ReviewedRecord]]] = {
    ForumSession: ("forum", Forum),
    SessionMinutes: ("session", ForumSession),
    Agreement: ("session", ForumSession),
    ConsultationVersion: ("consultation", Consultation),
    Alliance: ("need", ResidenceNeed),
    Delivery: ("alliance", Alliance),
    DeliveryEvidence: ("delivery", Delivery),
    EibRound: ("instrument", EibInstrument),
    PolicyBasis: ("document", PolicyDocument),
    SystemVersion: ("system", InformationSystem),
    StudyVersion: ("study", SanitationStudy),
}


def seen(model: type[Record], user: AnyUser) -> QuerySet[Record]:
    """The rows that the account sees, each within something that it sees as well.

    So beside the first published forum no sample's session or agreement is left.
    """
    rows = visible_to(model.objects.all(), user)
    if model not in PARENTS:
        return rows
    name, parent = PARENTS[model]
    outer: QuerySet[Any] = seen(parent, user)
    return rows.filter(**{f"{name}__in": outer.order_by().values("pk")})


def looked_after(user: AnyUser, *verbs: Verb) -> list[Commitment]:
    """The commitments of whose records the account may do any of these (``Verb.VIEW`` if none).

    Of facts or, for the demonstration, of samples.

    No query for who isn't signed in, else a fixed number.
    """
    if not user.is_authenticated:
        return []
    wanted = verbs or (Verb.VIEW,)
    plan = commitments().order_by("number")
    asked = [(verb, samples) for verb in wanted for samples in (False, True)]
    return [
        found
        for found in plan
        if any(may(user, verb, found, samples=samples) for verb, samples in asked)
    ]
