"""The kinds of records of the repository of studies, and what only they can have wrong."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import shapely
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon

from layers.crossings import check_density
from layers.errors import InvalidGeometry, InvalidParameter
from layers.record_kinds import Kind
from layers.security_policy.kinds import not_to_come
from territory.models import SanitationStudy, StudyVersion
from territory.participation.processes.agreements import today
from territory.sanitation_studies import refresh_studies

LAYER = "sanitation_studies"
NUMBER = 15
# A department's outline has some hundreds of vertices, the whole country's districts 100,000.
MOST_VERTICES = 20_000
NO_PERSONS = (
    "Confirmo que en el archivo no hay datos personales: ni nombres de encuestados o pobladores, "
    "ni firmas, direcciones, teléfonos, números de documento o fotografías en las que se "
    "reconozca a alguien"
)
# Degrees: the country with its sea.
_WEST, _SOUTH, _EAST, _NORTH = -84.7, -20.2, -68.5, 0.2


def _study_problems(record: Any) -> Iterator[InvalidParameter]:
    yield from not_to_come(record, "cutoff_date")
    if isinstance(record.year, int) and record.year > today().year:
        yield InvalidParameter("Año: aún no llega.", parameter="year")
    if record.footprint is not None:
        try:
            record.footprint = area(record.footprint)
        except InvalidGeometry as error:
            yield InvalidParameter(f"Huella: {error.message}", parameter="footprint")


def area(given: Any) -> MultiPolygon:
    """A drawn footprint as it is stored, a valid MultiPolygon in Peru; raises InvalidGeometry."""
    shape = given if isinstance(given, GEOSGeometry) else GEOSGeometry(str(given), srid=4326)
    if shape.geom_type == "Polygon":
        shape = MultiPolygon(shape, srid=4326)
    if not isinstance(shape, MultiPolygon) or shape.empty or shape.srid != 4326 or shape.hasz:
        raise InvalidGeometry("Se espera un polígono en longitud y latitud (EPSG:4326).")
    if shape.num_coords > MOST_VERTICES:
        raise InvalidGeometry(f"Tiene más de {MOST_VERTICES} vértices.")
    west, south, east, north = shape.extent
    if not (_WEST <= west <= east <= _EAST and _SOUTH <= south <= north <= _NORTH):
        raise InvalidGeometry("El área no está en el Perú.")
    check_density(shapely.from_wkb(bytes(shape.wkb)))
    if not shape.valid:
        raise InvalidGeometry("Sus lados se cruzan: dibújela de nuevo.")
    return shape


STUDY = Kind(
    "sanitation_study",
    SanitationStudy,
    (),
    (
        "title",
        "abstract",
        "institution",
        "year",
        "kind",
        "licence",
        "units",
        "footprint",
        "source_url",
        "cutoff_date",
    ),
    layers=(LAYER,),
    of_commitment=NUMBER,
    problems=_study_problems,
    follows=refresh_studies,
)
STUDY_VERSION = Kind(
    "study_version",
    StudyVersion,
    ("study_id",),
    ("title",),
    within="study",
    layers=(LAYER,),
    of_commitment=NUMBER,
    follows=refresh_studies,
    confirms=NO_PERSONS,
    takes_file=True,
)
STUDY_KINDS = (STUDY, STUDY_VERSION)
