"""Samples of police stations: invented names, in real districts near their capitals."""

from __future__ import annotations

from collections.abc import Iterator

from layers.themes.sample_places import SamplePlaces, written

_HEADER = (
    "REGION_POLICIAL",
    "DIVISION_POLICIAL",
    "COMISARIA",
    "TIPO",
    "DEPARTAMENTO",
    "PROVINCIA",
    "DISTRITO",
    "UBIGEO",
    "DIRECCION",
    "LATITUD",
    "LONGITUD",
)
_EACH = 10
_KINDS = ("A", "B", "C", "D", "E", None)


def write(places: SamplePlaces) -> dict[str, str]:
    """Some of every department, most with a position."""
    return {"police_stations.csv": written(_HEADER, _rows(places))}


def _rows(places: SamplePlaces) -> Iterator[tuple[object, ...]]:
    number = 0
    for department in places.departments():
        for at, place in enumerate(places.some(places.inside(department.ubigeo, 6), _EACH)):
            number += 1
            longitude, latitude = places.near(place, 0.02)
            is_placed = places.random.random() < 0.9
            yield (
                f"REGION POLICIAL DE EJEMPLO {department.ubigeo}",
                f"DIVISION POLICIAL DE EJEMPLO {department.ubigeo}-{at % 2 + 1}",
                f"COMISARIA DE EJEMPLO {number}",
                _KINDS[at % len(_KINDS)],
                *(name.upper() for name in place.names),
                place.ubigeo,
                f"CALLE DE EJEMPLO {number}",
                latitude if is_placed else None,
                longitude if is_placed else None,
            )
