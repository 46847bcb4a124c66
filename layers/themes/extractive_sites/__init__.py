"""Commitment 4: sites of extraction, from the mining cadastre."""

from layers.themes.extractive_sites.layer import EXTRACTIVE_SITES
from layers.themes.extractive_sites.source import EXTRACTIVES
from layers.themes.theme import Theme
from territory.models import ExtractiveSite

THEME = Theme(
    name="extractive_sites",
    commitments=(4,),
    layers=(EXTRACTIVE_SITES,),
    records=(ExtractiveSite,),
    sources=(EXTRACTIVES,),
    guide="importar-concesiones.md",
)
