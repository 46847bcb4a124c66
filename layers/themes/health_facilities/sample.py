"""Samples of health facilities, in the form of SUSALUD's register."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from layers.themes.sample_places import SamplePlace, SamplePlaces, written

_HEADER = (
    "Institución",
    "Código Único",
    "Nombre del establecimiento",
    "Clasificación",
    "Tipo",
    "Departamento",
    "Provincia",
    "Distrito",
    "UBIGEO",
    "Dirección",
    "DISA",
    "Red",
    "Microrred",
    "Unidad Ejecutora",
    "Categoria",
    "Horario",
    "Inicio de Actividad",
    "Estado",
    "Condición",
    "NORTE",
    "ESTE",
    "COTA",
    "CAMAS",
)
# The seed of the theme whose register it is, whoever asks.
_SEED = "health_facilities"
_FIRST_CODE = 99_000_000
_EACH = 12
_STAYING = "ESTABLECIMIENTO DE SALUD CON INTERNAMIENTO"
_WITHOUT = "ESTABLECIMIENTO DE SALUD SIN INTERNAMIENTO"
# Category → institution, and the most beds; the first of a department is its largest.
_KINDS = (
    ("III-1", "MINSA", 300),
    ("II-2", "GOBIERNO REGIONAL", 150),
    ("II-1", "ESSALUD", 60),
    ("II1", "GOBIERNO REGIONAL", 40),
    ("I-4", "GOBIERNO REGIONAL", 12),
    ("I-3", "GOBIERNO REGIONAL", 0),
    ("I-2", "GOBIERNO REGIONAL", 0),
    ("I-1", "GOBIERNO REGIONAL", 0),
    ("Sin Categoría", "PRIVADO", 0),
)


@dataclass(frozen=True)
class SampleFacility:
    """A facility of the sample register; longitude and latitude, where known, are EPSG:4326."""

    number: int
    place: SamplePlace
    category: str
    institution: str
    beds: int | None
    position: tuple[float, float] | None

    @property
    def code(self) -> str:
        return f"{_FIRST_CODE + self.number:08}"

    @property
    def name(self) -> str:
        return f"ESTABLECIMIENTO DE EJEMPLO {self.number}"


def sample_facilities(places: SamplePlaces) -> tuple[SampleFacility, ...]:
    """The same whichever theme asks, of each category over all departments."""
    return tuple(_facilities(places.seeded(_SEED)))


def write(places: SamplePlaces) -> dict[str, str]:
    """The register; the longitude is in NORTE, as it is."""
    rows = (list(_row(one)) for one in sample_facilities(places))
    return {"health_facilities.csv": written(_HEADER, rows)}


def _facilities(places: SamplePlaces) -> Iterator[SampleFacility]:
    number = 0
    for department in places.departments():
        for at, place in enumerate(places.some(places.inside(department.ubigeo, 6), _EACH)):
            number += 1
            category, institution, most = _KINDS[at % len(_KINDS)]
            near = places.near(place, 0.03)
            # Of two thirds of the real register no position is known.
            position = near if places.random.random() < 0.7 else None
            beds = places.random.randint(most // 3, most) if most else None
            yield SampleFacility(number, place, category, institution, beds, position)


def _row(one: SampleFacility) -> Iterator[object]:
    stays = one.beds is not None
    yield from (one.institution, int(one.code), one.name)
    yield "HOSPITALES O CLINICAS DE ATENCION GENERAL" if stays else "POSTAS DE SALUD"
    yield _STAYING if stays else _WITHOUT
    yield from (name.upper() for name in one.place.names)
    yield from (one.place.ubigeo, f"CALLE DE EJEMPLO {one.number}", one.place.names[0].upper())
    yield from ("NO PERTENECE A NINGUNA RED", "NO PERTENECE A NINGUNA MICRORED", " ", one.category)
    yield "24 HORAS" if stays else None
    yield "01/01/1900" if one.number % 5 == 0 else "15/03/1998"
    yield from ("ACTIVADO", "EN FUNCIONAMIENTO")
    yield from (*one.position, 0) if one.position else (None, None, None)
    yield one.beds
