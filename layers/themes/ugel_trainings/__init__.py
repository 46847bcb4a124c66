"""Commitment 6: trainings of DRE and UGEL in the use of statistics."""

from layers.themes.theme import Serves, Theme
from layers.themes.ugel_trainings.layer import UGEL_TRAININGS_LAYER
from layers.themes.ugel_trainings.source import UGEL_TRAININGS
from territory.models import UgelTraining

THEME = Theme(
    name="ugel_trainings",
    serves={
        6: Serves(
            "fortalecimiento de las capacidades de las Direcciones Regionales Educativas y "
            "Unidades de Gestión Educativa Local",
            "las sesiones de capacitación en estadística y cuántas personas asistieron de cada "
            "sector, no si después usan esa información",
        ),
    },
    layers=(UGEL_TRAININGS_LAYER,),
    records=(UgelTraining,),
    sources=(UGEL_TRAININGS,),
    guide="importar-capacitaciones-ugel.md",
)
