"""Commitment 10: urban transport plans, their measures by phase, and their indicators."""

from layers.themes.theme import Serves, Theme
from layers.themes.urban_transport_plans.layer import (
    URBAN_TRANSPORT_INDICATORS,
    URBAN_TRANSPORT_PLANS,
    URBAN_TRANSPORT_PROJECTS,
)
from layers.themes.urban_transport_plans.source import INDICATORS, MEASURES, PLANS
from territory.models import (
    UrbanTransportIndicator,
    UrbanTransportPlan,
    UrbanTransportProject,
)

THEME = Theme(
    name="urban_transport_plans",
    serves={
        10: Serves(
            "Planes de Transporte Urbano de principales ciudades del país",
            "los planes, sus medidas por fase con su presupuesto y sus indicadores, donde un "
            "documento los da; cómo participó la ciudadanía en elaborarlos no está en el mapa, "
            "sino en sus consultas",
        ),
    },
    layers=(URBAN_TRANSPORT_PLANS, URBAN_TRANSPORT_PROJECTS, URBAN_TRANSPORT_INDICATORS),
    records=(UrbanTransportPlan, UrbanTransportProject, UrbanTransportIndicator),
    sources=(PLANS, MEASURES, INDICATORS),
    guide="importar-planes-de-transporte.md",
)
