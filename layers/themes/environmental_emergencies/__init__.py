"""Commitment 2: environmental emergencies that OEFA was told of."""

from layers.themes.environmental_emergencies.layer import ENVIRONMENTAL_EMERGENCIES
from layers.themes.environmental_emergencies.source import EMERGENCIES
from layers.themes.theme import Serves, Theme
from territory.models import EnvironmentalEmergency

THEME = Theme(
    name="environmental_emergencies",
    serves={
        2: Serves(
            "incrementar la provisión y el uso de información ambiental",
            "las emergencias ambientales de las que se informó al OEFA",
        ),
    },
    layers=(ENVIRONMENTAL_EMERGENCIES,),
    records=(EnvironmentalEmergency,),
    sources=(EMERGENCIES,),
    guide="importar-emergencias-ambientales.md",
)
