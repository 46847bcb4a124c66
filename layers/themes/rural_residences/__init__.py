"""Commitment 8: the residences of rural schools, which follow from register and list of models."""

from layers.themes.rural_residences.layer import RURAL_RESIDENCES
from layers.themes.theme import Part, Serves, Theme
from territory.models import RuralResidence

_DERIVED = "Sus filas se derivan del padrón de escuelas y de la lista de modelos, de otra fuente."

THEME = Theme(
    name="rural_residences",
    serves={
        8: Serves(
            "asegurar una adecuada dotación de enseres y mobiliario de las FAD",
            "las residencias, lo que se publicó que necesitan y lo que recibieron por alianzas, no "
            "si su dotación es adecuada",
        ),
    },
    layers=(RURAL_RESIDENCES,),
    records=(RuralResidence,),
    sources=(),
    guide="residencias.md",
    without={
        Part.IMPORT: _DERIVED,
        Part.SAMPLE: _DERIVED,
        Part.GUIDE: "La guía explica cómo se derivan: no hay archivo cuyas columnas explicar.",
    },
)
