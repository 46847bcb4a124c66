"""Boundaries: where they come from, and what may be concluded from them."""

from territory.boundaries.approximate import BoundaryError, recompute_approximate
from territory.boundaries.territories import refresh_territories

__all__ = ["BoundaryError", "recompute_approximate", "refresh_territories"]
