"""Commitment 7: institutes of higher education, and the titles and degrees registered of each."""

from layers.themes.higher_institutes.layer import DEGREE_COUNTS, HIGHER_INSTITUTES
from layers.themes.higher_institutes.source import TITLES
from layers.themes.theme import Serves, Theme
from territory.models import DegreeCount, HigherInstitute

THEME = Theme(
    name="higher_institutes",
    serves={
        7: Serves(
            "permitir a cualquier entidad o usuario efectuar la consulta correspondiente",
            "los institutos y CETPRO, cuántos títulos y grados registró el ministerio de cada "
            "programa y año, y si un título está en el registro",
        ),
    },
    layers=(HIGHER_INSTITUTES, DEGREE_COUNTS),
    records=(HigherInstitute,),
    counts=(DegreeCount,),
    sources=(TITLES,),
    guide="importar-titulos.md",
)
