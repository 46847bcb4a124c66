"""Commitment 14: homes by water supply, counted by INEI's census."""

from layers.themes.theme import Part, Serves, Theme
from layers.themes.water_supply_counts.layer import WATER_SUPPLY_COUNTS
from layers.themes.water_supply_counts.source import WATER_SUPPLY
from territory.models import WaterSupplyCount

THEME = Theme(
    name="water_supply_counts",
    serves={
        14: Serves(
            "La información estará a disposición de la ciudadanía y Gobiernos Locales y Regionales",
            "de dónde obtienen el agua las viviendas, como contexto",
            lacks="no las inversiones",
            shown_by=("sanitation_projects",),
        ),
    },
    layers=(WATER_SUPPLY_COUNTS,),
    records=(),
    counts=(WaterSupplyCount,),
    sources=(WATER_SUPPLY,),
    guide="importar-agua.md",
    without={Part.SEARCH: "Un conteo no tiene nombre ni código por el que se busque."},
)
