"""The numbers of participants that are of so few people that they aren't published, nor deducible.

What is hidden leaves the reader as nothing: no table, no history and no snapshot ever holds it.
"""

from __future__ import annotations

from dataclasses import dataclass

from layers.reading.counted import Counted
from territory.models.counts import CountState
from territory.models.ugel_trainings import PARTICIPANTS, SECTORS
from territory.suppression import suppressed

_COUNTED = (CountState.VALUE, CountState.SUPPRESSED)


@dataclass(frozen=True)
class Published:
    """Numbers as they may be published, by column; ``withheld`` are those that aren't."""

    numbers: dict[str, int | None]
    withheld: list[str]


def wrong_sum(total: Counted, parts: dict[str, Counted]) -> str:
    """Why the parts can't be of the total; "" where they can, or nobody knows."""
    given = [part.value for part in parts.values() if part.value is not None]
    if total.value is None:
        return ""
    if sum(given) > total.value:
        return "Los sectores suman más que los participantes."
    if len(given) == len(SECTORS) and sum(given) != total.value:
        return "Los sectores no suman los participantes."
    return ""


def published(total: Counted, parts: dict[str, Counted]) -> Published:
    """What of a row's numbers is published: small ones aren't, nor those that tell them.

    Where the participants aren't said, nothing says that the small can't be deduced: no sector is
    published. What was published so and is read again stays as it is.
    """
    told = [name for name in SECTORS if parts[name].state in _COUNTED]
    whole = total.value
    found = suppressed([parts[name].value for name in told], whole)
    hidden = [name for place, name in enumerate(told) if place in found.hidden]
    if whole is None or found.too_few:
        hidden = told
    if found.too_few or total.state == CountState.SUPPRESSED:
        hidden = [PARTICIPANTS, *hidden]
    numbers: dict[str, int | None] = {PARTICIPANTS: whole}
    numbers |= {name: parts[name].value for name in SECTORS}
    return Published({n: None if n in hidden else v for n, v in numbers.items()}, hidden)
