"""Commitment 4: sites of extraction, from the mining cadastre and the register of forests."""

from layers.themes.extractive_sites.layer import EXTRACTIVE_SITES
from layers.themes.extractive_sites.source import EXTRACTIVES, FORESTS
from layers.themes.theme import Serves, Theme
from territory.models import ExtractiveSite

THEME = Theme(
    name="extractive_sites",
    serves={
        4: Serves(
            "recursos públicos que provienen de las actividades extractivas",
            "los derechos mineros y los títulos forestales",
            lacks="no los recursos públicos que generan",
            shown_by=("resource_transfers",),
        ),
    },
    layers=(EXTRACTIVE_SITES,),
    records=(ExtractiveSite,),
    sources=(EXTRACTIVES, FORESTS),
    guide="importar-concesiones.md",
)
