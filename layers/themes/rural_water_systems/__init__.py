"""Commitment 15: rural water systems, as SIASAR surveyed them."""

from layers.themes.rural_water_systems.layer import RURAL_WATER_SYSTEMS
from layers.themes.rural_water_systems.source import CATCHMENTS, TREATMENTS
from layers.themes.theme import Serves, Theme
from territory.models import RuralWaterPart

THEME = Theme(
    name="rural_water_systems",
    serves={
        15: Serves(
            "El repositorio mostrará información de estudios estadísticos de servicios de "
            "saneamiento a nivel regional",
            "los sistemas rurales de agua y el estado de sus partes",
            lacks="no los estudios",
        ),
    },
    layers=(RURAL_WATER_SYSTEMS,),
    records=(RuralWaterPart,),
    sources=(CATCHMENTS, TREATMENTS),
    guide="importar-sistemas-rurales.md",
)
