"""Commitment 17: complaints of extortion in La Libertad, as several sources count them."""

from layers.themes.extortion_counts.layer import EXTORTION_COUNTS
from layers.themes.extortion_counts.source import EXTORTION
from layers.themes.theme import Part, Serves, Theme
from territory.models import ExtortionCount

THEME = Theme(
    name="extortion_counts",
    serves={
        17: Serves(
            "Facilitar información estadística, evidencias cuantitativas y cualitativas sobre las "
            "características de la extorsión en la ciudad de Trujillo",
            "cuántas denuncias de extorsión cuenta cada fuente por distrito, provincia o región y "
            "año, y sus características por provincia",
        ),
    },
    layers=(EXTORTION_COUNTS,),
    records=(),
    counts=(ExtortionCount,),
    sources=(EXTORTION,),
    guide="importar-extorsiones.md",
    without={Part.SEARCH: "Un conteo no tiene nombre ni código por el que se busque."},
)
