"""Commitment 5: services of intercultural bilingual education and their languages."""

from layers.themes.eib_schools.layer import EIB_SCHOOLS
from layers.themes.eib_schools.source import EIB
from layers.themes.theme import Serves, Theme
from territory.models import EibSchool

THEME = Theme(
    name="eib_schools",
    serves={
        5: Serves(
            "las lenguas originarias de los niños y niñas de pueblos originarios de la Educación "
            "Intercultural Bilingüe",
            "qué servicios son de educación intercultural bilingüe, en qué lenguas y con qué forma "
            "de atención; las rondas sobre capacitación, materiales, su uso y las familias no "
            "están en el mapa, sino en su página",
        ),
    },
    layers=(EIB_SCHOOLS,),
    records=(EibSchool,),
    sources=(EIB,),
    guide="importar-eib.md",
)
