"""Samples of supervised units: invented codes and firms, in real districts near their capitals."""

from __future__ import annotations

from collections.abc import Iterator

from layers.themes.sample_places import SamplePlaces, written

_HEADER = (
    "COD_UF",
    "ADMINISTRADO",
    "UNIDAD_FISCALIZABLE",
    "SECTOR",
    "SUBSECTOR",
    "DEPARTAMENTO",
    "PROVINCIA",
    "DISTRITO",
    "LATITUD",
    "LONGITUD",
)
_EACH = 4
_SECTORS = (
    ("Minería", "Gran y mediana minería"),
    ("Energía", "Hidrocarburos"),
    ("Energía", "Electricidad"),
    ("Producción", "Industria"),
    ("Producción", "Pesquería"),
    ("Residuos sólidos", "Municipalidades"),
)


def write(places: SamplePlaces) -> dict[str, str]:
    """Some of every department, most with a position."""
    return {"supervised_units.csv": written(_HEADER, _rows(places))}


def _rows(places: SamplePlaces) -> Iterator[tuple[object, ...]]:
    number = 0
    for department in places.departments():
        for place in places.some(places.inside(department.ubigeo, 6), _EACH):
            number += 1
            longitude, latitude = places.near(place, 0.05)
            is_placed = places.random.random() < 0.9
            yield (
                f"EJEMPLO-{number:04}",
                f"EMPRESA DE EJEMPLO {number} S.A.",
                f"UNIDAD DE EJEMPLO {number}",
                *_SECTORS[number % len(_SECTORS)],
                *(name.upper() for name in place.names),
                latitude if is_placed else None,
                longitude if is_placed else None,
            )
