"""Commitment 16: complaints to the police by place and time."""

from layers.themes.crime_counts.layer import CRIME_COUNTS, CRIME_MONTHS
from layers.themes.crime_counts.source import PROSECUTORS, SIDPOL
from layers.themes.theme import Part, Serves, Theme
from territory.models import CrimeCount

THEME = Theme(
    name="crime_counts",
    serves={
        16: Serves(
            "brindar información que aporte a la generación de propuestas relacionadas a "
            "políticas públicas sobre seguridad ciudadana",
            "cuántas denuncias se registraron en cada distrito y mes, no cuántos delitos hubo",
        ),
    },
    layers=(CRIME_COUNTS, CRIME_MONTHS),
    records=(),
    counts=(CrimeCount,),
    sources=(SIDPOL, PROSECUTORS),
    guide="importar-denuncias.md",
    without={Part.SEARCH: "Un conteo no tiene nombre ni código por el que se busque."},
)
