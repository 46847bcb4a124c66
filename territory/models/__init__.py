"""Everything that exists in the territory, one file a theme."""

from territory.models.environment import EnvironmentalCommission
from territory.models.plan import (
    Agency,
    Commitment,
    CommitmentTerritory,
    Milestone,
    Plan,
    Theme,
)
from territory.models.units import AdminUnit, BoundarySource

__all__ = [
    "AdminUnit",
    "Agency",
    "BoundarySource",
    "Commitment",
    "CommitmentTerritory",
    "EnvironmentalCommission",
    "Milestone",
    "Plan",
    "Theme",
]
