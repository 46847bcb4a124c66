"""Commitment 2: the units that OEFA supervises."""

from layers.themes.supervised_units.layer import SUPERVISED_UNITS
from layers.themes.supervised_units.source import SUPERVISED
from layers.themes.theme import Serves, Theme
from territory.models import SupervisedUnit

THEME = Theme(
    name="supervised_units",
    serves={
        2: Serves(
            "incrementar la provisión y el uso de información ambiental",
            "las unidades que el OEFA supervisa, no qué encontró en cada una",
        ),
    },
    layers=(SUPERVISED_UNITS,),
    records=(SupervisedUnit,),
    sources=(SUPERVISED,),
    guide="importar-unidades-fiscalizables.md",
)
