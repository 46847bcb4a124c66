"""Samples of trainings, of the sample register's UGEL and DRE."""

from __future__ import annotations

from collections.abc import Iterator

from layers.themes.rural_schools.sample_services import SampleService, sample_services
from layers.themes.sample_places import CUTOFF_DATE, SOURCE, SamplePlaces, written
from layers.themes.ugel_trainings.columns import PEOPLE

_HEADER = (
    "codigo_sesion",
    "fecha",
    "tema",
    "organiza",
    "ubigeo",
    "territorio",
    "local",
    "codigo_oficina",
    "oficina",
    *PEOPLE,
    "fuente",
    "url_fuente",
    "fecha_corte",
)
# A sample has no address: none is invented.
_PROVENANCE = (SOURCE, None, CUTOFF_DATE)


def write(places: SamplePlaces) -> dict[str, str]:
    """A session in every department, for its DRE and for some of its UGEL."""
    return {"ugel_trainings.csv": written(_HEADER, _rows(places), ";")}


def _rows(places: SamplePlaces) -> Iterator[tuple[object, ...]]:
    by_department: dict[str, list[SampleService]] = {}
    for service in sample_services(places):
        by_department.setdefault(service.ubigeo[:2], []).append(service)
    for number, services in enumerate(by_department.values(), start=1):
        offices = dict.fromkeys((service.ugel_code, service.ugel) for service in services)
        regional = [office for office in offices if office[0].endswith("0000")]
        local = [office for office in offices if not office[0].endswith("0000")]
        place = services[0].place
        for code, name in [*regional, *local[: 3 + number % 2]]:
            parts = [places.random.choice((0, 0, 2, 6, 9, 14)) for _ in range(len(PEOPLE) - 1)]
            yield (
                f"S{number}",
                f"2018-{number % 12 + 1:02}-10",
                f"CAPACITACIÓN DE EJEMPLO {number}",
                "Ministerio de Educación",
                place.ubigeo,
                place.name,
                None,
                code,
                name,
                sum(parts),
                *parts,
                *_PROVENANCE,
            )
