"""Commitment 12: the health facilities that have, or might have, emergency beds."""

from layers.themes.health_facilities.layer import HEALTH_FACILITIES
from layers.themes.health_facilities.source import FACILITIES
from layers.themes.theme import Serves, Theme
from territory.models import HealthFacility

THEME = Theme(
    name="health_facilities",
    serves={
        12: Serves(
            "los servicios de emergencia hospitalaria",
            "los establecimientos de salud y su categoría, no las camas de sus emergencias",
        ),
    },
    layers=(HEALTH_FACILITIES,),
    records=(HealthFacility,),
    sources=(FACILITIES,),
    guide="importar-establecimientos.md",
)
