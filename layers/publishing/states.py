"""How a file handed in moves from one state to another: the one table, and the one door."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from layers.errors import WrongState
from layers.models import Submission

State = Submission.State

# State → those that may follow. What was published or discarded stays so. A file that couldn't
# be read may be looked at again with other options; one whose job died is looked at again.
FOLLOWS: dict[str, frozenset[str]] = {
    State.UPLOADED: frozenset({State.CHECKING, State.DISCARDED}),
    State.CHECKING: frozenset({State.UPLOADED, State.CHECKED, State.FAILED}),
    State.CHECKED: frozenset({State.CHECKING, State.AWAITING, State.PUBLISHING, State.DISCARDED}),
    State.AWAITING: frozenset({State.CHECKED, State.PUBLISHING, State.DISCARDED}),
    State.PUBLISHING: frozenset({State.PUBLISHED, State.CHECKED}),
    State.PUBLISHED: frozenset(),
    State.FAILED: frozenset({State.CHECKING, State.DISCARDED}),
    State.DISCARDED: frozenset(),
}


def move(submission: Submission, to: State, **values: Any) -> Submission:
    """Put the file into a state, with what else changes; of two who try one is refused.

    Raises WrongState where the present state, in the database, doesn't lead there.
    """
    before = [state for state, following in FOLLOWS.items() if to in following]
    with transaction.atomic():
        moving = Submission.objects.filter(pk=submission.pk, state__in=before)
        locked = moving.select_for_update(of=("self",)).first()
        if locked is not None:
            for name, value in {"state": to, **values}.items():
                setattr(locked, name, value)
            locked.save(update_fields=["state", "updated_at", *values])
    submission.refresh_from_db()
    if locked is None:
        raise WrongState(
            f"El archivo está «{submission.get_state_display()}»: ya no admite este paso."
        )
    return submission
