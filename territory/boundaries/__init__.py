"""Boundaries: where they come from, and what may be concluded from them."""

from territory.boundaries.approximate import BoundaryError, recompute_approximate
from territory.boundaries.located import mismatches, refresh_located
from territory.boundaries.territories import refresh_territories

__all__ = [
    "BoundaryError",
    "mismatches",
    "recompute_approximate",
    "refresh_located",
    "refresh_territories",
]
