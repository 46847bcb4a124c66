"""How many published contributions a commitment has, by the sector that says to have sent them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from territory.models import AnswerState, Contribution, Sector
from territory.models.contributions import Outcome, State

# Whoever didn't choose a sector is of none, and not of another one.
UNSAID_TITLE = "no dice"


@dataclass(frozen=True)
class SectorLine:
    """A sector's contributions; ``code`` is empty for those that say no sector.

    ``answered`` are those with a published answer, ``outcomes`` of them by the code of what the
    agency does, in ``Outcome``'s order.
    """

    code: str
    title: str
    contributions: int
    answered: int
    outcomes: dict[str, int]


def sector_lines(commitment: int) -> list[SectorLine]:
    """A line for each sector, also without any; those that say none are last. One query."""
    answered = Q(answer_state=AnswerState.PUBLISHED)
    counts = {
        f"count_{outcome}": Count("pk", filter=answered & Q(outcome=outcome)) for outcome in Outcome
    }
    rows = (
        Contribution.objects.filter(state=State.PUBLISHED, commitment__number=commitment)
        .order_by()
        .values("sector")
        .annotate(number=Count("pk"), answered=Count("pk", filter=answered), **counts)
    )
    found = {row["sector"]: row for row in rows}
    titles = [(str(sector), str(sector.label)) for sector in Sector] + [("", UNSAID_TITLE)]
    return [_line(code, title, found.get(code, {})) for code, title in titles]


def _line(code: str, title: str, row: Mapping[str, Any]) -> SectorLine:
    outcomes = {str(outcome): row.get(f"count_{outcome}", 0) for outcome in Outcome}
    return SectorLine(code, title, row.get("number", 0), row.get("answered", 0), outcomes)
