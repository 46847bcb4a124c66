"""Which rows of the processes an account sees, whatever the way out."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import QuerySet

from territory.models import (
    Agreement,
    Consultation,
    ConsultationVersion,
    Forum,
    ForumSession,
    ReviewedRecord,
    SessionMinutes,
)
from territory.reviewing import visible_to
from territory.roles import AnyUser

Record = TypeVar("Record", bound=ReviewedRecord)

# What a row is a part of.
PARENTS: dict[type[ReviewedRecord], tuple[str, type[ReviewedRecord]]] = {
    ForumSession: ("forum", Forum),
    SessionMinutes: ("session", ForumSession),
    Agreement: ("session", ForumSession),
    ConsultationVersion: ("consultation", Consultation),
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
