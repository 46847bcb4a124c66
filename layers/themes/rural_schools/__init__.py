"""Commitment 8: rural schools and the models of service that they follow."""

from layers.themes.rural_schools.layer import RURAL_SCHOOLS
from layers.themes.rural_schools.source import EDUCATION, EDUCATION_MODELS
from layers.themes.theme import Theme
from territory.models import RuralSchool

THEME = Theme(
    name="rural_schools",
    commitments=(8,),
    layers=(RURAL_SCHOOLS,),
    records=(RuralSchool,),
    sources=(EDUCATION, EDUCATION_MODELS),
    guide="importar-escuelas.md",
)
