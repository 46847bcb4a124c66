"""Everything that exists in the territory, one file a theme."""

from territory.models.education import RuralSchool, ServiceModelEntry
from territory.models.environment import EnvironmentalCommission
from territory.models.extractives import ExtractiveSite
from territory.models.parts import PublishedPart
from territory.models.plan import (
    Agency,
    Commitment,
    CommitmentTerritory,
    Milestone,
    Plan,
    Theme,
)
from territory.models.sanitation import SanitationProject, WaterSupplyCount
from territory.models.transport import TransitRoute, TransitStop
from territory.models.units import AdminUnit, BoundarySource
from territory.models.zones import InterventionZone, Planner, ZoneVersion

__all__ = [
    "AdminUnit",
    "Agency",
    "BoundarySource",
    "Commitment",
    "CommitmentTerritory",
    "EnvironmentalCommission",
    "ExtractiveSite",
    "InterventionZone",
    "Milestone",
    "Plan",
    "Planner",
    "PublishedPart",
    "RuralSchool",
    "SanitationProject",
    "ServiceModelEntry",
    "Theme",
    "TransitRoute",
    "TransitStop",
    "WaterSupplyCount",
    "ZoneVersion",
]
