"""Samples of EIB services, in the form of the RNIIEE-EIB: a title, and the header on row 2."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle, groupby

from layers.themes.rural_schools.sample_services import SampleService, sample_services
from layers.themes.sample_places import SamplePlaces, written
from territory.languages import languages

_TITLE = "MUESTRA DEL REGISTRO NACIONAL DE INSTITUCIONES EDUCATIVAS EIB: NO SON HECHOS"
_HEADER = (
    "DRE",
    "UGEL",
    "CÓDIGO MODULAR",
    "ANEXO",
    "CÓDIGO DE LOCAL",
    "NIVEL",
    "FORMA DE ATENCIÓN",
    "LENGUA ORIGINARIA 1",
    "LENGUA ORIGINARIA 2",
    "LENGUA ORIGINARIA 3",
)
_FORMS = ("EIB DE FORTALECIMIENTO", "EIB DE REVITALIZACIÓN")
_URBAN = "EIB EN ÁMBITOS URBANOS"
_RURAL_EACH, _URBAN_EACH = 7, 2
# A service that the sample register of schools hasn't: it has no place.
_UNKNOWN_CODE = 9_900_001


def write(places: SamplePlaces) -> dict[str, str]:
    """Some of the sample register's services in every department; each language has some."""
    rows = list(_rows(places))
    title = (_TITLE, *[""] * (len(_HEADER) - 1))
    return {"eib_schools.csv": written(title, [_HEADER, *rows])}


def _rows(places: SamplePlaces) -> Iterator[tuple[object, ...]]:
    names = cycle(language.name for language in languages())
    services = [service for service in sample_services(places) if service.area]
    # Institutes are no schools.
    schools = [service for service in services if service.name.startswith("ESCUELA")]
    by_department = sorted(schools, key=lambda service: (service.ubigeo[:2], service.modular_code))
    for department, group in groupby(by_department, key=lambda service: service.ubigeo[:2]):
        listed = list(group)
        rural = [service for service in listed if service.area == "rural"][:_RURAL_EACH]
        urban = [service for service in listed if service.area == "urban"][:_URBAN_EACH]
        for at, service in enumerate((*rural, *urban)):
            form = _URBAN if service.area == "urban" else _FORMS[at % len(_FORMS)]
            said = [next(names) for _ in range(1 + (at % 4 == 0) + (at % 8 == 0))]
            yield _row(service, f"DRE DE EJEMPLO {int(department)}", form, said)
    yield (
        "DRE DE EJEMPLO",
        "UGEL DE EJEMPLO",
        _UNKNOWN_CODE,
        0,
        None,
        "Primaria",
        _FORMS[0],
        "QUECHUA CHANKA",
        None,
        None,
    )


def _row(service: SampleService, dre: str, form: str, said: list[str]) -> tuple[object, ...]:
    named = [name.upper() for name in said]
    return (
        dre,
        service.ugel,
        service.modular_code,
        service.annex,
        service.local_code,
        service.level,
        form,
        *named,
        *[None] * (3 - len(named)),
    )
