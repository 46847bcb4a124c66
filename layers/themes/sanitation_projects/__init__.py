"""Commitment 14: public investments in sanitation."""

from layers.themes.sanitation_projects.layer import SANITATION_PROJECTS
from layers.themes.sanitation_projects.source import SANITATION
from layers.themes.theme import Theme
from territory.models import SanitationProject

THEME = Theme(
    name="sanitation_projects",
    commitments=(14,),
    layers=(SANITATION_PROJECTS,),
    records=(SanitationProject,),
    sources=(SANITATION,),
    guide="importar-saneamiento.md",
)
