"""Samples of services for victims: a few in each region, all invented."""

from __future__ import annotations

from collections.abc import Iterator

from layers.themes.sample_places import CUTOFF_DATE, SOURCE, SamplePlaces, written
from layers.themes.victim_service_counts.reader import SAMPLE_NOTE
from territory.models import VictimServiceCount

_HEADER = (
    "ubigeo",
    "territorio",
    "anio",
    "servicio",
    "cantidad",
    "nota",
    "fuente",
    "url_fuente",
    "fecha_corte",
)
_YEARS = (2017, 2018)
# Zero is a number; an empty cell is not.
_NUMBERS = (0, 1, 1, 2, 3, 5, 8, None)


def write(places: SamplePlaces) -> dict[str, str]:
    """Every region in two years."""
    return {"victim_service_counts.csv": written(_HEADER, _rows(places), ";")}


def _rows(places: SamplePlaces) -> Iterator[tuple[object, ...]]:
    for place in places.departments():
        for year in _YEARS:
            for service in VictimServiceCount.Service:
                yield (
                    place.ubigeo,
                    place.name,
                    year,
                    service.label,
                    places.random.choice(_NUMBERS),
                    SAMPLE_NOTE,
                    SOURCE,
                    None,
                    CUTOFF_DATE,
                )
