"""Commitment 16: police stations, where most of what is counted was reported."""

from layers.themes.police_stations.layer import POLICE_STATIONS
from layers.themes.police_stations.source import STATIONS
from layers.themes.theme import Serves, Theme
from territory.models import PoliceStation

THEME = Theme(
    name="police_stations",
    serves={
        16: Serves(
            "brindar información que aporte a la generación de propuestas relacionadas a "
            "políticas públicas sobre seguridad ciudadana",
            "las comisarías en las que se denuncia",
            lacks="no lo denunciado",
            shown_by=("crime_counts",),
        ),
    },
    layers=(POLICE_STATIONS,),
    records=(PoliceStation,),
    sources=(STATIONS,),
    guide="importar-comisarias.md",
)
