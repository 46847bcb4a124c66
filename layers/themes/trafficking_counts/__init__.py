"""Commitment 18: victims of trafficking and of migrant smuggling, by region and year."""

from layers.themes.theme import Part, Serves, Theme
from layers.themes.trafficking_counts.layer import TRAFFICKING_COUNTS
from layers.themes.trafficking_counts.source import TRAFFICKING
from territory.models import TraffickingCount

THEME = Theme(
    name="trafficking_counts",
    serves={
        18: Serves(
            "fortalecer los sistemas existentes sobre la trata de personas",
            "cuántas víctimas cuenta cada registro por región y año, con los números pequeños "
            "reservados",
        ),
    },
    layers=(TRAFFICKING_COUNTS,),
    records=(),
    counts=(TraffickingCount,),
    sources=(TRAFFICKING,),
    guide="importar-trata.md",
    without={Part.SEARCH: "Un conteo no tiene nombre ni código por el que se busque."},
)
