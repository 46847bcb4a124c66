"""Samples of the register of titles: invented numbers at the institutes of the sample register."""

from __future__ import annotations

from collections.abc import Iterator

from layers.themes.higher_institutes.institutes import kind_of
from layers.themes.rural_schools.sample_services import SampleService, sample_services
from layers.themes.sample_places import SamplePlaces, written

_HEADER = (
    "CODIGO_MODULAR",
    "INSTITUCION",
    "DEPARTAMENTO",
    "PROVINCIA",
    "DISTRITO",
    "PROGRAMA",
    "TIPO",
    "ANIO_REGISTRO",
    "NUMERO_TITULO",
    "CODIGO_PUBLICO",
)
_YEARS = (2016, 2017, 2018)
_PROGRAMMES = ("A", "B")
_MOST = 4


def write(places: SamplePlaces) -> dict[str, str]:
    """Titles of two programmes in three years, and degrees of one, of every sample institute."""
    institutes = [one for one in sample_services(places) if kind_of(one.level)]
    rows = (row for one in institutes for row in _rows(places, one))
    return {"titles.csv": written(_HEADER, rows)}


def _rows(places: SamplePlaces, institute: SampleService) -> Iterator[tuple[object, ...]]:
    number = 0
    names = [name.upper() for name in institute.place.names]
    for year in _YEARS:
        for programme in _PROGRAMMES:
            for _title in range(places.random.randint(1, _MOST)):
                number += 1
                kind = "GRADO DE BACHILLER" if programme == "B" and number % 2 else "TÍTULO"
                code = f"EJ-{institute.modular_code}-{number}"
                yield (
                    *(institute.modular_code, institute.name, *names),
                    *(f"PROGRAMA DE EJEMPLO {programme}", kind, year, f"EJ-{number:04}", code),
                )
