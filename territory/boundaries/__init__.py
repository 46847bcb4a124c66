"""Boundaries: where they come from, and what may be concluded from them."""

from territory.boundaries.approximate import BoundaryError, recompute_approximate
from territory.boundaries.located import mismatches, positioned_models, refresh_located
from territory.boundaries.placement import Elsewhere, elsewhere
from territory.boundaries.spanned import refresh_spanned
from territory.boundaries.territories import refresh_territories

__all__ = [
    "BoundaryError",
    "Elsewhere",
    "elsewhere",
    "mismatches",
    "positioned_models",
    "recompute_approximate",
    "refresh_located",
    "refresh_spanned",
    "refresh_territories",
]
