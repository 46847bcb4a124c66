"""Commitment 18: services for victims of trafficking, counted by region and never placed."""

from layers.themes.theme import Part, Serves, Theme
from layers.themes.victim_service_counts.layer import VICTIM_SERVICE_COUNTS
from layers.themes.victim_service_counts.source import VICTIM_SERVICES
from territory.models import VictimServiceCount

THEME = Theme(
    name="victim_service_counts",
    serves={
        18: Serves(
            "mejorar la atención de las víctimas",
            "cuántos servicios de atención hay en cada región y de qué clase, no dónde están ni a "
            "cuántas personas atienden",
        ),
    },
    layers=(VICTIM_SERVICE_COUNTS,),
    records=(),
    counts=(VictimServiceCount,),
    sources=(VICTIM_SERVICES,),
    guide="importar-servicios-victimas.md",
    without={Part.SEARCH: "Un conteo no tiene nombre ni código por el que se busque."},
)
