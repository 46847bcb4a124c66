"""Samples of emergencies: invented codes and firms, in real districts near their capitals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from layers.themes.sample_places import SamplePlaces, written

_HEADER = (
    "CODIGO",
    "ADM_INVOLUCRADOS",
    "UF_INVOLUCRADOS",
    "SECTOR",
    "SUBSECTOR",
    "DEPARTAMENTO",
    "PROVINCIA",
    "DISTRITO",
    "FECHA_EMERGENCIA",
    "LATITUD",
    "LONGITUD",
)
_EACH = 5
_SECTORS = (
    ("Energía", "Hidrocarburos"),
    ("Minería", "Gran y mediana minería"),
    ("Energía", "Electricidad"),
    ("Producción", "Industria"),
    ("Producción", "Pesquería"),
)


def write(places: SamplePlaces) -> dict[str, str]:
    """Some of every department, most with a position."""
    return {"environmental_emergencies.csv": written(_HEADER, _rows(places))}


def _rows(places: SamplePlaces) -> Iterator[tuple[object, ...]]:
    number = 0
    for department in places.departments():
        for at, place in enumerate(places.some(places.inside(department.ubigeo, 6), _EACH)):
            number += 1
            longitude, latitude = places.near(place, 0.05)
            is_placed = places.random.random() < 0.9
            day = dt.date(2018, places.random.randint(1, 12), places.random.randint(1, 28))
            yield (
                f"EJEMPLO-{number:04}",
                f"EMPRESA DE EJEMPLO {number} S.A.",
                f"UNIDAD DE EJEMPLO {number}",
                *_SECTORS[at % len(_SECTORS)],
                *(name.upper() for name in place.names),
                f"{day:%d/%m/%Y}",
                latitude if is_placed else None,
                longitude if is_placed else None,
            )
