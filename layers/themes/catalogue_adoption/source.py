"""Commitment 11: the files of which catalogues facilities use, and of the sector's practices."""

from __future__ import annotations

from layers.source import Source, Table
from layers.themes.catalogue_adoption import adoption_file, practices_file
from territory.health_catalogues.placed import place_adoptions
from territory.models import CatalogueAdoption, HealthPractice

_AGENCIES = ("MINSA",)

ADOPTION = Source(
    name="catalogue_adoption",
    title="Uso de los catálogos de salud en los establecimientos",
    agencies=_AGENCIES,
    tables=(
        Table(
            adoption_file.TABLE,
            CatalogueAdoption,
            columns=adoption_file.FILE.fields,
            key=("facility_code", "catalogue", "is_sample"),
        ),
    ),
    read=adoption_file.read_adoption,
    file=adoption_file.FILE,
    needs_provenance=False,
    sample="catalogue_adoption.csv",
    choices=("sheet",),
    refresh_derived=place_adoptions,
)

# No layer: it is of no place.
PRACTICES = Source(
    name="health_practices",
    title="Prácticas y protocolos del sector salud",
    agencies=_AGENCIES,
    tables=(
        Table(
            practices_file.TABLE,
            HealthPractice,
            columns=practices_file.FILE.fields,
            key=("title", "edition", "is_sample"),
            is_layer=False,
        ),
    ),
    read=practices_file.read_practices,
    file=practices_file.FILE,
    needs_provenance=False,
    sample="health_practices.csv",
    choices=("sheet",),
    also_shows=("catalogue_adoption",),
)
