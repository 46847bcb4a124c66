"""The counts of titles and degrees with what the register of schools says of their institutes."""

from __future__ import annotations

from territory.models import DegreeCount
from territory.others import refill


def place_degree_counts() -> int:
    """Give every count its institute's name and position, and the institute's total.

    Call it after either register changed, in the same transaction; gives how many rows were
    written.
    """
    return refill(DegreeCount)
