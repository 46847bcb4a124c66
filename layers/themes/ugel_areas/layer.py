"""Commitment 6: the areas of the UGEL, with what is known of their services."""

from __future__ import annotations

from django.db.models import QuerySet

from layers.layer import AnyUser, Layer
from layers.model_fields import fields_of
from layers.themes.provenance import DECLARED, PROVENANCE
from layers.themes.ugel_areas.styles import BY_EIB, BY_RURAL
from territory.models import UgelArea


def _rows(user: AnyUser) -> QuerySet[UgelArea]:
    return UgelArea.objects.published()


UGEL_AREAS = Layer(
    name="ugel_areas",
    title="Áreas de las UGEL",
    abstract="Las Unidades de Gestión Educativa Local con los distritos en los que la mayoría de "
    "los servicios educativos con UGEL son suyos, según el padrón del Ministerio de Educación. No "
    "es una delimitación oficial de jurisdicciones: un distrito que varias comparten está entero "
    "en la que más servicios tiene, y en un empate en la de código menor. Las direcciones y "
    "gerencias regionales (DRE, GRE) no son UGEL y no tienen área. El límite es la unión de los "
    "de sus distritos: aproximado mientras estos no sean los oficiales del INEI. Los servicios "
    "EIB son los del registro del ministerio, con su fuente y su corte; donde ningún registro "
    "publicado habla de una UGEL están vacíos.",
    theme="education",
    keywords=("educación", "UGEL", "DRE", "gestión descentralizada", "padrón", "ESCALE"),
    commitments=(6,),
    rows=_rows,
    geom="geom",
    geometry_type="MultiPolygon",
    title_field="name",
    fields=fields_of(
        UgelArea,
        "code",
        "name",
        *DECLARED,
        "services",
        "pupils",
        "pupils_known",
        "teachers",
        "teachers_known",
        "rural_services",
        "area_known",
        "rural_percent",
        "crfa_services",
        "sre_services",
        "st_services",
        "fad_source",
        "fad_cutoff_date",
        "eib_services",
        "eib_known",
        "eib_percent",
        "eib_languages",
        "eib_source",
        "eib_cutoff_date",
        "districts",
        "shared_districts",
        "tied_districts",
        "undrawn_districts",
        "boundary_source",
        "boundary_origin",
        "boundary_cutoff_date",
        *PROVENANCE,
    ),
    style=BY_RURAL,
    styles=(BY_EIB,),
    sample_path="is_sample",
    source_url_path="source_url",
    boundary_path="boundary_source",
    boundary_origin_path="boundary_origin",
    licence="",
    attribution="MINEDU",
    sheet="/ugel/{code}/",
)
