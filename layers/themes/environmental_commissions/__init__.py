"""Commitment 3: regional (CAR) and municipal (CAM) environmental commissions."""

from layers.themes.environmental_commissions.layer import ENVIRONMENTAL_COMMISSIONS
from layers.themes.environmental_commissions.source import ENVIRONMENT
from layers.themes.theme import Serves, Theme
from territory.models import EnvironmentalCommission

THEME = Theme(
    name="environmental_commissions",
    serves={
        3: Serves(
            "brindar la asistencia técnica a ocho CAR y veinte CAM",
            "las comisiones creadas y las que figuran con asistencia, no los lineamientos ni "
            "las mejoras",
        ),
    },
    layers=(ENVIRONMENTAL_COMMISSIONS,),
    records=(EnvironmentalCommission,),
    sources=(ENVIRONMENT,),
    guide="importar-comisiones.md",
)
