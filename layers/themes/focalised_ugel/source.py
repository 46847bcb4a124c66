"""Commitment 6: the files of the management model and of the UGEL in which it comes about."""

from __future__ import annotations

from layers.source import Source, Table
from layers.themes.focalised_ugel import agreements_file, focalised_file, model_file, route_file
from territory.models import FocalisedUgel, ManagementModelVersion, UgelAgreement, UgelRouteStep
from territory.ugel.focalised import place_focalised

_AGENCIES = ("MINEDU",)

UGEL_FOCALISED = Source(
    name="ugel_focalised",
    title="UGEL focalizadas",
    agencies=_AGENCIES,
    tables=(
        Table(
            focalised_file.TABLE,
            FocalisedUgel,
            columns=focalised_file.FILE.fields,
            key=("ugel_code", "is_sample"),
        ),
    ),
    read=focalised_file.read_focalised,
    file=focalised_file.FILE,
    needs_provenance=False,
    sample="focalised_ugel.csv",
    choices=("sheet",),
    refresh_derived=place_focalised,
)

# What follows is no layer: it is of the UGEL that the layer draws.
UGEL_ROUTES = Source(
    name="ugel_routes",
    title="Rutas de consenso de las UGEL focalizadas, paso por paso",
    agencies=_AGENCIES,
    tables=(
        Table(
            route_file.TABLE,
            UgelRouteStep,
            columns=route_file.FILE.fields,
            key=("ugel_code", "position", "is_sample"),
            is_layer=False,
        ),
    ),
    read=route_file.read_steps,
    file=route_file.FILE,
    needs_provenance=False,
    sample="ugel_route_steps.csv",
    choices=("sheet",),
    also_shows=("focalised_ugel",),
)

UGEL_AGREEMENTS = Source(
    name="ugel_agreements",
    title="Acuerdos intersectoriales de las UGEL focalizadas",
    agencies=_AGENCIES,
    tables=(
        Table(
            agreements_file.TABLE,
            UgelAgreement,
            columns=agreements_file.FILE.fields,
            key=("ugel_code", "code", "is_sample"),
            is_layer=False,
        ),
    ),
    read=agreements_file.read_agreements,
    file=agreements_file.FILE,
    needs_provenance=False,
    sample="ugel_agreements.csv",
    choices=("sheet",),
    also_shows=("focalised_ugel",),
)

UGEL_MODEL = Source(
    name="ugel_model",
    title="Versiones del modelo de gestión descentralizada",
    agencies=_AGENCIES,
    tables=(
        Table(
            model_file.TABLE,
            ManagementModelVersion,
            columns=model_file.FILE.fields,
            key=("title", "edition", "is_sample"),
            is_layer=False,
        ),
    ),
    read=model_file.read_model_versions,
    file=model_file.FILE,
    needs_provenance=False,
    sample="management_model_versions.csv",
    choices=("sheet",),
    also_shows=("focalised_ugel",),
)
