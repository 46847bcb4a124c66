"""Commitment 11: which catalogue's version facilities use, and the sector's practices."""

from layers.themes.catalogue_adoption.layer import CATALOGUE_ADOPTION
from layers.themes.catalogue_adoption.source import ADOPTION, CODES, MAPS, PRACTICES
from layers.themes.theme import Serves, Theme
from territory.models import CatalogueAdoption

THEME = Theme(
    name="catalogue_adoption",
    serves={
        11: Serves(
            "gestión de catálogos y su interoperabilidad con sus respectivos sistemas de "
            "información",
            "qué versión de cada catálogo usan los establecimientos de los que se sabe, y las "
            "prácticas y protocolos del sector, no si lo que registran está bien codificado",
        ),
    },
    layers=(CATALOGUE_ADOPTION,),
    records=(CatalogueAdoption,),
    # A map speaks of codes that are published.
    sources=(CODES, MAPS, ADOPTION, PRACTICES),
    guide="importar-catalogos-salud.md",
)
