"""Commitment 3: regional (CAR) and municipal (CAM) environmental commissions."""

from layers.themes.environmental_commissions.layer import ENVIRONMENTAL_COMMISSIONS
from layers.themes.environmental_commissions.source import (
    ENVIRONMENT,
    ENVIRONMENT_ASSISTANCE,
    ENVIRONMENT_GUIDELINES,
    ENVIRONMENT_POLICIES,
)
from layers.themes.environmental_commissions.work_layers import (
    COMMISSION_ASSISTANCE,
    COMMISSION_POLICIES,
)
from layers.themes.theme import Serves, Theme
from territory.models import CommissionAssistance, CommissionPolicy, EnvironmentalCommission

THEME = Theme(
    name="environmental_commissions",
    serves={
        3: Serves(
            "brindar la asistencia técnica a ocho CAR y veinte CAM",
            "las comisiones con su norma, su plan y sus sectores, las asistencias con las mejoras "
            "que tienen evidencia, sus políticas por etapa y las versiones de los lineamientos, "
            "no si esas mejoras cambiaron la gobernanza ambiental",
        ),
    },
    layers=(ENVIRONMENTAL_COMMISSIONS, COMMISSION_ASSISTANCE, COMMISSION_POLICIES),
    records=(EnvironmentalCommission, CommissionAssistance, CommissionPolicy),
    sources=(
        ENVIRONMENT,
        ENVIRONMENT_ASSISTANCE,
        ENVIRONMENT_POLICIES,
        ENVIRONMENT_GUIDELINES,
    ),
    guide="importar-comisiones.md",
)
