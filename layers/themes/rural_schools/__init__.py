"""Commitment 8: rural schools and the models of service that they follow."""

from layers.themes.rural_schools.layer import RURAL_SCHOOLS
from layers.themes.rural_schools.source import EDUCATION, EDUCATION_MODELS
from layers.themes.theme import Serves, Theme
from territory.models import RuralSchool

THEME = Theme(
    name="rural_schools",
    serves={
        8: Serves(
            "los servicios educativos específicos para la población del ámbito rural",
            "las escuelas rurales y su modelo de servicio",
            lacks="no su mobiliario ni sus alianzas",
            shown_by=("rural_residences",),
        ),
    },
    layers=(RURAL_SCHOOLS,),
    records=(RuralSchool,),
    sources=(EDUCATION, EDUCATION_MODELS),
    guide="importar-escuelas.md",
)
