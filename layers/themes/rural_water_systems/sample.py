"""Samples of rural water systems, in SIASAR's two forms: invented names in real districts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from layers.themes.sample_places import SamplePlace, SamplePlaces, written

_SYSTEM = (
    "fecha_encuesta",
    "nombre",
    "ID",
    "pais",
    "divisiones",
    "latitud",
    "longitud",
    "altitud",
    "año",
    "comunidades",
    "pob_servida",
    "viv_servidas",
    "tipo_gravedad",
    "tipo_bombeo",
    "tipo_pozo_manual",
    "tipo_agua_lluvia",
    "agua_epoca_seca",
    "agua_epoca_lluvia",
)
_CATCHMENT = ("fuente_ID", "fuente_tipo", "capt_estado")
_TREATMENT = ("trat_ID", "trat_tipo", "trat_funciona", "trat_estado")
_EACH = 8
_CLASSES = ("A - BUENO", "B - REGULAR", "C - MALO", "D - CAIDO", "")
_SOURCES = ("Río", "Pozo excavado", "Pozo Perforado", "Lago", "Otras")
_KINDS = ("Desinfección con cloro", "Filtración lenta")
# So that no code is one of SIASAR's.
_FIRST = 990_000_000


def write(places: SamplePlaces) -> dict[str, str]:
    """Some of every department; two of three have a catchment told, two of three a treatment."""
    systems = list(_systems(places))
    catchments = [
        (*system.values(), _FIRST + at, _SOURCES[at % 5], _CLASSES[at % 5])
        for at, system in enumerate(systems)
        if at % 3
    ]
    treatments = [
        (*system.values(), _FIRST + 100_000 + at, _KINDS[at % 7 == 0], _works(at), None)
        for at, system in enumerate(systems)
        if at % 3 != 1
    ]
    return {
        "rural_water_catchments.csv": written((*_SYSTEM, *_CATCHMENT), catchments),
        "rural_water_treatments.csv": written((*_SYSTEM, *_TREATMENT), treatments),
    }


def _works(at: int) -> str | None:
    return None if at % 11 == 0 else ("SI", "SI", "NO")[at % 3]


def _systems(places: SamplePlaces) -> Iterator[Mapping[str, object]]:
    number = 0
    for department in places.departments():
        for place in places.some(places.inside(department.ubigeo, 6), _EACH):
            number += 1
            yield dict(zip(_SYSTEM, _system(places, place, number), strict=True))


def _system(places: SamplePlaces, place: SamplePlace, number: int) -> tuple[object, ...]:
    longitude, latitude = places.near(place, 0.02)
    homes = places.random.randrange(10, 200)
    is_told = number % 9 != 0
    return (
        f"2018-{number % 12 + 1:02}-{number % 28 + 1:02}",
        f"SISTEMA DE EJEMPLO {number}",
        _FIRST + number,
        "Perú",
        ",".join(name.upper() for name in place.names),
        latitude,
        longitude,
        places.random.randrange(50, 4_000),
        2000 + number % 18,
        f"COMUNIDAD DE EJEMPLO {number}",
        homes * 4 if is_told else None,
        homes if is_told else None,
        "SI" if number % 4 else "NO",
        "NO" if number % 4 else "SI",
        "NO",
        "NO",
        "SI" if number % 5 else "NO",
        "SI",
    )
