"""Commitment 11: the files of which catalogues facilities use, and of the sector's practices."""

from __future__ import annotations

from layers.source import Held, Source, Table
from layers.themes.catalogue_adoption import (
    adoption_file,
    codes_file,
    maps_file,
    practices_file,
)
from layers.themes.catalogue_adoption.known_codes import COLUMNS, unknown_codes
from territory.health_catalogues.loading import load_code_systems, load_concept_maps
from territory.health_catalogues.placed import place_adoptions
from territory.models import CatalogueAdoption, HealthCode, HealthCodeMapping, HealthPractice

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

# The rows of which the catalogues are made that everybody asks for.
CODES = Source(
    name="health_codes",
    title="Códigos de los catálogos de salud, por versión",
    agencies=_AGENCIES,
    tables=(
        Table(
            codes_file.TABLE,
            HealthCode,
            columns=codes_file.FILE.fields,
            key=("catalogue_url", "edition", "code", "is_sample"),
            is_layer=False,
        ),
    ),
    read=codes_file.read_codes,
    file=codes_file.FILE,
    needs_provenance=False,
    sample="health_codes.csv",
    choices=("sheet",),
    also_shows=("catalogue_adoption",),
    refresh_derived=load_code_systems,
)

MAPS = Source(
    name="health_code_maps",
    title="Correspondencias entre catálogos de salud",
    agencies=_AGENCIES,
    tables=(
        Table(
            maps_file.TABLE,
            HealthCodeMapping,
            columns=maps_file.FILE.fields,
            key=("map_url", "edition", "source_code", "target_code", "is_sample"),
            is_layer=False,
        ),
    ),
    read=maps_file.read_maps,
    file=maps_file.FILE,
    needs_provenance=False,
    sample="health_code_maps.csv",
    choices=("sheet",),
    also_shows=("catalogue_adoption",),
    held=Held(maps_file.TABLE, COLUMNS, unknown_codes),
    refresh_derived=load_concept_maps,
)
