"""What a unit's own sheet says of the money of extraction: its latest year, in one statement."""

from __future__ import annotations

from dataclasses import dataclass

from territory.extraction.received import Amount, Line, received_in, total, years_of
from territory.models.resource_transfers import Nature


@dataclass(frozen=True)
class ReceivedHere:
    """The latest year in which a unit's governments received anything, by the resource's nature."""

    year: int
    natures: tuple[tuple[str, Amount], ...]
    origin: Line


def of_unit(unit: str) -> ReceivedHere | None:
    """None where nothing is published of it."""
    lines = received_in(unit)
    if not lines:
        return None
    year = years_of(lines)[-1]
    natures = []
    for nature in Nature:
        amount = total(lines, year=year, nature=nature)
        if amount.governments or amount.untold:
            natures.append((str(nature.label), amount))
    return ReceivedHere(year, tuple(natures), next(line for line in lines if line.year == year))
