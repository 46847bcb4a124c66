"""Commitment 14: public investments in sanitation."""

from layers.themes.sanitation_projects.layer import SANITATION_PROJECTS
from layers.themes.sanitation_projects.source import SANITATION
from layers.themes.theme import Serves, Theme
from territory.models import SanitationProject

THEME = Theme(
    name="sanitation_projects",
    serves={
        14: Serves(
            "sistema de información integral sobre proyectos de inversión en saneamiento",
            "las inversiones con su costo y su avance, no las fuentes de su financiamiento",
        ),
    },
    layers=(SANITATION_PROJECTS,),
    records=(SanitationProject,),
    sources=(SANITATION,),
    guide="importar-saneamiento.md",
)
