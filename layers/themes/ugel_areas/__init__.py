"""Commitment 6: the areas of the UGEL, which follow from the register of services."""

from layers.themes.theme import Part, Serves, Theme
from layers.themes.ugel_areas.layer import UGEL_AREAS
from territory.models import UgelArea

_REGISTER = "Sus filas se derivan del padrón de servicios educativos, que otra fuente importa."

THEME = Theme(
    name="ugel_areas",
    serves={
        6: Serves(
            "las Unidades de Gestión Educativa Local focalizadas",
            "todas las UGEL del padrón con sus distritos, sus indicadores y sus pares",
            lacks="no cuáles están focalizadas, ni si el modelo de gestión se aplica",
            shown_by=("focalised_ugel",),
        ),
    },
    layers=(UGEL_AREAS,),
    records=(UgelArea,),
    sources=(),
    guide="importar-ugel.md",
    without={
        Part.IMPORT: _REGISTER,
        Part.SAMPLE: _REGISTER,
        Part.GUIDE: "La guía explica cómo se derivan: no hay archivo cuyas columnas explicar.",
    },
)
