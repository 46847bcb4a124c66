"""Which counts of people's answers aren't given, so that none of a few people can be found out.

A number from 1 to ``SMALLEST - 1`` is never given. What is missing could be had by subtraction
from how many were asked: so the next larger numbers aren't given either, until each of the missing
may be any from 1 to ``SMALLEST``. Where there are none left, so few were asked that nothing may be
given of them. Zero is of nobody, and is given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

SMALLEST = 5


@dataclass(frozen=True)
class Suppression:
    """The places of the counts that aren't given.

    ``too_few``: so few were asked that none of their answers may be given, to no question.
    """

    hidden: frozenset[int]
    too_few: bool = False


def is_small(number: int | None) -> bool:
    """Whether so few people gave it that it isn't given."""
    return number is not None and 0 < number < SMALLEST


def suppressed(counts: Sequence[int | None], total: int | None) -> Suppression:
    """What of one question isn't given; None stands for a count that is missing already.

    ``total``: how many were asked, None where that isn't said: then it may be known from
    elsewhere, as from another question. Answers that add up to less are held to the same, since
    nobody outside knows by how much; where they add up to more, people gave several, and nothing
    can be subtracted.
    """
    hidden = {place for place, count in enumerate(counts) if count is None or is_small(count)}
    given = {place: count for place, count in enumerate(counts) if count and place not in hidden}
    if total is None:
        rest = sum(counts[place] or 1 for place in hidden)
    else:
        rest = total - sum(given.values())
    if not hidden or rest < 0:
        return Suppression(frozenset(hidden), is_small(total))
    for place, count in sorted(given.items(), key=lambda item: (item[1], item[0])):
        if _is_safe(len(hidden), rest):
            break
        hidden.add(place)
        rest += count
    return Suppression(frozenset(hidden), is_small(total) or not _is_safe(len(hidden), rest))


def _is_safe(number: int, rest: int) -> bool:
    """Whether so many numbers of 1 or more, that make ``rest``, may each be up to ``SMALLEST``."""
    return number >= 2 and rest >= number - 1 + SMALLEST
