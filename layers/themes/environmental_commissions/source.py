"""Commitment 3: the files of environmental commissions, and of what was done with them."""

from __future__ import annotations

from pathlib import Path

from django.db import connection

from layers.source import Source, Table
from layers.themes.environmental_commissions import (
    assistance_reader,
    guidelines_reader,
    policies_reader,
    reader,
)
from territory.models import (
    CommissionAssistance,
    CommissionPolicy,
    EnvironmentalCommission,
    GuidelineVersion,
)
from territory.sql import read_statements

_SQL = read_statements(Path(__file__).with_suffix(".sql"))
_AGENCIES = ("MINAM-DGPIGA",)


def assign_assistance() -> None:
    """Give every commission what register and list of assistances know together of it.

    Call it after either changed, in the same transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SQL["assign_assistance"])


ENVIRONMENT = Source(
    name="environment",
    title="Comisiones ambientales (CAR y CAM)",
    agencies=_AGENCIES,
    tables=(
        Table(
            "environmental_commissions",
            EnvironmentalCommission,
            columns=reader.FILE.fields,
            key=("kind", "declared_ubigeo", "is_sample"),
        ),
    ),
    read=reader.read_commissions,
    file=reader.FILE,
    needs_provenance=False,
    sample="environmental_commissions.csv",
    choices=("sheet",),
    refresh_derived=assign_assistance,
)

ENVIRONMENT_ASSISTANCE = Source(
    name="environment_assistance",
    title="Asistencias a comisiones ambientales, y sus mejoras",
    agencies=_AGENCIES,
    tables=(
        Table(
            "commission_assistance",
            CommissionAssistance,
            columns=assistance_reader.FILE.fields,
            key=("kind", "declared_ubigeo", "assisted_on", "topic", "is_sample"),
        ),
    ),
    read=assistance_reader.read_assistances,
    file=assistance_reader.FILE,
    needs_provenance=False,
    sample="commission_assistance.csv",
    choices=("sheet",),
    refresh_derived=assign_assistance,
    also_shows=("environmental_commissions",),
)

ENVIRONMENT_POLICIES = Source(
    name="environment_policies",
    title="Políticas de las comisiones ambientales, por etapa",
    agencies=_AGENCIES,
    tables=(
        Table(
            "commission_policies",
            CommissionPolicy,
            columns=policies_reader.FILE.fields,
            key=("kind", "declared_ubigeo", "name", "stage", "is_sample"),
        ),
    ),
    read=policies_reader.read_policies,
    file=policies_reader.FILE,
    needs_provenance=False,
    sample="commission_policies.csv",
    choices=("sheet",),
)

# They are no layer: a version is of no place.
ENVIRONMENT_GUIDELINES = Source(
    name="environment_guidelines",
    title="Versiones de los lineamientos de las CAR y CAM",
    agencies=_AGENCIES,
    tables=(
        Table(
            "guideline_versions",
            GuidelineVersion,
            columns=guidelines_reader.FILE.fields,
            key=("title", "version", "is_sample"),
            is_layer=False,
        ),
    ),
    read=guidelines_reader.read_guidelines,
    file=guidelines_reader.FILE,
    needs_provenance=False,
    sample="guideline_versions.csv",
    choices=("sheet",),
    also_shows=("environmental_commissions",),
)
