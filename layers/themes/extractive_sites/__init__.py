"""Commitment 4: sites of extraction, from the mining cadastre."""

from layers.themes.extractive_sites.layer import EXTRACTIVE_SITES
from layers.themes.extractive_sites.source import EXTRACTIVES
from layers.themes.theme import Serves, Theme
from territory.models import ExtractiveSite

THEME = Theme(
    name="extractive_sites",
    serves={
        4: Serves(
            "recursos públicos que provienen de las actividades extractivas",
            "los derechos mineros, no los recursos públicos que generan",
        ),
    },
    layers=(EXTRACTIVE_SITES,),
    records=(ExtractiveSite,),
    sources=(EXTRACTIVES,),
    guide="importar-concesiones.md",
)
