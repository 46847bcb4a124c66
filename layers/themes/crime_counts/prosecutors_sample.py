"""Samples of complaints in prosecutors' offices: invented numbers in the official form."""

from __future__ import annotations

from collections.abc import Iterator

from layers.themes.crime_counts.columns import SAMPLE_NOTE
from layers.themes.sample_places import SamplePlaces, written
from territory.models.prosecutors import ProsecutorsDistrict

_HEADER = (
    "periodo_denuncia",
    "anio_denuncia",
    "fecha_descarga",
    "distrito_fiscal",
    "especialidad",
    "tipo_caso",
    "generico",
    "subgenerico",
    "articulo",
    "des_articulo",
    "cantidad",
    "ubigeo",
    "dpto",
    "prov",
    "dist",
    "fecha_corte",
    "nota",
)
_YEAR = 2017
_PROPERTY = "CONTRA EL PATRIMONIO"
# Generic and other name, article, about how many a year in a large district.
_OFFENCES = (
    (_PROPERTY, "HURTO", "185", 900),
    (_PROPERTY, "EXTORSION", "200", 40),
    (_PROPERTY, "EXTORSION", "S/Art", 6),
    ("CONTRA LA LIBERTAD", "VIOLACION DE LA LIBERTAD PERSONAL", "151", 120),
    ("CONTRA EL HONOR", "INJURIA,CALUMNIA Y DIFAMACION", "130", 5),
)


def write(places: SamplePlaces) -> str:
    """Each prosecutors' district in a year; where its office is isn't said."""
    return written(_HEADER, _rows(places), ";")


def _rows(places: SamplePlaces) -> Iterator[tuple[object, ...]]:
    for district in ProsecutorsDistrict:
        size = places.random.choice((0.2, 0.6, 1.0))
        for generic, other, article, about in _OFFENCES:
            number = round(about * size * places.random.uniform(0.5, 1.5))
            if number:
                yield (
                    "ENERO - DICIEMBRE",
                    _YEAR,
                    "15/01/2018",
                    str(district.label).upper(),
                    "PENAL",
                    "DENUNCIA",
                    generic,
                    other,
                    article,
                    "",
                    number,
                    "",
                    "",
                    "",
                    "",
                    "31/12/2018",
                    SAMPLE_NOTE,
                )
