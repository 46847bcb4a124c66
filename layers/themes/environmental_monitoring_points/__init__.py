"""Commitment 2: points at which the environment is monitored, and what was found there."""

from layers.themes.environmental_monitoring_points.layer import (
    ENVIRONMENTAL_MEASUREMENTS,
    ENVIRONMENTAL_MONITORING_POINTS,
)
from layers.themes.environmental_monitoring_points.source import (
    DIGESA_AIR,
    EMISSIONS,
    OEFA_POINTS,
    OEFA_VALUES,
)
from layers.themes.theme import Serves, Theme
from territory.models import EnvironmentalMeasurement, EnvironmentalMonitoringPoint

THEME = Theme(
    name="environmental_monitoring_points",
    serves={
        2: Serves(
            "incrementar la provisión y el uso de información ambiental",
            "los puntos en los que se tomaron muestras y lo que se midió en ellos, según cada "
            "registro; no el estado del ambiente de todo el país",
        ),
    },
    layers=(ENVIRONMENTAL_MONITORING_POINTS, ENVIRONMENTAL_MEASUREMENTS),
    records=(EnvironmentalMonitoringPoint,),
    history=(EnvironmentalMeasurement,),
    sources=(OEFA_VALUES, OEFA_POINTS, DIGESA_AIR, EMISSIONS),
    guide="importar-monitoreo-ambiental.md",
)
