"""How long a contribution has waited for its answer, against the site's own term.

The term is what this site asks of agencies (``CONTRIBUTION_ANSWER_DAYS``). It is no term of a law:
none that holds for these contributions has been sourced.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from territory.models import Contribution


@dataclass(frozen=True)
class Clock:
    """Calendar days of Lima: since it was received, and those that the site's term has.

    ``days`` ends with the answer where there is one.
    """

    days: int
    term: int
    is_answered: bool

    @property
    def is_overdue(self) -> bool:
        return not self.is_answered and self.days > self.term

    @property
    def overdue_by(self) -> int:
        return max(0, self.days - self.term)


def clock_of(contribution: Contribution, now: dt.datetime | None = None) -> Clock:
    """The clock of a contribution that isn't withdrawn."""
    end = contribution.answered_at if contribution.is_answered else None
    days = (_day(end or now or timezone.now()) - _day(contribution.received_at)).days
    return Clock(days, settings.CONTRIBUTION_ANSWER_DAYS, contribution.is_answered)


def _day(moment: dt.datetime) -> dt.date:
    return timezone.localdate(moment)
