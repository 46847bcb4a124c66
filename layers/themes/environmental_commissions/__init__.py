"""Commitment 3: regional (CAR) and municipal (CAM) environmental commissions."""

from layers.themes.environmental_commissions.layer import ENVIRONMENTAL_COMMISSIONS
from layers.themes.environmental_commissions.source import ENVIRONMENT
from layers.themes.theme import Theme
from territory.models import EnvironmentalCommission

THEME = Theme(
    name="environmental_commissions",
    commitments=(3,),
    layers=(ENVIRONMENTAL_COMMISSIONS,),
    records=(EnvironmentalCommission,),
    sources=(ENVIRONMENT,),
    guide="importar-comisiones.md",
)
