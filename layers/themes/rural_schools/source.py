"""Commitment 8: the register of schools, and the list of their models of service."""

from __future__ import annotations

from pathlib import Path

from django.db import connection

from layers.source import Source, Table
from layers.themes.higher_institutes import institutes
from layers.themes.rural_schools import columns, reader, service_models_reader
from territory.eib.joined import join_register
from territory.models import (
    HigherInstitute,
    RuralResidence,
    RuralSchool,
    SchoolService,
    ServiceModelEntry,
    UgelArea,
)
from territory.residences.derived import refresh_residences
from territory.sql import read_statements
from territory.titles.placed import place_degree_counts
from territory.ugel.areas import refresh_ugel_areas

_SCHOOL = ("modular_code", "annex", "is_sample")
_SQL = read_statements(Path(__file__).with_suffix(".sql"))


def assign_service_models() -> None:
    """Give every school the model that the list says, and none where it says nothing.

    Call it after either changed, in the same transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SQL["assign_service_models"])


def refresh_derived() -> None:
    """What follows from the register: models, residences, EIB places, titles, UGEL areas."""
    join_register()
    place_degree_counts()
    refresh_with_models()


def refresh_with_models() -> None:
    """What follows from the list of models: the schools' own, residences, the UGEL's counts."""
    assign_service_models()
    refresh_residences()
    refresh_ugel_areas()


EDUCATION = Source(
    name="education",
    title="Servicios educativos y escuelas rurales (padrón ESCALE)",
    agencies=("MINEDU-DISER",),
    tables=(
        Table(
            "school_services",
            SchoolService,
            columns=columns.SERVICE_FIELDS,
            key=_SCHOOL,
            is_layer=False,
        ),
        Table(
            "rural_schools",
            RuralSchool,
            columns=columns.FILE.fields,
            key=_SCHOOL,
            part_of="school_services",
        ),
        Table(
            "higher_institutes",
            HigherInstitute,
            columns=institutes.COLUMNS,
            key=_SCHOOL,
            part_of="school_services",
        ),
    ),
    read=reader.read_schools,
    withheld=("DIRECTOR", "TELEFONO", "EMAIL", "PAGWEB"),
    choices=("sheet",),
    file=columns.FILE,
    sample="rural_schools.csv",
    refresh_derived=refresh_derived,
    also_shows=("rural_residences", "eib_schools", "degree_counts", "ugel_areas", "focalised_ugel"),
    derives=(RuralResidence, UgelArea),
)

EDUCATION_MODELS = Source(
    name="education_models",
    title="Modelos de servicio de las escuelas (CRFA, SRE, ST)",
    agencies=("MINEDU-DISER",),
    tables=(
        Table(
            "education_models",
            ServiceModelEntry,
            columns=service_models_reader.FILE.fields,
            key=_SCHOOL,
            is_layer=False,
        ),
    ),
    read=service_models_reader.read_models,
    choices=("sheet",),
    file=service_models_reader.FILE,
    sample="education_models.csv",
    refresh_derived=refresh_with_models,
    also_shows=("rural_schools", "rural_residences", "ugel_areas", "focalised_ugel"),
)
